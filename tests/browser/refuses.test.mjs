// Every check refuses something wrong, and lets the same page pass without the fault.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import * as check from "./checks.mjs";
import { builtSite, filesIn, openBrowser, pagesOf, prepare, serve } from "./site.mjs";

const DESK = { viewport: { width: 1280, height: 900 } };
const TELEPHONE = { viewport: { width: 390, height: 844 } };
const FURNITURE = `<a href="#main-content">Skip to main content</a>
  <button class="primary-toggle" onclick="contents.showModal()">Contents</button>
  <dialog id="contents"><nav class="bd-links"><a href="/">Home</a></nav></dialog>
  <form class="book-search"><input name="q" aria-label="Search"></form>
  <p>
    <button data-mode="light" onclick="choose('light')">Light</button>
    <button data-mode="dark" onclick="choose('dark')">Dark</button>
    <button data-mode="auto" onclick="choose('auto')">System</button>
  </p>`;
const MODES = `<script>
  const choose = (mode) => {
    localStorage.mode = mode;
    document.documentElement.dataset.theme = mode === "auto" ? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light") : mode;
  };
  choose(localStorage.mode ?? "auto");
</script>`;
const TEXT = "<p>A straight line has one slope, wherever on it you may stand and look.</p>";

/** A whole page with nothing wrong, but for what is put into it. */
const sample = (body = TEXT, { head = MODES, furniture = FURNITURE } = {}) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sample</title><link rel="icon" href="data:,">
<style>a, button, input { display: inline-block; min-height: 24px; margin: 2px } @media print { nav, .bd-sidebar-primary { display: none } }</style>${head}</head>
<body>${furniture}<main id="main-content"><h1>Sample</h1>${body}<p><a href="#end">To the end</a></p></main></body></html>`;

const figure = (size, extra = "") =>
  `<figure id="fig"><svg class="mv-figure" role="img" aria-label="A slope" viewBox="0 0 400 100" width="200" ${extra}><text x="9" y="50" style="font-size: ${size}px">time</text></svg></figure>`;
const late = (script) => `<script>addEventListener("load", () => { ${script} })</script>`;
const noise = () => Array.from({ length: 340000 }, () => String.fromCharCode(33 + Math.random() * 90)).join("").replaceAll("*/", "");
const faultsOf = (page, record) => page.waitForTimeout(50).then(() => record.faults);
const results = (found) => `${TEXT}<div id="search-results"></div>${late(`if (location.search) document.getElementById("search-results").innerHTML = "<a href='/'>${found}</a>"`)}`;

// what is checked | the check | the sample it refuses | what it says | how it is visited
const WRONG = [
  ["an image without alt text", check.accessibility, sample('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'), /axe image-alt.*img/],
  ["pale text", check.accessibility, sample('<p style="color: #aaa">pale</p>'), /axe color-contrast.*p/],
  ["text that is pale in the dark", async (page) => (await check.darken(page), check.accessibility(page, { colours: true })), sample("<style>@media (prefers-color-scheme: dark) { body { background: #111 } p { color: #444 } }</style><p>pale</p>", { head: "" }), /axe color-contrast.*p/],
  ["small targets side by side", check.accessibility, sample('<button style="all: unset; font: 10px/10px serif">a</button><button style="all: unset; font: 10px/10px serif">b</button>'), /axe target-size.*button/],
  ["a fault in a fold", async (page) => (await check.unfold(page), check.accessibility(page)), sample('<details><summary>Answer</summary><p style="color: #aaa">pale</p></details>'), /axe color-contrast/],
  ["an error thrown", faultsOf, sample(late('throw new Error("a sample")')), /page error: a sample/],
  ["an error on the console", faultsOf, sample(late('console.error("a sample")')), /console error: a sample/],
  ["a script of another server", faultsOf, sample(TEXT, { head: '<script src="https://example.org/x.js"></script>' }), /asks another server: https:\/\/example\.org/],
  ["a file that is not there", faultsOf, sample(TEXT, { head: '<script src="/none.js"></script>' }), /request failed: .*none\.js \(404\)/],
  ["a page wider than its window", check.sidewaysScroll, sample('<div id="wide" style="width: 500px">wide</div>'), /scrolls sideways.*#wide/, TELEPHONE],
  ["text that moves late", check.layoutShift, sample(`<div id="gap"></div>${TEXT}${TEXT}${late('setTimeout(() => { document.getElementById("gap").style.height = "300px" }, 40)')}`), /layout shift 0\.\d+.*main/],
  ["text that moves on the way down", check.layoutShift, sample(`<div id="gap" style="height: 3000px"></div>${TEXT.repeat(9)}<script>addEventListener("scroll", () => { if (scrollY > 2300) document.getElementById("gap").style.marginTop = "200px" })</script><style>* { overflow-anchor: none }</style>`), /layout shift/],
  ["a heavy page", check.tooHeavy, () => sample(`<script>/*${noise()}*/</script>`), /weighs 2\d\d KB, more than 250/],
  ["a page heavy even for its formulas", check.tooHeavy, () => sample(`<script>/*${noise()}${noise()}*/</script>${'<i class="katex"></i>'.repeat(151)}`), /more than 350/],
  ["small letters in a figure", check.smallFigureText, sample(figure(16)), /“time” at 8\.0 px in #fig/, TELEPHONE],
  ["raw TeX in text", check.unreadableWithoutScripts, sample(`${TEXT}<p>The slope \\(m\\)</p>`), /raw “\\\(” in <p>/, { javaScriptEnabled: false }],
  ["a raw dollar", check.unreadableWithoutScripts, sample(`${TEXT}<p>The slope $m$</p>`), /raw “\$”/, { javaScriptEnabled: false }],
  ["a raw command", check.unreadableWithoutScripts, sample(`${TEXT}<p>The slope \\frac12</p>`), /raw “\\frac”/, { javaScriptEnabled: false }],
  ["a formula that KaTeX refused", check.unreadableWithoutScripts, sample(`${TEXT}<span class="katex-error">x^</span>`), /formula not understood/, { javaScriptEnabled: false }],
  ["text that a script writes", check.unreadableWithoutScripts, sample(`<script>document.write("${TEXT}")</script>`), /no text in main/, { javaScriptEnabled: false }],
  ["no heading", check.unreadableWithoutScripts, "<!doctype html><main><p>Nothing above this line of text says what it is.</p></main>", /no heading h1/, { javaScriptEnabled: false }],
  ["a figure that a script shows", check.unreadableWithoutScripts, sample(`${TEXT}${figure(30, 'style="opacity: 0"')}`), /figure not visible: A slope/, { javaScriptEnabled: false }],
  ["no skip link", check.skipLink, sample(TEXT, { furniture: '<button class="first">Menu</button>' }), /first Tab stop is .*button\.first/],
  ["a skip link that stays hidden", check.skipLink, sample(TEXT, { furniture: '<a href="#main-content" style="position: fixed; top: -99px">Skip</a>' }), /not on the screen/],
  ["a skip link that leads nowhere", check.skipLink, sample(TEXT, { furniture: '<a href="#main-content" onclick="return false">Skip</a><button id="menu">Menu</button>' }), /outside the main content: #menu/],
  ["no colour buttons", check.colourModes, sample(TEXT, { furniture: "" }), /no colour button/],
  ["a colour button that does nothing", check.colourModes, sample(TEXT, { head: '<script>const choose = () => {}; document.documentElement.dataset.theme = "light"</script>' }), /“dark” gives data-theme="light"/],
  ["a colour forgotten", check.colourModes, sample(TEXT, { head: '<script>const choose = (mode) => { document.documentElement.dataset.theme = mode }; choose("light")</script>' }), /“dark” is forgotten/],
  ["no contents button", check.sidebar, sample(TEXT, { furniture: "" }), /no visible button\.primary-toggle/, TELEPHONE],
  ["a contents button out of the keyboard's reach", check.sidebar, sample(TEXT, { furniture: FURNITURE.replace("<button", '<button tabindex="-1"') }), /not among the first/, TELEPHONE],
  ["a contents button that does nothing", check.sidebar, sample(TEXT, { furniture: FURNITURE.replace("contents.showModal()", "") }), /does not bring the contents/, TELEPHONE],
  ["contents that stay", check.sidebar, sample(TEXT, { furniture: FURNITURE.replace("<dialog", '<dialog oncancel="return false" closedby="none"') }), /Escape does not/, TELEPHONE],
  ["contents that Tab passes by", check.sidebar, sample(TEXT, { furniture: FURNITURE.replace("showModal", "show").replace('<a href="/"', "<a") }), /Tab does not go into them/, TELEPHONE],
  ["a search that finds another page", (page) => check.search(page, "slope", "Rise over run"), sample(results("Glossary")), /“slope” does not find “Rise over run”/],
  ["a sidebar on paper", check.print, sample(`${TEXT}<div class="bd-sidebar-primary" style="display: block !important">Contents</div>`), /printed: .*bd-sidebar-primary/],
  ["no heading on paper", check.print, sample(`${TEXT}<style>@media print { h1 { display: none } }</style>`), /not printed: h1/],
  ["pale code on paper", check.print, sample(`${TEXT}<pre>x = <span style="color: #ffd700">3</span></pre>`), /printed in pale ink: .*span/],
  ["dark mode on paper", check.print, sample(`${TEXT}<style>p { color: #eee }</style>`), /printed in pale ink/],
];

