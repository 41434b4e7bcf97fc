// Exercises that answer back: what is said of an answer, in Node; and in Chromium an exercise of each kind, by keyboard, by hostile hands,
// from a file, without JavaScript, and remembered.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { mark, refuses } from "../../book/_widgets/marking.js";
import * as check from "./checks.mjs";
import { builtSite, filesIn, openBrowser, prepare, serve } from "./site.mjs";

const typed = (kind, answer, more = {}) => ({ kind, answer, variables: Object.keys(more.domain ?? {}), domain: {}, ...more });
const said = (text, answer, ...slips) => mark(text, { answer, slips: slips.map((slip) => [slip, "a sentence"]) });
const IN_X = { domain: { x: [-2, 2] } };
const IN_XY = { domain: { x: [-2, 2], y: [-2, 2] } };

describe("marking", () => {
  const answers = {
    expression: typed("expression", "2*x*(x + 1)", IN_X),
    factored: typed("expression", "2*x*(x + 1)", { ...IN_X, form: "factored" }),
    exact: typed("number", "3/7"),
    figures: typed("number", "0.667", { figures: 3, value: 2 / 3, within: 0.0005, unit: "m/h" }),
    vector: typed("vector", "(2*x*y, x^2)", IN_XY),
    matrix: typed("matrix", "[1, 2, 3; 4, 5, 6]", { shape: [2, 3] }),
    numbers: typed("points", "1, -3", { answers: ["1", "-3"] }),
    points: typed("points", "(0, 1), (2, 5)", { answers: ["(0, 1)", "(2, 5)"] }),
  };
  const cases = [
    ["expression", "2x²+2x", "right"], ["expression", "2x(x−1)", "wrong"], ["expression", "2x(x+1", "unreadable"], ["expression", "2y", "unreadable"], ["expression", "", "unreadable"], ["expression", "(2x, 2)", "shape"],
    ["expression", "2x + 2", "slip", typed("expression", "2*x + 2", IN_X)],
    ["factored", "2x(1+x)", "right"], ["factored", "2x^2+2x", "form"], ["factored", "2x^2", "wrong"],
    ["exact", "3/7", "right"], ["exact", "6/14", "right"], ["exact", "0.43", "form"], ["exact", "0.429", "form"], ["exact", "0.42", "wrong"], ["exact", "(3, 7)", "shape"], ["exact", "-3/7", "slip", typed("number", "-3/7")],
    ["figures", "0.667", "right"], ["figures", "2/3", "right"], ["figures", "0.667 m/h", "right"], ["figures", "0.67", "form"], ["figures", "0.66", "wrong"], ["figures", "0.668", "wrong"],
    ["figures", "-0.667", "slip", typed("number", "-0.667", { figures: 3, value: -2 / 3 })],
    ["vector", "(2xy, x²)", "right"], ["vector", "[2xy; x^2]", "right"], ["vector", "(x^2, 2xy)", "wrong"], ["vector", "2xy", "shape"], ["vector", "(2xy, x^2, 0)", "shape"],
    ["matrix", "[1, 2, 3; 4, 5, 6]", "right"], ["matrix", "[1, 2, 3; 4, 5, 7]", "wrong"], ["matrix", "[1, 4; 2, 5; 3, 6]", "shape"], ["matrix", "6", "shape"],
    ["matrix", "[1, 4; 2, 5; 3, 6]", "slip", typed("matrix", "[1, 4; 2, 5; 3, 6]", { shape: [3, 2] })],
    ["numbers", "1, −3", "right"], ["numbers", "-3; 1", "right"], ["numbers", "{1, -3}", "right"], ["numbers", "1", "wrong"], ["numbers", "1, -3, 2", "wrong"], ["numbers", "(1, -3)", "shape"],
    ["points", "(2, 5), (0, 1)", "right"], ["points", "(5, 2), (0, 1)", "wrong"], ["points", "(0, 1)", "wrong"],
  ];
  for (const [kind, text, verdict, ...slips] of cases) {
    it(`${kind}: ${text || "nothing"} is ${verdict}`, () => {
      const heard = said(text, answers[kind], ...slips);
      assert.equal(heard.verdict, verdict, heard.message);
      assert.equal(heard.slip, verdict === "slip" ? 0 : -1);
      assert.equal(heard.message !== "", ["form", "shape", "unreadable"].includes(verdict), heard.message);
    });
  }
  it("finds the slip that it was, of several", () => {
    const slips = ["2*x", "x^2", "x + 1"].map((text) => typed("expression", text, IN_X));
    assert.equal(said("x²", answers.expression, ...slips).slip, 1);
  });
  it("says which of the book's own answers cannot be read", () => {
    const data = { answer: answers.expression, slips: [[typed("number", "@"), ""], [answers.exact, ""]] };
    assert.deepEqual(refuses(data), ["@"]);
  });
});

