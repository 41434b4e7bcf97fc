// The formula sheet, printed: two sides of A4, and nothing on them cut off.

import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { builtSite, filesIn, openBrowser, prepare, serve } from "./site.mjs";

const { site, browser } = await prepare(async () => ({ site: builtSite(), browser: await openBrowser() }));
const server = await serve(filesIn(site));
after(() => Promise.all([browser?.close(), server.close()]));

const sides = (pdf) => (pdf.toString("latin1").match(/\/Type\s*\/Page[^s]/g) ?? []).length;
/** Displayed equations that are wider than the column they stand in. */
const clipped = (page) => page.evaluate(() => [...document.querySelectorAll(".mv-sheet .mv-display")].filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => box.textContent.trim().slice(0, 40)));

describe("the formula sheet", { skip: !browser }, () => {
  it("has two sides, with at least a result from every chapter, none cut off", async () => {
    const page = await browser.newPage({ viewport: { width: 726, height: 1055 } }); // A4 less its margins
    await page.goto(`${server.origin}/reference/formula-sheet.html`);
    assert.equal(sides(await page.pdf({ preferCSSPageSize: true })), 2);
    await page.emulateMedia({ media: "print" });
    assert.deepEqual(await clipped(page), []);
    const results = await page.evaluate(() => [...document.querySelectorAll(".mv-sheet section")].map((s) => s.querySelectorAll(".mv-key").length));
    assert.ok(results.length >= 5 && results.every((count) => count > 0), String(results));
    await page.close();
  });

  it("would be seen to be longer, or cut off", async () => {
    const page = await browser.newPage({ viewport: { width: 726, height: 1055 } });
    await page.goto(`${server.origin}/reference/formula-sheet.html`);
    await page.evaluate(() => document.querySelector(".mv-sheet").append(...[...document.querySelectorAll(".mv-sheet section")].map((s) => s.cloneNode(true))));
    assert.ok(sides(await page.pdf({ preferCSSPageSize: true })) > 2);
    await page.emulateMedia({ media: "print" });
    await page.addStyleTag({ content: ".mv-sheet { columns: 9 !important; }" });
    assert.notDeepEqual(await clipped(page), []);
    await page.close();
  });
});