// the same checks, on the page without the fault
const RIGHT = [
  ["accessibility", check.accessibility, sample()],
  ["accessibility in the dark", async (page) => (await check.darken(page), check.accessibility(page, { colours: true })), sample("<style>@media (prefers-color-scheme: dark) { body { background: #111; color: #eee } button, input { background: #111; color: #eee } a { color: #8cf } }</style><p>bright</p>", { head: "" })],
  ["what a page does", faultsOf, sample()],
  ["width, with a wide thing that scrolls by itself", check.sidewaysScroll, sample('<div style="overflow-x: auto"><div style="width: 500px">wide</div></div>'), TELEPHONE],
  ["layout shift", check.layoutShift, sample(`${TEXT}<div style="height: 3000px"></div>`)],
  ["weight", check.tooHeavy, sample()],
  ["weight, rich in formulas", check.tooHeavy, () => sample(`<script>/*${noise()}*/</script>${'<i class="katex"></i>'.repeat(151)}`)],
  ["figure text", check.smallFigureText, sample(figure(19)), TELEPHONE],
  ["reading without JavaScript", check.unreadableWithoutScripts, sample(`${TEXT}<code>\\(m\\) costs $5</code>${figure(30)}`), { javaScriptEnabled: false }],
  ["skip link", check.skipLink, sample()],
  ["skip link of a page that starts in a field", check.skipLink, sample('<input aria-label="Search" autofocus>')],
  ["colour modes", check.colourModes, sample()],
  ["contents", check.sidebar, sample(), TELEPHONE],
  ["search", (page) => check.search(page, "slope", "Rise over run"), sample(results("Rise over run"))],
  ["print", check.print, sample()],
];

