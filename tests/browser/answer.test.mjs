// Reading answers: the corpus in Node and in Chromium, what is hostile, what is asked back, forms, figures, and the size.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";
import { agrees, figures, form, read, same } from "../../book/_widgets/answer.js";
import { openBrowser, prepare, serve } from "./site.mjs";

const MODULE = new URL("../../book/_widgets/answer.js", import.meta.url);
const CORPUS = JSON.parse(await readFile(new URL("../data/answers.json", import.meta.url), "utf8"));
const MARKUP = /[<>&"']/;
const LIMIT = 5 * 1024;

/** What a module says of the whole corpus: run here, and in the page. */
function hear({ read, same }, corpus) {
  return corpus.flatMap(({ variables, domain, reference, answers }) => {
    const right = read(reference, variables);
    const points = [-1.7, 0.6, 2.3].map((x) => Object.fromEntries(variables.map((name, i) => [name, x + i / 7])));
    return answers.map(([typed]) => {
      const answer = read(typed, variables);
      const verdict = answer.ok ? (same(answer, right, { variables, domain }) ? "same" : "different") : "unreadable";
      return { typed, verdict, echo: answer.echo, message: answer.message, values: points.flatMap((point) => [answer.evaluate(point)].flat(2)) };
    });
  });
}

const heard = hear({ read, same }, CORPUS);
const truths = CORPUS.flatMap(({ answers }) => answers.map(([, , truth]) => truth));
const value = (text, variables = [], point = {}) => read(text, variables).evaluate(point);

describe("the corpus of typed answers", () => {
  it("is judged as its truths say", () => {
    const wrong = heard.filter(({ verdict }, i) => verdict !== truths[i]);
    assert.ok(heard.length >= 300);
    assert.deepEqual(wrong, []);
  });

  it("is answered either by an echo or by a message, and neither can be markup of the reader's", () => {
    for (const { typed, verdict, echo, message } of heard) {
      assert.equal(verdict === "unreadable", echo === "", typed);
      assert.equal(verdict === "unreadable", message !== "", typed);
      assert.doesNotMatch(message, MARKUP, typed);
      assert.match(echo, /^(<math>(<\/?m[a-z]+>|[^<>&])*<\/math>)?$/u, typed);
    }
  });

  it("gives the same comparisons in either order", () => {
    for (const { variables, domain, reference, answers } of CORPUS) {
      for (const [typed, , truth] of answers) {
        const [a, b] = [read(typed, variables), read(reference, variables)];
        assert.equal(same(b, a, { variables, domain }), truth === "same", typed);
      }
    }
  });
});

describe("the echo", () => {
  const echoes = [
    ["1/2 x", "<mrow><mfrac><mn>1</mn><mn>2</mn></mfrac><mo>\u2062</mo><mi>x</mi></mrow>"],
    ["1 / 2x", "<mfrac><mn>1</mn><mrow><mn>2</mn><mo>\u2062</mo><mi>x</mi></mrow></mfrac>"],
    ["(x+1)^2", "<msup><mrow><mo>(</mo><mrow><mi>x</mi><mo>+</mo><mn>1</mn></mrow><mo>)</mo></mrow><mn>2</mn></msup>"],
    ["-x^2", "<mrow><mo>−</mo><msup><mi>x</mi><mn>2</mn></msup></mrow>"],
    ["√θ", "<msqrt><mi>θ</mi></msqrt>"],
    ["w1", "<msub><mi>w</mi><mi>1</mi></msub>"],
    ["x2", ""],
  ];
  for (const [typed, echo] of echoes) {
    it(`shows ${typed} as it was read`, () => assert.equal(read(typed, ["x", "theta", "w_1"]).echo, echo && `<math>${echo}</math>`));
  }
  it("is well-formed MathML in a browser's eyes", async () => {
    const { browser } = await opened;
    const page = await browser.newPage();
    const broken = await page.evaluate((echoes) => echoes.filter((echo) => echo && new DOMParser().parseFromString(echo, "application/xml").querySelector("parsererror")), heard.map(({ echo }) => echo));
    await page.close();
    assert.deepEqual(broken, []);
  });
});

describe("what is hostile", () => {
  const brackets = 10 ** 5;
  const texts = [
    "(".repeat(brackets), "((".repeat(40) + "x" + "))".repeat(40), "[".repeat(900), "{".repeat(900), "|".repeat(999), "\\frac{".repeat(160), "√".repeat(900), "-".repeat(brackets), "sin".repeat(300), "x^".repeat(499),
    "9".repeat(brackets), "\\left".repeat(200), "constructor", "__proto__", "prototype", "toString", "valueOf()", "x.constructor('alert(1)')()", "<img onerror>", "<img src=x onerror=alert(1)>", "</math><script>alert(1)</script>",
    "&lt;b&gt;", "\u0000", "\ud800", "x\u200bconstructor", "`x`", "\\text{<b>}", "\\begin{script}", "$&", "$`",
  ];
  for (const text of texts) {
    it(`${JSON.stringify(text.slice(0, 30))}, ${text.length} characters, is refused and shown as text`, () => {
      const { ok, echo, message, evaluate } = read(text, ["x"]);
      assert.equal(ok, false);
      assert.equal(echo, "");
      assert.equal(evaluate({ x: 1 }), NaN);
      assert.match(message, /^[^<>&"']{5,250}\.$/);
      assert.doesNotMatch(message, /undefined|stack|not a function|Cannot read/);
      assert.equal(same(read(text, ["x"]), read("x", ["x"]), { variables: ["x"] }), false);
    });
  }
  it("long but honest answers within the limit are read", () => {
    assert.equal(value("x+".repeat(400) + "x", ["x"], { x: 1 }), 401);
    assert.equal(value("x^".repeat(400) + "x", ["x"], { x: 1 }), 1);
    assert.equal(value("(".repeat(40) + "x" + ")".repeat(40), ["x"], { x: 3 }), 3);
  });
  it("an answer that nothing can be seen of is not right", () => {
    const options = { variables: ["x"] };
    for (const typed of ["(x+10^30)-10^30", "1/(x-x)", "ln(-1-x^2)", "x^(10^9)"]) assert.equal(same(read(typed, ["x"]), read("sin x", ["x"]), options), false, typed);
  });
});

describe("what can be read in two ways", () => {
  const asked = [
    ["1/2x", "(1/2)*x", "1/(2x)"], ["e^2x", "e^2 * x", "e^(2x)"], ["sin x*y", "sin (x)*y", "sin (x*y)"], ["x^1/2", "(x^1)/2", "x^(1/2)"], ["√2x", "√(2)*x", "√(2x)"], ["2e-3", "2*10^-3", "2*e -3"],
    ["1/2sin(x)", "(1/2)*sin(x)", "1/(2sin(x))"], ["x/yx", "(x/y)*x", "x/(yx)"], ["ln x/2", "ln (x)/2", "ln (x/2)"],
  ];
  for (const [typed, one, other] of asked) {
    it(`${typed} is asked about, and what is offered is read, in different ways`, () => {
      const { ok, message } = read(typed, ["x", "y"]);
      assert.equal(ok, false);
      for (const offer of [one, other]) assert.ok(message.replaceAll(" ", "").includes(offer.replaceAll(" ", "")), `${message} lacks ${offer}`);
      const [a, b] = [one, other].map((offer) => read(offer, ["x", "y"]));
      assert.ok(a.ok && b.ok, a.message + b.message);
      assert.equal(same(a, b, { variables: ["x", "y"] }), false);
    });
  }
});

describe("near misses", () => {
  const variables = ["x"];
  const told = (a, b, domain) => !same(read(a, variables), read(b, variables), { variables, domain });
  for (const [a, b, domain] of [
    ["x^2", "1.01x^2"], ["x^2", "x^2+0.00001"], ["√(x^2)", "x"], ["ln(x^2)", "2ln x"], ["ln x", "ln|x|"], ["x", "x+10^-7"], ["|x-2.9|", "2.9-x"], ["sin x", "x-x^3/6+x^5/120", { x: [-0.5, 0.5] }], ["x", "x(x-1)(x-2)+x", { x: [0, 2] }],
  ]) {
    it(`${a} and ${b} are told apart`, () => assert.ok(told(a, b, domain)));
  }
  for (const [a, b, domain] of [
    ["√(x^2)", "x", { x: [0.1, 3] }], ["sin^2 x + cos^2 x - 1", "0"], ["(x+1)^20 - (x+1)^20", "0"], ["e^(200x)/e^(199x)", "e^x"], ["1/√x", "√x/x"], ["x^(1/3)x^(2/3)", "x", { x: [0.1, 3] }], ["arcsin(x/3)", "π/2-arccos(x/3)"], ["0", "x-x"],
  ]) {
    it(`${a} and ${b} are the same${domain ? ` on [${domain.x}]` : ""}`, () => assert.ok(!told(a, b, domain)));
  }
});

describe("forms", () => {
  const forms = [
    ["factored", "2x(x+1)", ["2x(x+1)", "(x+1)*2*x", "2(x+1)x", "-2x(-x-1)"], ["2x^2+2x", "x(2x+2)", "2(x^2+x)", "2x^2(1+1/x)+0"]],
    ["factored", "(x-1)^2(x+2)", ["(x-1)(x-1)(x+2)", "(x+2)(1-x)^2"], ["(x^2-2x+1)(x+2)", "x^3-3x+2"]],
    ["expanded", "2x^2+2x", ["2x+2x²", "2*x*x+2*x"], ["2x(x+1)", "x^2+x^2+2x", "2(x^2+x)"]],
    ["expanded", "x^2-2x+1", ["1-2x+x^2"], ["(x-1)^2", "x^2-x-x+1", "(x-1)(x-1)"]],
    ["simplified", "√x", ["x^0.5", "x^(1/2)"], ["2√x/2", "x/√x"]],
    ["simplified", "2x", ["2x", "x*2"], ["x+x", "4x/2", "x*1+x", "2x+0"]],
    ["simplified", "x^2/3", ["x²/3", "1/3 x^2"], ["2x^2/6", "x*x/3", "x^3/(3x)", "3x^2/9"]],
    ["simplified", "1", ["1"], ["sin^2 x + cos^2 x", "x/x", "2-1", "3/3"]],
    ["simplified", "1/(2√x)", ["1/(2√x)", "1/2 x^(-1/2)"], ["1/(√x+√x)", "√x/(2x)"]],
  ];
  for (const [wanted, reference, good, bad] of forms) {
    const has = (text) => form(read(text, ["x"]), wanted, read(reference, ["x"]));
    it(`${wanted} like ${reference}`, () => {
      for (const text of [...good, ...bad].slice(0, -1)) assert.ok(same(read(text, ["x"]), read(reference, ["x"]), { variables: ["x"] }), text);
      for (const text of good) assert.ok(has(text), `${text} has the form`);
      for (const text of bad) assert.ok(!has(text), `${text} has not`);
    });
  }
});

describe("significant figures", () => {
  for (const [text, count] of [["3.14", 3], ["0.0120", 3], ["-2.50", 3], ["1200", 4], ["1.2e-3", 2], ["0", 1], ["7", 1], ["π", undefined], ["3/4", undefined], ["2+1", undefined], ["2 3", undefined]]) {
    it(`${text} has ${count}`, () => assert.equal(figures(read(text)), count));
  }
  for (const [text, number, count, is] of [["3.14", Math.PI, 3, true], ["3.1416", Math.PI, 3, true], ["3.15", Math.PI, 3, false], ["3.1", Math.PI, 3, false], ["0.00123", 0.0012345, 3, true], ["-1230", -1234, 3, true], ["1240", 1234, 3, false], ["x", 1, 3, false]]) {
    it(`${text} ${is ? "is" : "is not"} ${number} to ${count}`, () => assert.equal(agrees(read(text), number, count), is));
  }
});

describe("the module", () => {
  it(`weighs at most ${LIMIT} bytes, minified and gzipped`, () => {
    const { outputFiles } = buildSync({ entryPoints: [MODULE.pathname], bundle: true, minify: true, format: "esm", charset: "utf8", write: false });
    assert.ok(gzipSync(outputFiles[0].contents, { level: 9 }).length <= LIMIT, `${gzipSync(outputFiles[0].contents, { level: 9 }).length} bytes`);
  });

  it("evaluates nothing that was typed, and asks for no page", async () => {
    assert.doesNotMatch(await readFile(MODULE, "utf8"), /\beval\s*\(|\bFunction\s*\(|\bimport\s*\(|document|window|innerHTML/);
  });

  it("says the same in Chromium as in Node, over the whole corpus", async () => {
    const { browser, server } = await opened;
    const page = await browser.newPage();
    await page.goto(`${server.origin}/`);
    const there = await page.evaluate(`import("/answer.js").then((module) => (${hear})(module, ${JSON.stringify(CORPUS)}))`);
    await page.close();
    const words = (all) => all.map(({ values, ...said }) => ({ ...said, count: values.length }));
    const numbers = (all) => all.flatMap(({ values }) => values);
    assert.deepEqual(words(there), words(heard));
    // the last digit of Math.exp and ** is each engine's own
    const here = numbers(heard);
    const apart = numbers(there).filter((x, i) => !Object.is(x, here[i]) && !(Math.abs(x - here[i]) <= 1e-12 * (1 + Math.abs(x))));
    assert.deepEqual(apart, []);
  });
});

const opened = prepare(async () => {
  const source = await readFile(MODULE);
  const server = await serve(async (path) => (path === "/answer.js" ? source : "<!doctype html><title>Answers</title>"));
  return { browser: await openBrowser(), server };
});

after(async () => {
  const { browser, server } = await opened;
  await browser?.close();
  server?.close();
});
