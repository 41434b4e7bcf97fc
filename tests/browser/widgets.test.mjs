// Figures that can be touched, each of them, in Chromium: by mouse, by finger and by keyboard, from a hostile address, and without JavaScript.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { levels, sample } from "../../book/_widgets/contours.js";
import * as check from "./checks.mjs";
import { builtSite, filesIn, openBrowser, prepare, serve } from "./site.mjs";

const PAGE = "reference/figures.html";
const KINDS = ["chain", "contour", "errors", "fit", "graph", "hessian", "limit", "map", "neuron", "quadric", "secant", "surface", "taylor", "tracer", "training"];
const BUDGET_KB = 25;
const DESK = { viewport: { width: 1280, height: 900 } };
const TELEPHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const { site, browser } = await prepare(async () => ({ site: builtSite(), browser: await openBrowser() }));
const server = await serve(filesIn(site));
after(() => Promise.all([browser?.close(), server.close()]));

const open = (options, look, fragment = "", address = `${server.origin}/${PAGE}`) =>
  check.visit(browser, address + fragment, options, async (page, record) => {
    const result = await look(page, record);
    assert.deepEqual(record.faults.filter((fault) => address.startsWith("http") || !/Access to font|woff2/.test(fault)), []);
    return result;
  });
const figure = (page, kind) => page.locator(`#fig-explore-${kind} .mv-explore`);

/** What a figure says: its settings, its numbers and its sentence. */
const told = (root) =>
  root.evaluate((element) => ({
    settings: Object.fromEntries([...element.querySelectorAll("input")].map((input) => [input.labels[0].innerText.split("\n")[0], Number(input.value)])),
    numbers: Object.fromEntries([...element.querySelectorAll("data")].map((data) => [data.previousSibling.textContent.trim(), Number(data.value)])),
    sentence: element.querySelector(".mv-sentence").textContent,
  }));
/** What a figure draws, as text. */
const drawn = (root) => root.locator(".mv-stage").evaluate((stage) => [stage.innerHTML, ...[...stage.querySelectorAll("canvas")].map((canvas) => canvas.toDataURL())]);
const specification = (root) => root.evaluate((element) => JSON.parse(element.querySelector("script[type='application/json']").textContent));
const reset = (root) => root.locator(".mv-reset").evaluate((button) => button.click());
const centre = (handle) => handle.evaluate((g) => { const r = g.querySelector(".knob").getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; });
const near = (a, b) => Math.abs(a - b) <= 1e-9 * (1 + Math.abs(b));

async function touchDrag(page, from, to) {
  const client = await page.context().newCDPSession(page);
  const send = (type, points) => client.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y]) => ({ x, y })) });
  await send("touchStart", [from]);
  for (const t of [0.25, 0.5, 0.75, 1]) await send("touchMove", [from.map((v, i) => v + t * (to[i] - v))]);
  await send("touchEnd", []);
}

async function mouseDrag(page, from, to) {
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move(...from.map((v, i) => (v + to[i]) / 2));
  await page.mouse.move(...to);
  await page.mouse.up();
}

/** The numbers and the points of a fresh figure are those of its still drawing. */
async function agreesWithItsDrawing(root, { readings }, { numbers }) {
  assert.ok(Object.keys(readings).length > 0);
  for (const [name, value] of Object.entries(readings)) assert.ok(near(numbers[name], value), `${name}: ${numbers[name]} is not ${value}`);
  const [still, live] = await root.evaluate((element) => [
    [...element.querySelectorAll(":scope > svg use")].map((use) => ["x", "y"].map((name) => Number(use.getAttribute(name)))),
    [...element.querySelectorAll(".mv-handle:not(.small)")].map((g) => g.getAttribute("transform").match(/-?[\d.]+/g).map(Number)),
  ]);
  for (const [x, y] of live) assert.ok(still.some(([u, v]) => Math.hypot(x - u, y - v) < 0.6), `no mark of the still drawing at ${x}, ${y}`);
}

