import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const shots = fileURLToPath(new URL("../../../build/screenshots/", import.meta.url));
export const wide = { width: 1280, height: 900 };
export const narrow = { width: 390, height: 844 };

const types = { html: "text/html; charset=utf-8", js: "text/javascript", css: "text/css",
  svg: "image/svg+xml" };

/**
 * An edited page (`vite build`) before the server that embeds it is linked again: files come from
 * `dist`, everything else and the server's own policy from the server.
 */
async function serveFrom(dist, page) {
  await page.route("**/*", async (route) => {
    const { pathname } = new URL(route.request().url());
    const file = join(dist, pathname === "/" ? "index.html" : pathname);
    if (pathname.startsWith("/api") || !existsSync(file)) return route.continue();
    const headers = { "content-type": types[file.split(".").pop()] };
    if (pathname === "/") {
      const answer = await route.fetch();
      headers["content-security-policy"] = answer.headers()["content-security-policy"];
    }
    return route.fulfill({ body: readFileSync(file), headers });
  });
}

/** One Chromium with a profile of its own; `close` leaves nothing behind. */
export class Browser {
  static async launch() {
    mkdirSync(shots, { recursive: true });
    const profile = mkdtempSync(`${tmpdir()}/foreshock-browser-`);
    const browser = await chromium.launch({
      executablePath: process.env.FORESHOCK_CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--disable-background-networking", "--disable-component-update", "--disable-sync"],
      env: { ...process.env, HOME: profile },
    });
    return new Browser(browser, profile);
  }

  constructor(browser, profile) {
    this.browser = browser;
    this.profile = profile;
  }

  /** A fresh visitor. `complaints` collects what no test may see: console errors, thrown errors;
   *  `expect(pattern)` takes out what Chromium itself says of an answer that the test provoked,
   *  whether it has said so already or, as the console is told apart, says so later. */
  async open(url, { size = wide, colorScheme = "light", locale = "en-GB" } = {}) {
    const context = await this.browser.newContext({ viewport: size, colorScheme, locale,
      timezoneId: "Asia/Bangkok", reducedMotion: "reduce" });
    const page = await context.newPage();
    // Others build on this machine meanwhile: what comes late still comes.
    page.setDefaultTimeout(30_000);
    const complaints = [];
    const expected = [];
    const complain = (text) => {
      if (!expected.some((pattern) => pattern.test(text))) complaints.push(text);
    };
    const expect = (pattern) => {
      expected.push(pattern);
      complaints.splice(0, Infinity, ...complaints.filter((text) => !pattern.test(text)));
    };
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complain(message.text());
    });
    page.on("pageerror", (error) => complain(String(error)));
    if (process.env.FORESHOCK_PAGE_DIST) await serveFrom(process.env.FORESHOCK_PAGE_DIST, page);
    await page.goto(url);
    return { page, complaints, expect, close: () => context.close() };
  }

  async close() {
    await this.browser.close();
    rmSync(this.profile, { recursive: true, force: true });
  }
}

/** build/screenshots/NAME.png, the whole length of the page. */
export async function shoot(page, name) {
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: `${shots}${name}.png`, fullPage: true });
}

/** The width that the page wants beyond what it has: 0 when nothing is cut off. */
export function overflow(page) {
  return page.evaluate(() =>
    document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
