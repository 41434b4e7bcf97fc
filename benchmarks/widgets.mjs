// What the figures that can be touched cost: kilobytes, milliseconds until they are live, and milliseconds a move, medians in Chromium.
//
// Of the points and sliders of a figure the slowest is given.
//
// Run with `node benchmarks/widgets.mjs` after `make book`. A move is one arrow key on a point or a slider, with the layout that it asks for;
// the browser's painting comes after it and is not counted.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { builtSite, filesIn, openBrowser, serve } from "../tests/browser/site.mjs";

const LOADS = 5, MOVES = 60;
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const site = builtSite(), server = await serve(filesIn(site)), browser = await openBrowser();
const became = {}, moves = {};
for (let load = 0; load < LOADS; load++) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(`${server.origin}/reference/figures.html`, { waitUntil: "load" });
  const kinds = await page.evaluate(() => Object.fromEntries([...document.querySelectorAll(".mv-explore")].map((root) => [root.id, JSON.parse(root.querySelector("script[type='application/json']").textContent).kind])));
  for (const [name, duration] of await page.evaluate(() => performance.getEntriesByType("measure").map((m) => [m.name, m.duration]))) (became[kinds[name.slice(5)]] ??= []).push(duration);
  if (load === 0) {
    for (const [id, kind] of Object.entries(kinds)) {
      moves[kind] = await page.evaluate(async ([id, count]) => {
        const root = document.getElementById(id), slowest = [];
        for (const target of root.querySelectorAll(".mv-handle, input")) {
          const times = [];
          for (let i = 0; i < count; i++) {
            const key = i % 16 < 8 ? "ArrowLeft" : "ArrowRight", start = performance.now();
            target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
            root.getBoundingClientRect();
            times.push(performance.now() - start);
            if (i % 8 === 0) await new Promise(requestAnimationFrame);
          }
          slowest.push(times.sort((a, b) => a - b)[count / 2]);
        }
        return Math.max(...slowest);
      }, [id, MOVES]);
    }
  }
  await page.close();
}
await browser.close();
server.close();

const size = (text) => (gzipSync(text).length / 1000).toFixed(1);
const bundle = await readFile(join(site, "_static", "widgets.js")), html = await readFile(join(site, "reference", "figures.html"), "utf8");
console.log(`widgets.js ${size(bundle)} KB gz; functions of all kinds ${size(html.match(/<script>\(self\.mvcalc.*?<\/script>/g).join(""))} KB gz`);
console.log("figure    live (ms)  move (ms)");
for (const kind of Object.keys(moves).sort()) console.log(`${kind.padEnd(10)}${median(became[kind]).toFixed(1).padStart(8)}${moves[kind].toFixed(2).padStart(11)}`);
console.log(`all       ${Object.values(became).reduce((sum, times) => sum + median(times), 0).toFixed(1).padStart(8)}`);
