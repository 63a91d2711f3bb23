import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import type TypeScript from "typescript";

const page = process.env.FORESHOCK_PAGE_SOURCE!;
const ts: typeof TypeScript = createRequire(`${page}/package.json`)("typescript");

/** What people read or hear, besides the text between the tags. */
const spoken = new Set(["title", "aria-label", "placeholder", "alt", "aria-description", "label"]);
const letters = /\p{L}/u;

function tsxFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return tsxFiles(path);
    return path.endsWith(".tsx") ? [path] : [];
  });
}

/** Every piece of text that JSX shows without asking the catalogue of words. */
export function literalTexts(path: string, source: string): string[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const report = (node: TypeScript.Node, text: string) => {
    const start = node.getFullStart() + Math.max(0, node.getFullText().search(/\S/));
    const { line } = file.getLineAndCharacterOfPosition(start);
    if (letters.test(text)) found.push(`${path}:${line + 1}: ${text.trim()}`);
  };
  const shown = (expression: TypeScript.Node): void => {
    if (ts.isStringLiteralLike(expression)) report(expression, expression.text);
    else if (ts.isTemplateExpression(expression)) {
      report(expression, [expression.head, ...expression.templateSpans.map((s) => s.literal)]
        .map((part) => part.text).join(""));
    } else if (ts.isConditionalExpression(expression)) {
      shown(expression.whenTrue);
      shown(expression.whenFalse);
    }
  };
  const visit = (node: TypeScript.Node): void => {
    if (ts.isJsxText(node)) report(node, node.text);
    if (ts.isJsxExpression(node) && node.expression && !ts.isJsxAttribute(node.parent)) {
      shown(node.expression);
    }
    if (ts.isJsxAttribute(node) && spoken.has(node.name.getText()) && node.initializer) {
      const value = ts.isJsxExpression(node.initializer)
        ? node.initializer.expression : node.initializer;
      if (value) shown(value);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

test("literal text: no component holds words of its own", () => {
  const files = tsxFiles(join(page, "src"));
  assert.ok(files.length > 20);
  assert.deepEqual(files.flatMap((path) => literalTexts(path, readFileSync(path, "utf8"))), []);
});

test("literal text: the check sees text, spoken attributes and strings in braces", () => {
  const source = `const a = <p title="Hover me" class="fine">
    Hello {b ? "yes" : c} {\`\${d} left\`}</p>;`;
  assert.deepEqual(literalTexts("a.tsx", source),
    ["a.tsx:1: Hover me", "a.tsx:2: Hello", "a.tsx:2: yes", "a.tsx:2: left"]);
});

test("literal text: punctuation and class names are no words", () => {
  assert.deepEqual(literalTexts("a.tsx", `const a = <p class="x">{" · "} – {say.now}</p>;`), []);
});

test("untrusted text: nothing is ever set as markup", () => {
  const all = tsxFiles(join(page, "src")).map((path) => readFileSync(path, "utf8")).join("\n");
  assert.doesNotMatch(all, /innerHTML|outerHTML|insertAdjacent|document\.write/);
});
