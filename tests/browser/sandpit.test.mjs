// The sandpit in Chromium: its functions against NumPy and 40 digits, its games against Python's, and every way to play it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import * as check from "./checks.mjs";
import { builtSite, filesIn, openBrowser, prepare, serve } from "./site.mjs";

const PAGE = "2-multivariate-calculus/05-the-sandpit.html";
const DESK = { viewport: { width: 1280, height: 900 } };
const TELEPHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

// What Python says: 1 000 places for every surface, each with coefficients of a pit, and games of 20 pits a level with paths of both methods.
const ORACLE = `
import json, random
import mpmath, numpy as np, sympy as sp
from mvcalc import sandpit as s

flat = lambda out: [out[0], *out[1], *out[2][0], *out[2][1]]
functions = {}
for name, surface in s.SURFACES.items():
    dice = random.Random(name)
    pits = [s.pit(level.number, 1 + i) for level in s.LEVELS if level.surface == name for i in range(20)]
    points = [[dice.uniform(0, s.SIDE), dice.uniform(0, s.SIDE), *dice.choice(pits).coefficients] for _ in range(1000)]
    by_numpy = sp.lambdify(surface.variables, surface.outputs, "numpy")
    by_digits = sp.lambdify(surface.variables, surface.outputs, "mpmath")
    columns = [np.broadcast_to(v, 1000).tolist() for v in flat(by_numpy(*np.array(points).T))]
    with mpmath.workdps(40):
        exact = [[mpmath.nstr(v, 20) for v in flat(by_digits(*map(mpmath.mpf, point)))] for point in points]
    functions[name] = {"level": next(v.number for v in s.LEVELS if v.surface == name), "points": points, "numpy": list(zip(*columns)), "exact": exact}

told = lambda r: [r.x, r.y, r.height, *(r.gradient if r.gradient is not None else []), *(r.hessian[[0, 0, 1], [0, 1, 1]] if r.hessian is not None else [])]
games = []
for level in s.LEVELS:
    for seed in range(1, 21):
        pit, dice = s.pit(level.number, seed), random.Random(1000 * level.number + seed)
        game, places = s.Game(pit), []
        ends = [*pit.minima[1:], *([pit.treasure] if seed % 2 else [])]
        while game.outcome == "open" and len(places) < 5 + len(ends) + (99 if seed % 10 == 0 else 0):
            place = ends[len(places) - 5] if 5 <= len(places) < 5 + len(ends) else (dice.uniform(0, s.SIDE), dice.uniform(0, s.SIDE))
            places.append([round(v, 5) for v in place])
            game.probe(*places[-1])
        walks = [s.play(level.number, seed, strategy, tells="hessian") for strategy in (s.gradient_steps, s.newton_steps)]
        games.append({
            "level": level.number, "seed": seed, "places": places, "log": [told(r) for r in game.log], "verdicts": [r.verdict for r in game.log],
            "outcome": game.outcome, "par": pit.par, "probes": level.probes, "treasure": pit.treasure, "minima": pit.minima,
            "walks": [{"path": walk.path.tolist(), "outcome": walk.outcome, "stuck": any(r.verdict == "stuck" for r in walk.log)} for walk in walks],
        })
print(json.dumps({"functions": functions, "games": games}))
`;

const { site, browser, oracle } = await prepare(async () => ({
  site: builtSite(),
  browser: await openBrowser(),
  oracle: JSON.parse(execFileSync(process.env.PYTHON ?? "python", ["-c", ORACLE], { maxBuffer: 1e8 })),
}));
const server = await serve(filesIn(site ?? "."));
after(() => Promise.all([browser?.close(), server.close()]));

const open = (options, look, fragment = "", address = `${server.origin}/${PAGE}`) =>
  check.visit(browser, address + fragment, options, async (page, record) => {
    await page.locator("[data-kind=sandpit][data-pit]").or(page.locator("[data-kind=sandpit]:not(.mv-on)")).waitFor(); // the pits have arrived, or are not asked for
    const result = await look(page, page.locator("[data-kind=sandpit]"), record);
    assert.deepEqual(record.faults.filter((fault) => address.startsWith("http") || !/Access to font|woff2/.test(fault)), []);
    return result;
  });