const { site, browser } = await prepare(async () => ({ site: builtSite(), browser: await openBrowser() }));
const server = await serve(filesIn(site));
after(() => Promise.all([browser?.close(), server.close()]));

const PAGE = "1-what-is-calculus/04-the-derivative.html";
const NUMBER = "slope-of-a-power";
const CHOICE = "wrong-step-from-the-definition";
const VARIANTS = 6; // as many as a page has of a family if it does not say
const DESK = { viewport: { width: 1280, height: 900 } };
const TELEPHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };
const BUDGET_KB = 12;

const open = (options, look, address = `${server.origin}/${PAGE}`) =>
  check.visit(browser, address, options, async (page, record) => {
    await look(page, record);
    assert.deepEqual(record.faults.filter((fault) => address.startsWith("http") || !/Access to font|woff2/.test(fault)), []);
  });
const exercise = (page, name) => page.locator(`#exercise-${name}`);
const firstOf = (root) => root.evaluate((element) => JSON.parse(element.querySelector("script[type='application/json']").textContent).first);
const field = (root) => root.getByLabel("Your answer");
const status = (root) => root.locator(".mv-said");
const answer = async (root, text) => {
  await field(root).fill(text);
  await field(root).press("Enter");
};
const says = async (root, pattern) => {
  await root.locator(".mv-said", { hasText: pattern }).waitFor({ timeout: 3000 });
};
const stored = (page) => page.evaluate(() => JSON.parse(localStorage.getItem("mvcalc-exercises")));

describe("an answer to be typed", { skip: !browser }, () => {
  it("is right, wrong, a known slip or unreadable, and each is said", () =>
    open(DESK, async (page) => {
      const root = exercise(page, NUMBER);
      const { answer: right, slips } = await firstOf(root);
      assert.equal(await status(root).getAttribute("role"), "status");
      await answer(root, String(Number(right.answer) + 1.5));
      await says(root, /^Not yet\. Try again/);
      await answer(root, slips[0][0].answer);
      await says(root, "Differentiate first");
      await answer(root, "1/2x");
      await says(root, /^I cannot read this\. .*x/);
      assert.equal(await field(root).getAttribute("aria-invalid"), "true");
      assert.ok(await root.locator(".mv-solved").isHidden());
      await answer(root, right.answer);
      await says(root, "Right.");
      assert.equal(await field(root).getAttribute("aria-invalid"), "false");
      assert.ok(await root.locator(".mv-solved").isVisible());
    }));

  it("is said back as it was read, a moment after the last key", () =>
    open(DESK, async (page) => {
      const root = exercise(page, NUMBER);
      await field(root).pressSequentially("3/4");
      await root.locator(".mv-echo math mfrac").waitFor();
      assert.equal(await root.locator(".mv-echo").getAttribute("aria-live"), "polite");
      await field(root).fill("3/");
      await root.locator(".mv-echo math").waitFor({ state: "detached" });
    }));

  it("that is hostile is shown as text and runs nothing", () =>
    open(DESK, async (page) => {
      const root = exercise(page, NUMBER);
      for (const text of ["<img src=x onerror=\"document.title='taken'\">", "constructor", "__proto__", "<script>document.title='taken'</script>", "(".repeat(100_000)]) {
        await answer(root, text);
        await says(root, /^I cannot read this/);
        assert.equal(await status(root).locator("img, script, a").count(), 0);
      }
      assert.notEqual(await page.title(), "taken");
    }));
});

describe("an answer to be chosen", { skip: !browser }, () => {
  it("asks for a choice, says why one is wrong, and takes the right one", () =>
    open(DESK, async (page) => {
      const root = exercise(page, CHOICE);
      const { answer: right, why } = await firstOf(root);
      const check = root.getByRole("button", { name: "Check" });
      assert.equal(await root.getByRole("group", { name: "Choose one" }).getByRole("radio").count(), why.length);
      await check.click();
      await says(root, "Choose one of the answers");
      const wrong = right.right === 0 ? 1 : 0;
      await root.getByRole("radio").nth(wrong).check();
      await check.click();
      await says(root, /^Not yet\. Row \d follows/);
      await root.getByRole("radio").nth(right.right).check();
      await check.click();
      await says(root, "Right.");
    }));
});

describe("help", { skip: !browser }, () => {
  it("comes hint by hint, and the solution when it is asked for", () =>
    open(DESK, async (page) => {
      const root = exercise(page, NUMBER);
      const [first, second, solution] = ["Hint 1", "Hint 2", "Solution"].map((name) => root.locator("summary", { hasText: name }));
      assert.ok((await first.isVisible()) && (await second.isHidden()) && (await solution.isVisible()));
      await first.press("Enter");
      assert.ok(await second.isVisible());
      await solution.press("Enter");
      assert.ok(await root.locator(".mv-worked .mv-equation").first().isVisible());
    }));
});

