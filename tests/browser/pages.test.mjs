// Every page of the built book, on a desk and on a telephone, in light and in dark.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
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
async function look(page, record, path) {
  const desk = page.viewportSize().width === DESK.width;
  const faults = [...(await check.layoutShift(page)), ...(desk ? await check.tooHeavy(page, record) : []), ...(await check.sidewaysScroll(page))];
  await check.unfold(page);
  faults.push(
    ...(await check.sidewaysScroll(page)),
    ...(desk ? [] : await check.smallFigureText(page)),
    ...(await check.accessibility(page)),
  );
  await check.darken(page); // what changes is colours, and nothing else
  faults.push(...(await check.accessibility(page, { colours: true })).map((fault) => `in the dark, ${fault}`), ...(await check.print(page)));
  if (!STANDALONE.includes(path)) faults.push(...(desk ? await check.skipLink(page) : await check.sidebar(page)));
  return [...faults, ...record.faults];
}

/** How each page is looked at: the browser's options, where the pages are, and what is asked. */
const WAYS = {
  "1280 px": [{ viewport: DESK, colorScheme: "light" }, slowServer.origin, look],
  "390 px": [{ viewport: TELEPHONE, colorScheme: "light" }, slowServer.origin, look],
  "without JavaScript": [{ viewport: DESK, javaScriptEnabled: false }, server.origin, async (page, record) => [...(await check.unreadableWithoutScripts(page)), ...record.faults]],
  "from a file": [{ viewport: DESK }, site && pathToFileURL(site).href, check.brokenFromFile],
};

describe("every page", { concurrency: 2, skip: !browser }, () => {
  for (const [way, [options, origin, ask]] of Object.entries(WAYS)) {
    describe(way, { concurrency: 1 }, () => {
      let tour;
      before(async () => { tour = await check.tour(browser, options); });
      after(() => tour.close());
      for (const path of pages) {
        const where = `${path}, ${way}`;
        it(where, () => tour.visit(`${origin}/${path}`, async (page, record) => none(where, await ask(page, record, path))));
      }
    });
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
