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
    return [
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
