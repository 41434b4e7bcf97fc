// What every page must be, each as one function that takes a Playwright page and returns a list of faults: sentences, none if all is well.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WCAG_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const SHIFT_LIMIT = 0.02;
const WEIGHT_LIMIT_KB = { usual: 250, rich: 350 };
const SMALLEST_FIGURE_TEXT = 9.5;
const TABS_TO_THE_CONTENTS = 20;

/** Runs in the page before anything of its own: records layout shifts, and names elements for the faults. */
function prelude() {
  window.nameOf = (node) => {
    const element = node?.nodeType === 1 ? node : node?.parentElement;
    if (!element) return "an element that is gone";
    const parts = [];
    for (let e = element; e && parts.length < 3 && e !== document.documentElement; e = e.parentElement) {
      parts.unshift(e.id ? `#${e.id}` : [e.localName, ...e.classList].slice(0, 3).join("."));
      if (e.id) break;
    }
    return parts.join(" > ") || element.localName;
  };
  window.layoutShifts = [];
  new PerformanceObserver((list) => window.layoutShifts.push(...list.getEntries())).observe({ type: "layout-shift", buffered: true });
}

/** One page of a browser context of its own, in which addresses are opened one after the other, each as if for the first time: nothing is kept. */
export async function tour(browser, options) {
  const context = await browser.newContext(options);
  await context.addInitScript(prelude);
  const page = await context.newPage();
  await (await context.newCDPSession(page)).send("Network.setCacheDisabled", { cacheDisabled: true });
  return {
    /** Opens an address and hands the page, and what it did, to `look`. */
    async visit(address, look) {
      page.removeAllListeners();
      const record = watch(page, new URL(address));
      await page.emulateMedia({ media: "screen", colorScheme: options.colorScheme ?? "light" });
      await page.goto(address, { waitUntil: "load" });
      await page.evaluate(() => document.fonts.ready.then(() => undefined));
      return look(page, record);
    },
    close: () => context.close(),
  };
}

/** Opens one address in a context of its own, and hands the page and what it did to `look`. */
export async function visit(browser, address, options, look) {
  const alone = await tour(browser, options);
  try {
    return await alone.visit(address, look);
  } finally {
    await alone.close();
  }
}

/** What a page does from now on: its responses, and the faults that need no question to be seen. What it asked before, and drops on leaving, is not among them. */
function watch(page, home) {
  const record = { faults: [], responses: [] };
  const asked = new Set();
  const local = (url) => ["data:", "blob:"].includes(url.protocol) || (url.protocol === home.protocol && url.host === home.host);
  page.on("pageerror", (error) => record.faults.push(`page error: ${error.message}`));
  page.on("console", (message) => {
    const failedRequest = message.text().startsWith("Failed to load resource"); // told below, with its reason
    if (message.type() === "error" && !failedRequest) record.faults.push(`console error: ${message.text()} (${message.location().url})`);
  });
  page.on("request", (request) => {
    asked.add(request);
    if (!local(new URL(request.url()))) record.faults.push(`asks another server: ${request.url()}`);
  });
  // The browser drops its own request for the icon when the page is left before it came; any other failure is a fault.
  const dropped = (request) => request.failure().errorText === "net::ERR_ABORTED" && request.url().endsWith("favicon.svg");
  page.on("requestfailed", (request) => {
    if (asked.has(request) && !dropped(request)) record.faults.push(`request failed: ${request.url()} (${request.failure().errorText})`);
  });
  page.on("response", (response) => {
    if (!asked.has(response.request())) return;
    record.responses.push(response);
    if (response.status() >= 400) record.faults.push(`request failed: ${response.url()} (${response.status()})`);
  });
  return record;
}

/** Opens every fold, so that what is in it is looked at too, and lets none of it be half faded in. */
export function unfold(page) {
  return page.evaluate(() => {
    document.querySelectorAll("details").forEach((fold) => (fold.open = true));
    document.getAnimations().filter((animation) => animation.effect?.getComputedTiming().endTime < Infinity).forEach((animation) => animation.finish());
  });
}