/** Moves each point by the same keys; returns where that brought it in its drawing, and what the figure then said. */
async function movedByKeys(page, root, before) {
  const moves = [];
  for (const handle of await root.locator(".mv-handle").all()) {
    await handle.focus();
    for (const key of ["ArrowRight", "ArrowRight", "ArrowUp", "Shift+ArrowRight"]) await page.keyboard.press(key);
    const said = await told(root);
    assert.notDeepEqual(said, before);
    const [place, width] = await handle.evaluate((g) => [g.getAttribute("transform").match(/-?[\d.]+/g).map(Number), g.ownerSVGElement.viewBox.baseVal.width]);
    moves.push({ place, width, said });
    await reset(root);
    assert.deepEqual(await told(root), before);
  }
  return moves;
}

/** Drags each point to where the keys brought it, and hears the same. */
async function movesByHand(page, root, drag, moves) {
  for (const [i, handle] of (await root.locator(".mv-handle").all()).entries()) {
    await handle.scrollIntoViewIfNeeded();
    const to = await handle.evaluate((g, { place, width }) => {
      const frame = g.ownerSVGElement.getBoundingClientRect(), scale = frame.width / width;
      return [frame.x + place[0] * scale, frame.y + place[1] * scale];
    }, moves[i]);
    await drag(page, await centre(handle), to);
    assert.deepEqual(await told(root), moves[i].said, `${drag.name}, handle ${i}`);
    await reset(root);
  }
}

/** A slider goes one step by an arrow key; set to that value, or by its button, it says the same. */
async function answersToItsControls(root, { variables }) {
  const inputs = await root.locator("input").all();
  assert.equal(inputs.length, variables.length);
  for (const [i, input] of inputs.entries()) {
    const v = variables[i], back = v.value + v.step > v.max, drawing = await drawn(root);
    await input.press(back ? "ArrowLeft" : "ArrowRight");
    const moved = await told(root), value = Object.values(moved.settings)[i];
    assert.ok(near(value, v.value + (back ? -v.step : v.step)), v.name);
    assert.notDeepEqual(await drawn(root), drawing);
    assert.ok(await input.getAttribute("aria-valuetext"));
    await reset(root);
    await input.evaluate((element, value) => { element.value = value; element.dispatchEvent(new Event("input", { bubbles: true })); }, value);
    assert.deepEqual(await told(root), moved);
    await reset(root);
    if (!v.stepper) continue;
    await root.getByRole("button", { name: back ? "Back" : "Next" }).click();
    assert.deepEqual(await told(root), moved);
    await reset(root);
  }
}

/** A finger's tap on a button, and on a slider's track, changes what the figure says. */
async function answersToTaps(page, root) {
  for (const button of await root.getByRole("button", { name: "Back" }).all()) {
    const before = await told(root);
    await button.tap();
    assert.notDeepEqual(await told(root), before);
  }
  for (const input of await root.locator("input").all()) {
    await input.scrollIntoViewIfNeeded();
    const { x, y, width, height } = await input.boundingBox(), before = await told(root);
    await page.touchscreen.tap(x + 0.12 * width, y + height / 2);
    assert.notDeepEqual(await told(root), before);
  }
}

describe("level lines", () => {
  const sides = [[-2, 2], [-1.5, 1.5]];
  const along = (pieces) => pieces.reduce((sum, [[a, b], [c, d]]) => sum + Math.hypot(c - a, d - b), 0);
  it("of a cone are circles, and all of them", () => {
    for (const radius of [0.5, 1, 1.3]) {
      const pieces = levels(sample((x, y) => Math.hypot(x, y), ...sides), [radius]);
      for (const [x, y] of pieces.flat()) assert.ok(Math.abs(Math.hypot(x, y) - radius) < 2e-3);
      assert.ok(Math.abs(along(pieces) / (2 * Math.PI * radius) - 1) < 2e-3);
    }
  });
  it("of a saddle keep apart at its middle what does not touch", () => {
    for (const value of [-0.01, 0.01]) {
      const pieces = levels(sample((x, y) => (x - 0.01) * (y + 0.013), ...sides, 7), [value]);
      const sides_ = new Set(pieces.map(([[x, y], [u, v]]) => Math.sign((x + u) / 2 - 0.01) * Math.sign((y + v) / 2 + 0.013)));
      assert.deepEqual([...sides_], [Math.sign(value)]);
    }
  });
});