describe("another one", { skip: !browser }, () => {
  it("is another variant, has the focus, is announced and remembered; and all of it can be forgotten", () =>
    open(DESK, async (page) => {
      const root = exercise(page, NUMBER);
      const question = () => root.locator(".mv-question").innerText();
      const before = await question();
      const { answer: right } = await firstOf(root);
      await answer(root, right.answer);
      await says(root, "Right.");
      await root.getByRole("button", { name: "Another one" }).press("Enter");
      await says(root, `Variant 2 of ${VARIANTS}`);
      const second = await question();
      assert.notEqual(second, before);
      assert.ok(await root.locator(".mv-question").evaluate((element) => element === document.activeElement));
      assert.equal(await field(root).inputValue(), "");
      await answer(root, right.answer);
      await says(root, /^(Not yet|Right)/);
      assert.deepEqual(await stored(page), { [NUMBER]: { solved: true, variant: 1 } });
      await page.reload();
      await root.locator(".mv-question", { hasText: second.slice(0, 20) }).waitFor();
      await page.waitForFunction(([id, text]) => document.querySelector(`#${id} .mv-question`).innerText === text, [`exercise-${NUMBER}`, second]);
      assert.ok(await root.locator(".mv-solved").isVisible());
      await page.getByRole("button", { name: "Forget my answers" }).click();
      await page.waitForFunction(([id, text]) => document.querySelector(`#${id} .mv-question`).innerText === text, [`exercise-${NUMBER}`, before]);
      assert.equal(await stored(page), null);
      assert.ok(await root.locator(".mv-solved").isHidden());
    }));

  it("goes through all variants and comes back to the first", () =>
    open(DESK, async (page) => {
      const root = exercise(page, CHOICE);
      const seen = new Set();
      const more = root.getByRole("button", { name: "Another one" });
      for (let count = 2; count <= VARIANTS + 1; count++) {
        seen.add(await root.locator(".mv-question").innerHTML());
        await more.click();
        await says(root, `Variant ${count > VARIANTS ? 1 : count} of ${VARIANTS}.`);
      }
      assert.equal(seen.size, VARIANTS);
      const { answer: right } = await firstOf(root);
      await root.getByRole("radio").nth(right.right).check();
      await root.getByRole("button", { name: "Check" }).click();
      await says(root, "Right.");
    }));

  it("says so when its script does not come, and tries again", () =>
    open(DESK, async (page, record) => {
      const root = exercise(page, NUMBER);
      await page.route("**/_static/exercises/**", (route) => route.abort());
      const more = root.getByRole("button", { name: "Another one" });
      await more.click();
      await says(root, "could not be loaded");
      record.faults.length = 0; // what was broken on purpose
      await page.unroute("**/_static/exercises/**");
      await more.click();
      await says(root, `Variant 2 of ${VARIANTS}`);
    }));

  it("works from a file", () =>
    open(DESK, async (page) => {
      const root = exercise(page, NUMBER);
      await root.getByRole("button", { name: "Another one" }).click();
      await says(root, `Variant 2 of ${VARIANTS}`);
    }, pathToFileURL(join(site, PAGE)).href));
});