/** Turns the reader's system dark, which the page follows without being loaded again. */
export async function darken(page) {
  await page.addStyleTag({ content: "* { transition: none !important; }" }); // what is half faded has no colour to judge
  await page.emulateMedia({ colorScheme: "dark" });
  await page.waitForFunction(() => !document.documentElement.dataset.theme || document.documentElement.dataset.theme === "dark", null, { timeout: 15000 });
  await unfold(page); // and so ends the fades that the change has begun
}

/** WCAG 2.0 to 2.2, levels A and AA, as far as axe-core decides them; by all its rules, or by those alone that look at colours. */
export async function accessibility(page, { colours = false } = {}) {
  await page.evaluate((axe) => window.axe ?? (0, eval)(axe), AXE);
  const violations = await page.evaluate(
    async ([tags, colours]) => {
      const ofColours = axe.getRules(tags).filter((rule) => rule.tags.includes("cat.color")).map((rule) => rule.ruleId);
      // target-size is WCAG 2.2 AA, yet axe-core leaves it off unless it is asked for by name
      const asked = colours ? { runOnly: { type: "rule", values: ofColours } } : { runOnly: tags, rules: { "target-size": { enabled: true } } };
      return (await axe.run({ ...asked, resultTypes: ["violations"] })).violations;
    },
    [WCAG_AA, colours],
  );
  return violations.map(({ id, help, nodes }) => {
    const reason = [...nodes[0].any, ...nodes[0].all, ...nodes[0].none][0]?.message ?? help;
    return `axe ${id}, ${nodes.length} of them: ${nodes.slice(0, 3).map(({ target }) => target.join(" ")).join("; ")} (${reason})`;
  });
}

/** No page is wider than its window. */
export function sidewaysScroll(page) {
  return page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const wide = [...document.body.querySelectorAll("*")].filter((element) => {
      for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
        if (getComputedStyle(box).overflowX !== "visible") return false;
      }
      return element.getBoundingClientRect().right > root.clientWidth + 0.5;
    });
    return [`scrolls sideways, ${root.scrollWidth} px in ${root.clientWidth}: ${nameOf(wide.at(-1) ?? root)}`];
  });
}

/** Nothing moves under the reader's eyes, neither while the page loads nor on the way to its end. */
export function layoutShift(page) {
  return page.evaluate(async (limit) => {
    const frame = () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
      scrollTo({ top: y, behavior: "instant" });
      await frame();
    }
    scrollTo({ top: 0, behavior: "instant" });
    await new Promise((settled) => setTimeout(settled, 100));
    const shifts = layoutShifts.filter((shift) => !shift.hadRecentInput);
    const total = shifts.reduce((sum, shift) => sum + shift.value, 0);
    if (total <= limit) return [];
    const worst = shifts.reduce((a, b) => (a.value > b.value ? a : b));
    return [`layout shift ${total.toFixed(3)}, more than ${limit}: ${worst.sources.map((source) => nameOf(source.node)).join(", ")}`];
  }, SHIFT_LIMIT);
}

/** The kilobytes that a first visit loads: text as gzip sends it, fonts and images as they are; each address once. */
export async function weight(record) {
  const once = [...new Map(record.responses.map((response) => [response.url(), response])).values()];
  const sizes = await Promise.all(
    once.map(async (response) => {
      const body = Buffer.from(await (await fetch(response.url())).arrayBuffer()); // the browser need not have kept it
      const text = /^text\/|javascript|json|xml/.test(response.headers()["content-type"] ?? "");
      return [(text ? gzipSync(body) : body).length / 1000, new URL(response.url()).pathname];
    }),
  );
  return sizes.sort(([a], [b]) => b - a);
}

/** A page weighs at most 250 KB, or 350 with over 150 formulas or ten figures. */
export async function tooHeavy(page, record) {
  const sizes = await weight(record);
  const total = sizes.reduce((sum, [size]) => sum + size, 0);
  const rich = await page.evaluate(() => document.querySelectorAll(".katex").length > 150 || document.querySelectorAll("figure").length >= 10);
  const limit = WEIGHT_LIMIT_KB[rich ? "rich" : "usual"];
  if (total <= limit) return [];
  return [`weighs ${total.toFixed(0)} KB, more than ${limit}: ${sizes.slice(0, 3).map(([size, path]) => `${path} ${size.toFixed(0)}`).join(", ")}`];
}