describe("a figure", { concurrency: 2, skip: !browser }, () => {
  it("is there, of every kind, and of no other", () =>
    open(DESK, async (page) => {
      const kinds = await page.$$eval(".mv-explore > script[type='application/json']", (scripts) => scripts.map((script) => JSON.parse(script.textContent).kind));
      assert.deepEqual(kinds.sort(), KINDS);
    }));

  for (const kind of KINDS) {
    it(`${kind} shows what the still drawing shows, and answers keyboard, mouse and finger alike`, async () => {
      const { before, moves } = await open(DESK, async (page) => {
        const root = figure(page, kind), specified = await specification(root), before = await told(root);
        await agreesWithItsDrawing(root, specified, before);
        const moves = await movedByKeys(page, root, before);
        await movesByHand(page, root, mouseDrag, moves);
        await answersToItsControls(root, specified);
        return { before, moves };
      });
      await open(TELEPHONE, async (page) => {
        const root = figure(page, kind);
        assert.deepEqual(await told(root), before);
        await movesByHand(page, root, touchDrag, moves);
        await answersToTaps(page, root);
      });
    });
  }

  it("says what changed, once it is quiet, and writes it in the address; the address gives the same view", async () => {
    const [address, wanted] = await open(DESK, async (page) => {
      const root = figure(page, "contour");
      assert.equal(await root.locator("[role=status]").textContent(), "");
      await root.locator("input").first().press("ArrowRight");
      await page.waitForFunction(() => location.hash.startsWith("#fig-explore-contour:"));
      assert.match(await root.locator("[role=status]").textContent(), /height −?\d.*directional derivative/);
      return [page.url(), await told(root)];
    });
    await open(DESK, async (page) => assert.deepEqual(await told(figure(page, "contour")), wanted), new URL(address).hash);
  });

  for (const fragment of [
    "#fig-explore-secant:a=NaN,b=1", "#fig-explore-secant:a=1e999", "#fig-explore-secant:a=99", "#fig-explore-secant:<script>alert(1)</script>", "#fig-explore-secant:a=1=2",
    "#fig-explore-secant:__proto__=1", "#fig-explore-secant:constructor=1", "#fig-explore-secant:", "#fig-explore-secant:a=0x1", "#fig-explore-secant:a=%00%E0%A4%A", "#fig-explore-secant:a=" + "9".repeat(5000),
  ]) {
    it(`starts from its own settings, and says so, at ${fragment.slice(0, 60)}`, () =>
      open(DESK, async (page) => {
        const root = figure(page, "secant"), { readings, variables } = await specification(root), { settings, numbers } = await told(root);
        assert.deepEqual(Object.values(settings), variables.map((v) => v.value));
        assert.ok(near(numbers["secant slope"], readings["secant slope"]));
        assert.match(await root.locator("[role=status]").innerText(), /settings that this figure does not have/);
      }, fragment));
  }

  it("leaves other addresses alone", () =>
    open(DESK, async (page) => assert.equal(await figure(page, "secant").locator("[role=status]").innerText(), ""), "#fig-explore-secant"));

  it("keeps the page's scrolling: only the points take the finger", () =>
    open(TELEPHONE, async (page) => {
      const root = figure(page, "contour");
      const actions = await root.evaluate((element) => [".mv-live", ".mv-stage", ".mv-handle .reach"].map((part) => getComputedStyle(element.querySelector(part)).touchAction));
      assert.deepEqual(actions, ["auto", "auto", "none"]);
      const sizes = await page.$$eval(".mv-handle .reach", (all) => all.map((circle) => circle.getBoundingClientRect().width));
      assert.ok(Math.min(...sizes) >= 24, `a handle is ${Math.min(...sizes)} px`);
      await root.locator(".mv-stage").scrollIntoViewIfNeeded();
      const { x, y, height } = await root.locator(".mv-stage").boundingBox(), start = await page.evaluate(() => scrollY);
      await touchDrag(page, [x + 60, y + height - 30], [x + 60, y + height - 230]);
      await page.waitForFunction((start) => scrollY > start + 50, start);
    }));

  it("has no fault that axe sees, while it is touched, in both modes and at both widths", async () => {
    for (const colorScheme of ["light", "dark"]) {
      for (const options of [DESK, TELEPHONE]) {
        await open({ ...options, colorScheme }, async (page) => {
          await figure(page, "secant").locator("input").first().press("ArrowRight");
          await page.waitForFunction(() => location.hash);
          await page.evaluate(() => { location.hash = "#fig-explore-contour:x=oops"; });
          await page.waitForFunction(() => document.querySelector(".mv-fault"));
          assert.deepEqual(await check.accessibility(page), []);
          assert.deepEqual(await check.sidewaysScroll(page), []);
          if (options === TELEPHONE) assert.deepEqual(await check.smallFigureText(page), []);
        });
      }
    }
  });

  it("changes its canvas with the page's colours", () =>
    open({ ...DESK, colorScheme: "light" }, async (page) => {
      const shade = () => figure(page, "surface").locator("canvas").evaluate((canvas) => canvas.toDataURL());
      const light = await shade();
      await page.locator('button[data-mode="dark"]').press("Enter");
      assert.notEqual(await shade(), light);
    }));

  it("is on paper the still drawing, without controls", () =>
    open(DESK, async (page) => {
      await page.emulateMedia({ media: "print" });
      for (const root of await page.locator(".mv-explore").all()) {
        assert.ok(await root.locator("> svg.mv-figure").isVisible());
        assert.ok(!(await root.locator(".mv-stage").isVisible()));
        assert.ok(!(await root.locator(".mv-panel").isVisible()));
      }
    }));

  it("is without JavaScript the still drawing, and a sentence on what is missed", () =>
    open({ ...DESK, javaScriptEnabled: false }, async (page) => {
      for (const root of await page.locator(".mv-explore").all()) {
        assert.ok(await root.locator("> svg.mv-figure").isVisible());
        assert.ok(!(await root.locator(".mv-panel").isVisible()));
        assert.match(await root.locator(".mv-missed").innerText(), /^With JavaScript you can/);
      }
    }));

  it("works from a file", () =>
    open(DESK, async (page) => {
      const root = figure(page, "secant"), before = await told(root);
      await root.locator("input").first().press("ArrowRight");
      assert.notDeepEqual(await told(root), before);
    }, "", pathToFileURL(join(site, PAGE)).href));

  it("costs the pages without one nothing, and the others no more than the budget", async () => {
    assert.doesNotMatch(await readFile(join(site, "notation.html"), "utf8"), /widgets\./);
    const bundle = await readFile(join(site, "_static", "widgets.js"), "utf8"), page = await readFile(join(site, PAGE), "utf8");
    const printed = page.match(/<script>\(self\.mvcalc.*?<\/script>/g);
    assert.equal(printed.length, KINDS.length);
    const size = gzipSync(bundle + printed.join("")).length / 1000;
    assert.ok(size <= BUDGET_KB, `the figures' JavaScript is ${size} KB`);
    assert.doesNotMatch(bundle + printed.join(""), /\beval\b|new Function|innerHTML/);
  });
});
