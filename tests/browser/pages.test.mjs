// Every page of the built book, on a desk and on a telephone, in light and in dark.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import * as check from "./checks.mjs";
import { builtSite, filesIn, openBrowser, pagesOf, prepare, serve } from "./site.mjs";

const DESK = { width: 1280, height: 900 };
const TELEPHONE = { width: 390, height: 844 };
const STANDALONE = ["404.html"]; // has no furniture, so nothing of it to try

const { site, browser } = await prepare(async () => ({ site: builtSite(), browser: await openBrowser() }));
const pages = browser ? await pagesOf(site) : [];
const server = await serve(filesIn(site));
// Over a network a font comes after the text that wears it; were it always instant, no text would ever be seen to move.
const slowServer = await serve(filesIn(site), 300);
after(() => Promise.all([browser?.close(), server.close(), slowServer.close()]));

/** Fails with one line for each fault: page, mode, fault. */
function none(where, faults) {
  if (faults.length === 0) return;
  const error = new Error([...new Set(faults)].map((fault) => `\n${where}: ${fault}`).join(""));
  error.stack = error.message; // where in this file it was thrown helps nobody
  throw error;
}

/** Everything that is asked of a page in both colours at one width; what comes last changes it. */
async function look(page, record, viewport, standalone) {
  const desk = viewport === DESK;
  const faults = [...(await check.layoutShift(page)), ...(desk ? await check.tooHeavy(page, record) : []), ...(await check.sidewaysScroll(page))];
  await check.unfold(page);
  faults.push(
    ...(await check.sidewaysScroll(page)),
    ...(desk ? [] : await check.smallFigureText(page)),
    ...(await check.accessibility(page)),
  );
  await check.darken(page);
  faults.push(...(await check.accessibility(page)).map((fault) => `in the dark, ${fault}`), ...(await check.print(page)));
  if (!standalone) faults.push(...(desk ? await check.skipLink(page) : await check.sidebar(page)));
  return [...faults, ...record.faults];
}

describe("a page", { concurrency: 2, skip: !browser }, async () => {
  for (const path of pages) {
    const address = `${server.origin}/${path}`;
    for (const viewport of [DESK, TELEPHONE]) {
      const where = `${path}, ${viewport.width} px`;
      it(where, () =>
        check.visit(browser, `${slowServer.origin}/${path}`, { colorScheme: "light", viewport }, async (page, record) => none(where, await look(page, record, viewport, STANDALONE.includes(path)))));
    }
    it(`${path}, without JavaScript`, () =>
      check.visit(browser, address, { javaScriptEnabled: false, viewport: DESK }, async (page, record) =>
        none(`${path}, without JavaScript`, [...(await check.unreadableWithoutScripts(page)), ...record.faults])));
    it(`${path}, from a file`, () =>
      check.visit(browser, pathToFileURL(join(site, path)).href, { viewport: DESK }, async (page, record) => none(`${path}, from a file`, await check.brokenFromFile(page, record))));
  }
});

describe("the book", { concurrency: 2, skip: !browser }, () => {
  for (const [word, title] of [["secant", "Rise over run"], ["glossary", "Glossary"]]) {
    it(`finds “${word}” from its first page`, () =>
      check.visit(browser, `${server.origin}/index.html`, { viewport: DESK }, async (page) => none("search", await check.search(page, word, title))));
  }
  it("finds a word given in the address", () =>
    check.visit(browser, `${server.origin}/search.html?q=secant`, { viewport: DESK }, (page) =>
      page.locator("#search-results a", { hasText: "Rise over run" }).first().waitFor({ timeout: 3000 })));
  for (const path of ["index.html", "1-what-is-calculus/04-the-derivative.html"]) {
    it(`keeps the colours that a reader chose, on ${path}`, () =>
      check.visit(browser, `${server.origin}/${path}`, { viewport: DESK }, async (page) => none(path, await check.colourModes(page))));
  }
  it("has a 404 page that needs nothing else, however deep the address", () =>
    check.visit(browser, `${server.origin}/no/such/page.html`, { viewport: DESK }, async (page, record) => {
      assert.equal(record.responses[0].status(), 404);
      assert.deepEqual(record.responses.slice(1).map((response) => response.url()), []);
      assert.ok(await page.locator("h1").isVisible());
    }));
});