/** Letters in a figure stay letters on a telephone. */
export function smallFigureText(page) {
  return page.evaluate((smallest) => {
    const small = [...document.querySelectorAll("svg.mv-figure :is(text, tspan)")].flatMap((text) => {
      const matrix = text.getScreenCTM();
      if (!matrix) return [];
      const size = parseFloat(getComputedStyle(text).fontSize) * Math.sqrt(Math.abs(matrix.a * matrix.d - matrix.b * matrix.c));
      return size < smallest - 0.01 ? [`“${text.textContent.trim()}” at ${size.toFixed(1)} px in ${nameOf(text.closest("figure") ?? text.closest("svg"))}`] : [];
    });
    return small.length ? [`figure text under ${smallest} px, ${small.length} pieces: ${small.slice(0, 3).join("; ")}`] : [];
  }, SMALLEST_FIGURE_TEXT);
}

/** To be asked of a page opened with JavaScript off: it has its heading, its text and its figures, and its maths is typeset. */
export async function unreadableWithoutScripts(page) {
  await unfold(page);
  return page.evaluate(() => {
    const faults = [];
    const main = document.querySelector("main");
    const heading = main?.querySelector("h1")?.innerText.trim();
    if (!heading) faults.push("no heading h1 in main");
    else if (main.innerText.replace(heading, "").trim().length < 40) faults.push("no text in main");
    for (const figure of document.querySelectorAll("main :is(svg.mv-figure, img)")) {
      const { width, height } = figure.getBoundingClientRect();
      if (!figure.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || width * height === 0) {
        faults.push(`figure not visible: ${figure.getAttribute("aria-label") ?? figure.alt}`);
      }
    }
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { data, parentElement } = texts.currentNode;
      if (parentElement.closest("code, pre, annotation, script, style, noscript")) continue;
      const raw = data.match(/\\[()[\]]|\$|\\[a-zA-Z]+/);
      if (raw) faults.push(`raw “${raw[0]}” in <${parentElement.localName}> “${data.trim().slice(0, 60)}”`);
    }
    for (const formula of document.querySelectorAll(".katex-error")) faults.push(`formula not understood: ${formula.textContent.slice(0, 60)}`);
    return faults;
  });
}