describe("exercises", { skip: !browser }, () => {
  it("take what is stored for what it is, however broken", () =>
    open(DESK, async (page) => {
      for (const text of ["[]", "{", "7", "null", `{"${NUMBER}": 3}`, `{"${NUMBER}": {"variant": -1}}`, `{"${NUMBER}": {"variant": 99, "solved": "<b>"}}`]) {
        await page.evaluate((text) => localStorage.setItem("mvcalc-exercises", text), text);
        await page.reload();
        const root = exercise(page, NUMBER);
        const { answer: right } = await firstOf(root);
        await answer(root, right.answer);
        await says(root, "Right.");
      }
    }));

  it("are done where nothing may be stored", () =>
    open(DESK, async (page) => {
      await page.addInitScript(() => {
        for (const method of ["getItem", "setItem", "removeItem"]) {
          const usual = Storage.prototype[method];
          Storage.prototype[method] = function (key, ...rest) {
            if (key === "mvcalc-exercises") throw new DOMException("full", "QuotaExceededError");
            return usual.call(this, key, ...rest);
          };
        }
      });
      await page.reload();
      const root = exercise(page, NUMBER);
      await answer(root, (await firstOf(root)).answer.answer);
      await says(root, "Right.");
      await page.getByRole("button", { name: "Forget my answers" }).click();
      await root.locator(".mv-solved").waitFor({ state: "hidden" });
    }));

  it("are done by keyboard alone", () =>
    open(DESK, async (page) => {
      const root = exercise(page, NUMBER);
      const { answer: right } = await firstOf(root);
      await field(root).focus();
      await page.keyboard.type(right.answer);
      await page.keyboard.press("Enter");
      await says(root, "Right.");
      const reached = [];
      for (let tabs = 0; tabs < 4; tabs++) {
        await page.keyboard.press("Tab");
        reached.push(await page.evaluate(() => document.activeElement.textContent));
      }
      assert.deepEqual(reached, ["Check", "Hint 1", "Solution", "Another one"]);
      await page.keyboard.press("Space");
      await says(root, `Variant 2 of ${VARIANTS}`);
      const choice = exercise(page, CHOICE);
      await choice.getByRole("radio").first().focus();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await says(choice, /^(Not yet|Right)/);
    }));

  for (const colorScheme of ["light", "dark"]) {
    for (const device of [DESK, TELEPHONE]) {
      it(`are accessible and stay in their column, answered and unfolded: ${colorScheme}, ${device.viewport.width} px`, () =>
        open({ ...device, colorScheme }, async (page) => {
          const root = exercise(page, NUMBER);
          assert.deepEqual(await check.layoutShift(page), []);
          await answer(root, "1/2x+1/2x+(2-x)");
          await answer(exercise(page, "quotient-of-a-parabola"), "x/h + (x+h)^2 + (x+h)^3 + (x+h)^4 + (x+h)^5 + (x+h)^6 + (x+h)^7");
          await exercise(page, CHOICE).getByRole("radio").first().check();
          await exercise(page, CHOICE).getByRole("button", { name: "Check" }).click();
          await check.unfold(page);
          assert.deepEqual(await check.accessibility(page), []);
          assert.deepEqual(await check.sidewaysScroll(page), []);
          const small = await page.evaluate(() => [...document.querySelectorAll(".mv-exercise :is(button, summary, input[type='text'])")].filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 24).map((e) => e.textContent));
          assert.deepEqual(small, []);
        }));
    }
  }

  it("are read without JavaScript: question, lettered options, hints and solution; and nothing that would not work", () =>
    open({ ...DESK, javaScriptEnabled: false }, async (page) => {
      const root = exercise(page, CHOICE);
      assert.ok(await root.locator(".mv-question").isVisible());
      assert.equal(await root.locator("ol[type='A'] > li").count(), 4);
      await root.locator("summary", { hasText: "Hint 2" }).click();
      await root.locator("summary", { hasText: "Solution" }).click();
      assert.ok(await root.locator(".mv-worked").getByText("Put right").isVisible());
      for (const hidden of [".mv-field", ".mv-more", ".mv-options input"]) assert.ok(await root.locator(hidden).first().isHidden(), hidden);
    }));

  it("are printed as questions, with their solutions folded", () =>
    open(DESK, async (page) => {
      await page.emulateMedia({ media: "print" });
      const root = exercise(page, CHOICE);
      assert.ok(await root.locator(".mv-question").isVisible());
      for (const hidden of [".mv-field", ".mv-more", ".mv-said", ".mv-options input"]) assert.ok(await root.locator(hidden).first().isHidden(), hidden);
    }));

  it("load their script where they are, and nowhere else", async () => {
    const [with_, without] = await Promise.all([PAGE, "preface.html"].map((path) => readFile(join(site, path), "utf8")));
    assert.match(with_, /exercises\.js/);
    assert.doesNotMatch(with_, /_static\/exercises\//);
    assert.doesNotMatch(without, /exercises\.(js|css)/);
    const size = gzipSync(await readFile(join(site, "_static/exercises.js"))).length / 1000;
    assert.ok(size <= BUDGET_KB, `exercises.js has ${size.toFixed(1)} KB, more than ${BUDGET_KB}`);
  });

  it("have answers of their own that their script can read and marks as it should, in every variant of every family", async () => {
    const folder = join(site, "_static/exercises");
    const files = await readdir(folder);
    assert.ok(files.length >= 11);
    for (const file of files) {
      const text = await readFile(join(folder, file), "utf8");
      const variants = JSON.parse(text.slice(text.indexOf("] = ") + 4).replace(/;\s*$/, ""));
      for (const [index, variant] of variants.entries()) {
        if (variant.answer.kind === "choice") continue;
        const where = `${file} ${index}`;
        assert.deepEqual(refuses(variant), [], where);
        assert.equal(mark(variant.answer.answer, variant).verdict, "right", where);
        for (const [slip, [wrong]] of variant.slips.entries()) assert.equal(mark(wrong.answer, variant).slip, slip, `${where}: ${wrong.answer}`);
      }
    }
  });
});