const said = (root) => root.locator(".mv-said").textContent();
const button = (root, name) => root.getByRole("button", { name, exact: true });
const game = (level, seed) => oracle.games.find((each) => each.level === level && each.seed === seed);

async function probe(root, x, y) {
  await root.getByLabel("x (m)").fill(String(x));
  await root.getByLabel("y (m)").fill(String(y));
  await button(root, "Probe").click();
}
/** The numbers of the log, the stake first. */
const logged = (root) => root.evaluate((element) => [...element.querySelectorAll(".mv-log tbody tr")].reverse().map((row) => [...row.querySelectorAll("data")].map((data) => Number(data.value))));
/** Where on the screen a place of the pit is. */
const onScreen = (root, x, y) =>
  root.locator(".mv-live .sand").evaluate((sand, [x, y]) => { const { left, top, width, height } = sand.getBoundingClientRect(); return [left + (x / 10) * width, top + height - (y / 10) * height]; }, [x, y]);
const aimed = (root) => Promise.all(["x (m)", "y (m)"].map(async (label) => Number(await root.getByLabel(label).inputValue())));
const close = (a, b, by) => Math.abs(a - b) <= by * (1 + Math.abs(b));

describe("the sandpit", { concurrency: 2, skip: !browser }, () => {
  it("computes what NumPy and 40 digits compute, at 1 000 places of every surface", () =>
    open(DESK, async (page, root) => {
      for (const [name, { level, points, numpy, exact }] of Object.entries(oracle.functions)) {
        await root.locator("select").selectOption(String(level));
        await page.waitForFunction((key) => self.mvcalc[key], `sandpit-${level}`);
        const values = await page.evaluate(([key, points]) => points.map((point) => self.mvcalc[key].look(...point).flat(2)), [`sandpit-${level}`, points]);
        assert.equal(values.length, 1000);
        values.forEach((row, i) => row.forEach((value, j) => {
          for (const wanted of [numpy[i][j], Number(exact[i][j])]) assert.ok(close(value, wanted, 1e-13), `${name}, place ${i}, output ${j}: ${value} is not ${wanted}`);
        }));
      }
    }));

  for (let level = 1; level <= 7; level++) {
    it(`is the same game as Python's, on 20 pits of level ${level}`, () =>
      open(DESK, async (page, root) => {
        for (const wanted of oracle.games.filter((each) => each.level === level)) {
          const found = await root.evaluate(async (element, { level, seed, places, probes }) => {
            const select = element.querySelector("select"), [pit, x, y] = element.querySelectorAll("input"), verdicts = [];
            const set = (input, value) => { input.value = value; input.dispatchEvent(new Event("change")); };
            set(select, level);
            set(pit, seed);
            while (element.dataset.pit !== `${level}-${seed}`) await new Promise((later) => setTimeout(later, 5));
            const goal = element.querySelector(".mv-goal").textContent;
            for (const place of places) {
              [x.value, y.value] = place;
              element.querySelector(".mv-aim").requestSubmit();
              verdicts.push(element.querySelector(".mv-said").textContent);
            }
            const give = [...element.querySelectorAll("button")].find((each) => each.textContent === "Give up");
            give.click();
            return {
              goal, verdicts, probes,
              results: [...element.querySelectorAll(".mv-compared tbody td")].map((cell) => cell.textContent),
              trails: [...element.querySelectorAll(".trail")].map((trail) => trail.getAttribute("d").match(/-?[\d.]+/g).map(Number)),
              hollows: element.querySelectorAll(".elsewhere").length,
            };
          }, wanted);
          const where = `level ${level}, pit ${wanted.seed}`, log = await logged(root);
          assert.equal(log.length, wanted.log.length, where);
          log.forEach((row, i) => {
            assert.equal(row.length, wanted.log[i].length);
            row.forEach((value, j) => assert.ok(close(value, wanted.log[i][j], j < 2 ? 0 : 1e-13), `${where}, probe ${i}: ${value} is not ${wanted.log[i][j]}`));
          });
          wanted.verdicts.slice(1).forEach((verdict, i) => assert.match(found.verdicts[i], { "": /left\.$/, stuck: /but not of the lowest.*left\.$/, won: /^Treasure!/, lost: /^That was the last probe/ }[verdict], `${where}, probe ${i + 1}`));
          assert.ok(wanted.verdicts.every((verdict, i) => verdict === "stuck" || !i || !/hollow/.test(found.verdicts[i - 1])));
          assert.match(found.goal, new RegExp(`You have ${wanted.probes}; par is ${wanted.par}\\.`));
          assert.equal(found.hollows, wanted.minima.length - 1);
          wanted.walks.forEach(({ path, outcome, stuck }, i) => {
            const result = outcome === "won" ? `found with ${path.length - 1} probe` : stuck ? "trapped in another hollow" : outcome === "lost" ? `not found with ${path.length - 1} probes` : "stood still elsewhere";
            assert.ok(found.results[1 + i].startsWith(result), `${where}: ${found.results[1 + i]}, not ${result}`);
            const places = path.flatMap(([x, y]) => [24 + 27 * x, 276 - 27 * y]);
            assert.equal(found.trails[i].length, places.length, where);
            found.trails[i].forEach((v, j) => assert.ok(Math.abs(v - places[j]) < 0.02, `${where}, path ${i}`));
          });
        }
      }));
  }

  it("is won by keyboard alone", () =>
    open(DESK, async (page, root) => {
      for (let i = 0; i < 200 && !(await page.evaluate(() => document.activeElement.matches(".spade"))); i++) await page.keyboard.press("Tab");
      const { treasure } = game(1, 3), target = treasure.map((v) => Math.round(100 * v) / 100);
      for (const [i, [less, more]] of [["ArrowLeft", "ArrowRight"], ["ArrowDown", "ArrowUp"]].entries()) {
        for (let at = (await aimed(root))[i]; Math.abs(at - target[i]) > 0.004; at = (await aimed(root))[i]) {
          const far = target[i] - at, key = far > 0 ? more : less;
          await page.keyboard.press(Math.abs(far) > 0.096 ? key : `Shift+${key}`);
        }
      }
      assert.match(await page.evaluate(() => document.activeElement.getAttribute("aria-valuetext")), /^x \d+\.\d\d, y \d+\.\d\d$/);
      await page.keyboard.press("Enter");
      assert.match(await said(root), /^Treasure! Found with 1 probe: below par\.$/);
      assert.match(await root.locator(".mv-log tbody tr").first().innerText(), /^1, treasure/);
    }, "#level=1&seed=3"));

  it("is lost when the probes are used up, and shows what was hidden", () =>
    open(DESK, async (page, root) => {
      const { probes, treasure: [x, y] } = game(1, 3);
      assert.equal(await root.locator(".mv-live .treasure").count(), 0);
      for (let i = 0; i < probes; i++) await probe(root, x < 5 ? 9 : 1, y < 5 ? 9 : 1);
      assert.match(await said(root), /^That was the last probe\. The treasure is at x \d+\.\d\d, y \d+\.\d\d\.$/);
      assert.equal(await root.locator(".mv-live .treasure").count(), 1);
      assert.ok((await root.locator(".mv-live .mark.function").getAttribute("d")).length > 1000);
      assert.match(await root.locator(".mv-compared").innerText(), /you\s+not found with 12 probes\s+gradient descent\s+\S.*\s+Newton’s method\s+found with/);
      await root.getByLabel("x (m)").press("Enter");
      assert.match(await said(root), /This game is over/);
      assert.equal((await logged(root)).length, probes + 1);
      await button(root, "Start again").click();
      assert.equal((await logged(root)).length, 1);
      assert.equal(await root.locator(".mv-live .treasure").count(), 0);
    }, "#level=1&seed=3"));

  it("says so in another hollow, and goes on", () =>
    open(DESK, async (page, root) => {
      const { minima } = game(4, 4);
      await probe(root, ...minima[1].map((v) => v.toFixed(2)));
      assert.match(await said(root), /bottom of a hollow, but not of the lowest\. 29 probes left/);
      await probe(root, ...minima[0].map((v) => v.toFixed(2)));
      assert.match(await said(root), /^Treasure!/);
    }, "#level=4&seed=4"));

  it("is probed by a click and by a finger where they are, and a drag only aims", async () => {
    const look = (tap, drag) => async (page, root) => {
      await root.locator(".mv-stage").scrollIntoViewIfNeeded();
      await tap(page, await onScreen(root, 3.2, 6.4));
      const [, [x, y]] = await logged(root);
      assert.ok(Math.hypot(x - 3.2, y - 6.4) < 0.06, `probed ${x}, ${y}`);
      assert.deepEqual(await aimed(root), [x, y]);
      const knob = await onScreen(root, x, y), to = await onScreen(root, 7.1, 2.5);
      await drag(page, knob, to);
      assert.equal((await logged(root)).length, 2);
      const aim = await aimed(root);
      assert.ok(Math.hypot(aim[0] - 7.1, aim[1] - 2.5) < 0.1, `aimed at ${aim}`);
      await tap(page, await onScreen(root, ...aim));
      assert.deepEqual((await logged(root))[2].slice(0, 2), aim);
      const beside = [aim[0] - 0.3, aim[1] + 0.2]; // within what takes hold of the spade
      await tap(page, await onScreen(root, ...beside));
      const [u, v] = (await logged(root))[3];
      assert.ok(Math.hypot(u - beside[0], v - beside[1]) < 0.06, `probed ${u}, ${v} beside the spade`);
    };
    await open(DESK, look((page, at) => page.mouse.click(...at), async (page, from, to) => { await page.mouse.move(...from); await page.mouse.down(); await page.mouse.move(...to, { steps: 4 }); await page.mouse.up(); }));
    await open(TELEPHONE, look((page, at) => page.touchscreen.tap(...at), async (page, from, to) => {
      const client = await page.context().newCDPSession(page), send = (type, points) => client.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y]) => ({ x, y })) });
      await send("touchStart", [from]);
      for (const t of [0.3, 0.6, 1]) await send("touchMove", [from.map((v, i) => v + t * (to[i] - v))]);
      await send("touchEnd", []);
    }));
  });

  it("keeps the page's scrolling: only the spade takes the finger", () =>
    open(TELEPHONE, async (page, root) => {
      assert.deepEqual(await root.evaluate((element) => [".mv-live", ".mv-stage", ".spade .reach"].map((part) => getComputedStyle(element.querySelector(part)).touchAction)), ["auto", "auto", "none"]);
    }));

  for (const [x, y, wrong] of [["NaN", "3", "x"], ["1e999", "3", "x"], ["3", "<script>alert(1)</script>", "y"], ["-1", "3", "x"], ["3", "10.01", "y"], ["", "3", "x"], ["3", "1 2", "y"], ["0x5", "3", "x"], ["3", "9".repeat(5000), "y"], ["Infinity", "3", "x"], ["1,2,3", "3", "x"]]) {
    it(`refuses the place ${x.slice(0, 20)}, ${y.slice(0, 20)}, and says so`, () =>
      open(DESK, async (page, root) => {
        await probe(root, x, y);
        assert.match(await said(root), new RegExp(`is no ${wrong}: type a number from 0 to 10`));
        assert.ok((await said(root)).length < 100);
        assert.ok(await root.locator(".mv-said.mv-fault").isVisible());
        assert.equal(await root.getByLabel(`${wrong} (m)`).getAttribute("aria-invalid"), "true");
        assert.equal((await logged(root)).length, 1);
        await probe(root, "3,25", " .5 ");
        assert.deepEqual((await logged(root))[1].slice(0, 2), [3.25, 0.5]);
        assert.equal(await root.locator("[aria-invalid=true]").count(), 0);
      }));
  }

  for (const fragment of ["#level=NaN&seed=1", "#level=1e999&seed=1", "#level=<script>alert(1)</script>", "#level=8&seed=1", "#level=3&seed=101", "#level=0&seed=0", "#level=3", "#seed=17&level=3", "#level=3&seed=17&level=4", "#level=%33&seed=1", "#level=3&seed=-1", "#level=" + "3".repeat(5000)]) {
    it(`starts with its own pit, and says so, at ${fragment.slice(0, 50)}`, () =>
      open(DESK, async (page, root) => {
        assert.match(await said(root), /^The address asks for a pit that there is not/);
        const own = await root.evaluate((element) => JSON.parse(element.querySelector("script[type='application/json']").textContent));
        assert.deepEqual([await root.locator("select").inputValue(), await root.locator(".mv-choose input").inputValue()], [own.level, own.seed].map(String));
        assert.equal((await logged(root)).length, 1);
      }, fragment));
  }

  it("plays the pit that an address names, writes the address of the pit that is chosen, and leaves other addresses alone", async () => {
    await open(DESK, async (page, root) => {
      assert.deepEqual([await root.locator("select").inputValue(), await root.locator(".mv-choose input").inputValue()], ["3", "17"]);
      assert.deepEqual((await logged(root))[0].slice(0, 3).map((v) => v.toFixed(9)), game(3, 17).log[0].slice(0, 3).map((v) => v.toFixed(9)));
      await root.locator("select").selectOption("5");
      await page.locator("[data-pit='5-17']").waitFor();
      assert.equal(new URL(page.url()).hash, "#level=5&seed=17");
      await root.locator(".mv-choose input").fill("8");
      await root.locator(".mv-choose input").press("Tab");
      assert.equal(new URL(page.url()).hash, "#level=5&seed=8");
      await button(root, "Another pit").click();
      assert.match(new URL(page.url()).hash, /^#level=5&seed=(?!8$)\d+$/);
      await page.evaluate(() => { location.hash = "#level=2&seed=9"; });
      await page.locator("[data-pit='2-9']").waitFor();
      await root.locator(".mv-choose input").fill("<b>");
      await root.locator(".mv-choose input").press("Tab");
      assert.match(await said(root), /^“<b>” is no pit: type a whole number from 1 to 100/);
    }, "#level=3&seed=17");
    await open(DESK, async (page, root) => {
      assert.match(await said(root), /^The stake is at/);
      await probe(root, 3, 3);
      await page.evaluate(() => { location.hash = "#the-sandpit"; });
      await page.waitForTimeout(100);
      assert.equal((await logged(root)).length, 2);
    }, "#the-sandpit");
  });

  it("says so when the pits of a level do not arrive, and plays on when they do", () =>
    open(DESK, async (page, root) => {
      await page.route(/sandpit-6\.js/, (route) => route.fulfill({ status: 200, contentType: "text/javascript", body: "" }), { times: 1 });
      await root.locator("select").selectOption("6");
      await root.locator(".mv-fault").waitFor();
      assert.match(await said(root), /^The pits of level 6 did not arrive/);
      await root.locator(".mv-choose input").fill("4");
      await root.locator(".mv-choose input").press("Tab");
      await page.locator("[data-pit='6-4']").waitFor();
      assert.match(await said(root), /^The stake is at/);
    }));

  it("has the same pit for all who play today’s, and another tomorrow", async () => {
    const pits = [];
    for (const time of ["2026-03-01T00:10:00", "2026-03-01T23:50:00", "2026-03-02T00:10:00"]) {
      await open(DESK, async (page, root) => {
        await page.clock.setFixedTime(new Date(time));
        await button(root, "Today’s pit").click();
        await page.waitForFunction(() => location.hash);
        pits.push(new URL(page.url()).hash);
        assert.match(pits.at(-1), /^#level=[1-7]&seed=\d{1,3}$/);
        assert.match(await said(root), /^The stake is at/);
      });
    }
    assert.equal(pits[0], pits[1]);
    assert.notEqual(pits[0], pits[2]);
  });

  it("keeps the best result in this browser alone, shows it, forgets it, and survives what others left there", () =>
    open(DESK, async (page, root, record) => {
      const [x, y] = game(1, 3).treasure.map((v) => v.toFixed(2)), before = record.responses.length;
      await probe(root, x < 5 ? 9 : 1, 5);
      await probe(root, x, y);
      assert.match(await root.locator(".mv-goal").innerText(), /Your best here: 2\./);
      await button(root, "Start again").click();
      for (const place of [[1, 1], [9, 9]]) await probe(root, ...place);
      await probe(root, x, y);
      assert.match(await root.locator(".mv-goal").innerText(), /Your best here: 2\./);
      assert.deepEqual(await page.evaluate(() => JSON.parse(localStorage.getItem("mvcalc-sandpit"))), { "1-3": 2 });
      await page.reload();
      await page.locator("[data-pit]").waitFor();
      assert.match(await root.locator(".mv-goal").innerText(), /Your best here: 2\./);
      await button(root, "Forget my results").click();
      assert.equal(await page.evaluate(() => localStorage.getItem("mvcalc-sandpit")), null);
      assert.doesNotMatch(await root.locator(".mv-goal").innerText(), /best/);
      for (const left of ["{", "null", "7", '{"1-3": "<img src=x>"}', '{"1-3": -2}', "[]"]) {
        await page.evaluate((left) => localStorage.setItem("mvcalc-sandpit", left), left);
        await page.reload();
      await page.locator("[data-pit]").waitFor();
        assert.match(await said(root), /^The stake is at/);
        assert.doesNotMatch(await root.locator(".mv-goal").innerText(), /best/);
      }
      assert.ok(record.responses.slice(before).every((response) => response.request().method() === "GET" && !response.request().postData()));
    }, "#level=1&seed=3"));

  it("has no fault that axe sees while it is played, moves nothing and is not too wide, in both modes and at both widths", async () => {
    for (const colorScheme of ["light", "dark"]) {
      for (const options of [DESK, TELEPHONE]) {
        await open({ ...options, colorScheme }, async (page, root) => {
          assert.deepEqual(await check.layoutShift(page), []);
          for (const place of [[3, 3], [6, 6], ["oops", 1]]) await probe(root, ...place);
          const faults = [...(await check.accessibility(page)), ...(await check.sidewaysScroll(page))];
          await button(root, "Give up").click();
          faults.push(...(await check.accessibility(page)), ...(await check.sidewaysScroll(page)));
          if (options === TELEPHONE) faults.push(...(await check.smallFigureText(page)));
          assert.deepEqual(faults, []);
          assert.equal(await root.getByRole("table").count(), 2);
          assert.ok(await root.locator(".mv-log").evaluate((log) => [...log.querySelectorAll("th")].every((cell) => cell.scope) && log.querySelector("caption")));
        }, "#level=7&seed=9");
      }
    }
  });

  it("is on paper and without JavaScript the still drawing, with a sentence on what is missed", async () => {
    await open(DESK, async (page, root) => {
      await page.emulateMedia({ media: "print" });
      assert.ok(await root.locator("> svg.mv-figure").isVisible());
      for (const part of [".mv-stage", ".mv-side", ".mv-log", ".mv-choose"]) assert.ok(!(await root.locator(part).isVisible()), part);
    });
    await open({ ...DESK, javaScriptEnabled: false }, async (page, root) => {
      assert.ok(await root.locator("> svg.mv-figure").isVisible());
      assert.ok(!(await root.locator(".mv-panel").isVisible()));
      assert.match(await root.locator(".mv-missed").innerText(), /^With JavaScript you can play/);
    });
  });

  it("works from a file", () =>
    open(DESK, async (page, root) => {
      await probe(root, 3, 3);
      assert.equal((await logged(root)).length, 2);
    }, "", pathToFileURL(join(site, PAGE)).href));

  it("costs other pages nothing, and its own no more than the limit", async () => {
    assert.doesNotMatch(await readFile(join(site, "notation.html"), "utf8"), /widgets\.js/);
    for (let level = 1; level <= 7; level++) assert.doesNotMatch(await readFile(join(site, "_static", `sandpit-${level}.js`), "utf8"), /\beval\b|new Function|</);
    await open(DESK, async (page, root, record) => assert.deepEqual(await check.tooHeavy(page, record), []));
  });
});