/** To be asked of a page opened from a file: no errors, and all that it needs came. */
export async function brokenFromFile(page, record) {
  const missing = await page.evaluate(() =>
    // a face whose name ends so is the reader's own, scaled; which machine has it is nobody's fault
    [...document.fonts].filter((font) => font.status === "error" && !/ Fallback"?$/.test(font.family)).map((font) => `font not loaded: ${font.family} ${font.weight} ${font.style}`),
  );
  // Chromium refuses every preload of a font from file:, and loads the font when the style sheet asks for it
  const preload = /^console error: Access to font|^request failed: .*woff2/;
  return [...missing, ...record.faults.filter((fault) => !preload.test(fault))];
}

/** True as soon as the question, asked in the page, has a true answer; false if it has none within the time a transition takes. */
const soon = (page, question, argument) => page.waitForFunction(question, argument, { timeout: 5000 }).then(() => true, () => false);

/** From the top of the page the first Tab stop skips the navigation, visibly, and the next one is in the main content. */
export async function skipLink(page) {
  await page.evaluate(() => {
    document.body.tabIndex = -1; // so that the next Tab starts from the top, even where a field has the focus
    document.body.focus();
    document.body.removeAttribute("tabindex");
  });
  await page.keyboard.press("Tab");
  const [isSkip, name] = await page.evaluate(() => [document.activeElement.matches("a[href='#main-content']"), nameOf(document.activeElement)]);
  if (!isSkip) return [`the first Tab stop is ${name}, not a link to #main-content`];
  const seen = await soon(page, () => {
    const { top, left, bottom, width } = document.activeElement.getBoundingClientRect();
    return top >= 0 && left >= 0 && bottom <= innerHeight && width > 0;
  });
  if (!seen) return [`the skip link has the focus and is not on the screen: ${name}`];
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  const stop = await page.evaluate(() => document.activeElement.closest("#main-content") === null && nameOf(document.activeElement));
  return stop ? [`after the skip link the next Tab stop is outside the main content: ${stop}`] : [];
}

/** The colour buttons work by keyboard, and the page remembers the choice. Leaves the page as the system has it. */
export async function colourModes(page) {
  const faults = [];
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
  const system = await page.evaluate(() => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
  for (const [mode, expected] of [["dark", "dark"], ["light", "light"], ["auto", system]]) {
    const button = page.locator(`button[data-mode="${mode}"]`);
    if (!(await button.isVisible())) return [`no colour button button[data-mode="${mode}"]`];
    await button.press("Enter");
    if ((await theme()) !== expected) faults.push(`the colour button “${mode}” gives data-theme="${await theme()}"`);
    await page.reload();
    if ((await theme()) !== expected) faults.push(`the colour “${mode}” is forgotten on reload: data-theme="${await theme()}"`);
  }
  return faults;
}

/** On a narrow screen a button, reached and pressed by keyboard, brings the contents and Escape puts them away. */
export async function sidebar(page) {
  const button = page.locator("button.primary-toggle");
  const focused = () => button.evaluate((element) => element === document.activeElement);
  if (!(await button.isVisible())) return ["no visible button.primary-toggle"];
  for (let tabs = 0; tabs < TABS_TO_THE_CONTENTS && !(await focused()); tabs++) await page.keyboard.press("Tab");
  if (!(await focused())) return [`button.primary-toggle is not among the first ${TABS_TO_THE_CONTENTS} Tab stops`];
  const shown = (wanted) =>
    soon(
      page,
      (wanted) => {
        const link = document.querySelector("nav.bd-links a");
        const { left, right, width } = link?.getBoundingClientRect() ?? {};
        return wanted === Boolean(link?.checkVisibility({ visibilityProperty: true }) && width && left >= 0 && right <= innerWidth);
      },
      wanted,
    );
  if (!(await shown(false))) return ["the contents cover a narrow page before they are asked for: nav.bd-links"];
  await page.keyboard.press("Enter");
  if (!(await shown(true))) return ["button.primary-toggle does not bring the contents: nav.bd-links"];
  const inside = () => page.evaluate(() => Boolean(document.activeElement.parentElement.closest("dialog, #pst-primary-sidebar")));
  if (!(await inside())) await page.keyboard.press("Tab");
  const faults = (await inside()) ? [] : ["with the contents open, Tab does not go into them"];
  await page.keyboard.press("Escape");
  return (await shown(false)) ? faults : [...faults, "Escape does not put the contents away: nav.bd-links"];
}

/** Asked in the search box of the open page, a word finds the page with this title. */
export async function search(page, word, title) {
  const box = page.locator(".book-search input").first();
  if (!(await box.isVisible())) return ["no visible search box .book-search input"];
  await box.fill(word);
  await box.press("Enter");
  const found = page.locator("#search-results a", { hasText: title }).first();
  return found.waitFor({ timeout: 3000 }).then(() => [], () => [`a search for “${word}” does not find “${title}”`]);
}

/** On paper: the heading in dark ink, whatever the screen's colours, and nothing that only a screen can use. */
export async function print(page) {
  await page.emulateMedia({ media: "print" });
  const faults = await page.evaluate(() => {
    const visible = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().height > 1;
    const furniture = "#pst-header, .bd-sidebar-primary, .bd-sidebar-secondary, .bd-header-article, .prev-next-area, .skip-link, #pst-back-to-top";
    const faults = [...document.querySelectorAll(furniture)].filter(visible).map((element) => `printed: ${nameOf(element)}`);
    const heading = document.querySelector("h1");
    if (!heading || !visible(heading)) return [...faults, "not printed: h1"];
    const pale = [heading, ...document.querySelectorAll("main :is(p, figcaption, td, pre, pre span), svg.mv-figure text")].find((element) => {
      const { color, fill } = getComputedStyle(element);
      const [red, green, blue] = (element.localName === "text" ? fill : color).match(/[\d.]+/g).map(Number);
      return visible(element) && 0.2126 * red + 0.7152 * green + 0.0722 * blue > 150;
    });
    return pale ? [...faults, `printed in pale ink: ${nameOf(pale)}`] : faults;
  });
  await page.emulateMedia({ media: "screen" });
  return faults;
}
