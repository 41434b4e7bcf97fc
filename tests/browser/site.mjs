// Where the pages come from and what looks at them: a static server on 127.0.0.1, and one Chromium.

import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "playwright-core";

const FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const TYPES = {
  ".css": "text/css",
  ".html": "text/html",
  ".ipynb": "application/json",
  ".js": "text/javascript",
  ".json": "application/json",
  ".md": "text/markdown",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
};

/** What `make` makes; or, where something is missing, nothing and one failing test that says what. */
export async function prepare(make) {
  try {
    return await make();
  } catch (error) {
    error.stack = error.message;
    it("has what it needs", () => { throw error; });
    return {};
  }
}

/** A Chromium without its sandbox (containers run as root) and with no way out but 127.0.0.1. */
export async function openBrowser(executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium") {
  if (!existsSync(executablePath)) {
    throw new Error(`The browser checks need Chromium, and there is none at ${executablePath}: install Debian's package chromium, or set CHROMIUM to its path.`);
  }
  return chromium.launch({ executablePath, chromiumSandbox: false, args: [...FLAGS, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"] });
}

/** The folder of the built book. */
export function builtSite(folder = process.env.SITE ?? "_build/html") {
  if (!existsSync(join(folder, "index.html"))) {
    throw new Error(`The browser checks look at what was built, and ${resolve(folder)} has no index.html: run make book first.`);
  }
  return resolve(folder);
}

/** Every page of the folder, as addresses from its root; folders whose name starts with _ hold no pages. */
export async function pagesOf(folder) {
  const files = await readdir(folder, { recursive: true });
  return files
    .filter((file) => file.endsWith(".html") && !file.startsWith("_"))
    .map((file) => file.split(sep).join("/"))
    .sort();
}

/** Reads a file of the folder for `serve`; undefined where there is none. */
export const filesIn = (folder) => async (path) => {
  const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
  return file.startsWith(folder) && existsSync(file) ? readFile(file) : undefined;
};

/** Serves what `read(path)` returns on a free port, fonts after a delay, and 404.html for the rest, as GitHub Pages does. */
export async function serve(read, fontDelayMs = 0) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://127.0.0.1").pathname);
    const body = await read(path);
    const type = body === undefined ? "text/html" : (TYPES[extname(path) || ".html"] ?? "application/octet-stream");
    if (type === "font/woff2") await sleep(fontDelayMs);
    response.writeHead(body === undefined ? 404 : 200, { "content-type": type });
    response.end(body ?? (await read("/404.html")));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
