// What holds for every page, whatever it shows.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** No serious or critical finding of axe-core. */
export async function accessible(page, where) {
  // Evaluated by the debugger, so that the page's own policy stays as strict as it is.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, {
    resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }));
  const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 160))
      .join(" | ")}`);
  assert.deepEqual(grave, [], `${where}: axe-core`);
}

/** Every time has a zone or says how long ago, every number a unit, every state a word. */
export async function legible(page, where) {
  const wrong = await page.evaluate(() => {
    const shown = (element) => element.offsetParent !== null || element.getClientRects().length > 0;
    const texts = (selector) => [...document.querySelectorAll(selector)].filter(shown)
      .map((element) => (element.innerText ?? element.textContent ?? "").trim());
    const zone = /GMT|UTC|ago|just now|ที่แล้ว|เมื่อครู่/;
    const letters = /\p{L}/u;
    // A number that stands alone: nothing beside it in its line, its cell's head or its term says
    // what it counts.
    const bare = [];
    const walker = document.createTreeWalker(document.querySelector("main") ?? document.body,
      NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent.trim();
      const within = node.parentElement;
      if (!/^[<≈+−-]?\s?\d[\d.,\s]*$/.test(text) || !shown(within)) continue;
      if (/^\d+(\.\d+){3}$/.test(text)) continue; // an address: a host with several lists them
      if (within.closest("pre, code, option, svg, .u-wrap, .listing code")) continue;
      const line = within.closest("li, p, td, th, dd, dt, figcaption, summary, button, a, label, "
        + "h1, h2, h3");
      const beside = line?.textContent ?? "";
      const cell = line?.closest("td, dd");
      const head = cell?.tagName === "DD" ? cell.parentElement.querySelector("dt")
        : cell?.closest("table")?.querySelectorAll("thead th")[cell.cellIndex];
      if (letters.test(beside + (head?.textContent ?? "")) || beside.includes("%")) continue;
      bare.push(`a bare number: ${text} in ${within.outerHTML.slice(0, 120)}`);
    }
    return [
      ...bare,
      ...texts("time").filter((text) => text && !zone.test(text)).map((text) => `no zone: ${text}`),
      ...texts(".number, .amount, .figures dd, .legend strong, .ahead-end strong")
        .filter((text) => /\d/.test(text) && !/[\p{L}%]/u.test(text))
        .map((text) => `no unit: ${text}`),
      ...texts(".mark, .badge, .tile, .node, .connection, .flag, .risk-count, .notice")
        .filter((text) => !letters.test(text)).map((text) => `no word: ${text}`),
    ];
  });
  assert.deepEqual(wrong, [],
    `${where}: every time a zone, every number a unit, every state a word`);
}