const samples = new Map();
const { browser } = await prepare(async () => ({ browser: await openBrowser() }));
const server = await serve((path) => samples.get(path));
const slowServer = await serve((path) => samples.get(path), 2000);
const folder = await mkdtemp(join(tmpdir(), "mvcalc-"));
after(() => Promise.all([browser?.close(), server.close(), slowServer.close(), rm(folder, { recursive: true })]));

const ask = (page, options, question) => {
  const path = `/${samples.size}.html`;
  samples.set(path, typeof page === "function" ? page() : page);
  return check.visit(browser, server.origin + path, { ...DESK, colorScheme: "light", ...options }, question);
};

describe("refuses", { concurrency: 2, skip: !browser }, () => {
  for (const [what, question, page, says, options] of WRONG) {
    it(what, async () => {
      const faults = await ask(page, options, question);
      assert.ok(faults.some((fault) => says.test(fault)), `expected a fault like ${says}, got ${JSON.stringify(faults)}`);
    });
  }
  it("a page that breaks when opened from a file", async () => {
    const file = join(folder, "sample.html");
    await writeFile(file, sample(TEXT, { head: '<link rel="stylesheet" href="none.css"><style>@font-face { font-family: None; src: url(none.woff2) } p { font-family: None }</style><script>throw new Error("a sample")</script>' }));
    const faults = await check.visit(browser, pathToFileURL(file).href, DESK, check.brokenFromFile);
    assert.match(faults.join("\n"), /request failed: .*none\.css/);
    assert.match(faults.join("\n"), /font not loaded: None/);
    assert.match(faults.join("\n"), /page error: a sample/);
  });
  it("to start without Chromium", () => assert.rejects(openBrowser(join(folder, "chromium")), /need Chromium.*none at .*set CHROMIUM/));
  it("to start without a built book", () => assert.throws(() => builtSite(folder), /has no index\.html: run make book first/));
});

