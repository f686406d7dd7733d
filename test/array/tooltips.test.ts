import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { otherNames } from "../../src/array/other-names.ts";
import type { Entry } from "../../src/ops/define/entry.ts";
import { arrayOps } from "../../src/ops/registry.ts";
import { distributions } from "../../src/random/distributions.ts";
import { packageRoot as root } from "../../src/util/package-root.ts";
import { LanguageServer, type Location } from "./language-server.ts";

const entries: readonly (readonly [string, Entry])[] = Object.entries(arrayOps);
const methods = entries.filter(([, entry]) => entry.receiver !== undefined || !entry.functionOnly).map(([name]) => name);
const functions = entries.map(([name]) => name);

/** Programs as users write them, against the types that are published: a line a name. */
const text = [
  'import { da } from "../dist/index.js";',
  "declare const x: ReturnType<typeof da.ones>;",
  ...[...functions, ...Object.keys(otherNames)].map((name) => `da.${name};`),
  ...[...methods, ...Object.keys(otherNames)].map((name) => `x.${name};`),
  ...Object.keys(distributions).map((name) => `da.random.${name};`),
];

/** Whether a comment for readers is above a line, or nearly: maps from declarations to sources are not exact to the line. */
const isDocumented = (file: string, line: number) =>
  readFileSync(file, "utf8")
    .split("\n")
    .slice(line - 2, line + 1)
    .some((near) => near.trimEnd().endsWith("*/"));

test("go-to-definition of every function and method lands on its entry, below the sentence that is its tooltip", async () => {
  using server = await LanguageServer.start(root);
  const uri = pathToFileURL(join(root, "test", "tooltips-probe.ts")).href;
  server.open(uri, text.join("\n"));
  const lost: string[] = [];
  for (let line = 2; line < text.length; line++) {
    const position = { line, character: text[line]!.lastIndexOf(".") + 1 };
    const found = ((await server.ask("textDocument/definition", { textDocument: { uri }, position })) ?? []) as readonly Location[];
    if (![found].flat().some((one) => isDocumented(fileURLToPath(one.uri), one.range.start.line))) lost.push(text[line]!);
  }
  assert.deepEqual(lost, []);
});

test("the published types carry the sentences", () => {
  const compare = readFileSync(join(root, "dist", "ops", "array", "definitions", "compare.d.ts"), "utf8");
  assert.match(compare, /\/\*\* The smaller of two elements\. A NaN wins\. NumPy's `minimum`\. \*\/\s+minimum: /);
  const reductions = readFileSync(join(root, "dist", "ops", "array", "reductions.d.ts"), "utf8");
  assert.match(reductions, /\/\*\* The sum along axes\..*\*\/\s+sum: /);
  // One type of all tables that names them: written out, it would have no comments.
  const registry = readFileSync(join(root, "dist", "ops", "registry.d.ts"), "utf8");
  assert.match(registry, /typeof reductionOps/);
  assert.doesNotMatch(registry, /^\s+sum: /m);
});