describe("lets pass", { concurrency: 2, skip: !browser }, () => {
  for (const [what, question, page, options] of RIGHT) {
    it(what, async () => assert.deepEqual(await ask(page, options, question), []));
  }
});

describe("a tour", { skip: !browser }, () => {
  const sheet = "/tour.css", head = `<link rel="stylesheet" href="${sheet}">`;
  it("opens each page as if for the first time, and keeps its faults apart", async () => {
    samples.set(sheet, `/*${"x".repeat(5000)}*/`).set("/first.html", sample(TEXT, { head })).set("/second.html", sample(TEXT, { head: `${head}<script>throw new Error("a sample")</script>` }));
    const tour = await check.tour(browser, { ...DESK, colorScheme: "light" });
    const seen = async (page, record) => {
      const before = await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
      await check.darken(page);
      return { before, weighed: (await check.weight(record)).map(([, path]) => path).sort(), faults: record.faults };
    };
    const [second, first] = [await tour.visit(`${server.origin}/second.html`, seen), await tour.visit(`${server.origin}/first.html`, seen)];
    await tour.close();
    assert.deepEqual([first.faults, first.before, second.before], [[], false, false]);
    assert.match(second.faults.join("\n"), /page error: a sample/);
    assert.deepEqual([first.weighed, second.weighed], [["/first.html", sheet], ["/second.html", sheet]]);
  });
  it("does not blame a page for what the one before it asked and never got", async () => {
    samples.set("/left.html", sample()).set("/next.html", sample());
    const tour = await check.tour(browser, { ...DESK, colorScheme: "light" });
    await tour.visit(`${slowServer.origin}/left.html`, async (page) => {
      const asked = page.waitForRequest("**/late.woff2");
      await page.evaluate(() => void new FontFace("Late", "url(/late.woff2)").load().catch(() => {}));
      await asked;
    });
    const faults = await tour.visit(`${slowServer.origin}/next.html`, faultsOf);
    await tour.close();
    assert.deepEqual(faults, []);
  });
});

describe("the server", () => {
  it("keeps to its folder and lists its pages", async () => {
    await writeFile(join(folder, "index.html"), sample());
    assert.ok((await pagesOf(folder)).includes("index.html"));
    assert.ok(await filesIn(folder)("/"));
    assert.equal(await filesIn(folder)("/../../etc/passwd"), undefined);
    assert.equal(await filesIn(folder)("/none.html"), undefined);
  });
});
