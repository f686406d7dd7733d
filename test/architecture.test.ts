import assert from "node:assert/strict";
import { posix } from "node:path";
import { test } from "node:test";
import { filesIn, textOf } from "./source-files.ts";

/** Folders of src/ in import order: the first column of the table in src/README.md. `index.ts` and the rest of src/ itself come last. */
const order = [...textOf("src/README.md").matchAll(/^\| `(\w+)\/` \|/gm)].map(([, folder]) => folder!);
const files = filesIn("src", ".ts");
const imports = new Map(files.map((file) => [file, importsOf(textOf(file))]));
/** Over 300 lines a file asks for a split; some have an answer, but not beyond this. */
const longest = 400;

test("every folder of src/ has its place in the map", () => {
  const folders = new Set(files.filter((file) => file.split("/").length > 2).map(folderOf));
  assert.deepEqual(
    [...folders].filter((folder) => !order.includes(folder)),
    [],
  );
});

test("a folder imports only from those before it", () => {
  const wrong = relativeImports().filter(([from, to]) => place(to) > place(from));
  assert.deepEqual(
    wrong.map(([from, to]) => `${from} imports ${to}, and ${folderOf(to)}/ comes after ${folderOf(from)}/`),
    [],
  );
});

test("no file imports itself by way of others, in types either", () => {
  assert.deepEqual(cycles(), []);
});

test("what is imported is ours, of Node.js, or a dependency", () => {
  const { dependencies } = JSON.parse(textOf("package.json")) as { dependencies: Record<string, string> };
  const others = [...imports].flatMap(([file, names]) => names.filter((name) => !name.startsWith(".")).map((name) => [file, name] as const));
  const wrong = others.filter(([, name]) => !name.startsWith("node:") && !Object.hasOwn(dependencies, packageOf(name)));
  assert.deepEqual(
    wrong.map(([file, name]) => `${file} imports ${name}, which is no dependency`),
    [],
  );
});

test("every file that is imported exists", () => {
  const wrong = relativeImports().filter(([, to]) => !imports.has(to));
  assert.deepEqual(
    wrong.map(([from, to]) => `${from} imports ${to}, which does not exist`),
    [],
  );
});

test(`no file has more than ${longest} lines`, (t) => {
  const lengths = [...files, ...filesIn("native", ".cpp", ".hpp"), ...filesIn("scripts", ".mjs")].map(
    (file) => [file, textOf(file).split("\n").length - 1] as const,
  );
  const over = (lines: number) => lengths.filter(([file, length]) => length > lines && !isTable(file));
  t.diagnostic(`${lengths.length} files, ${over(100).length} over 100 lines, ${over(200).length} over 200`);
  for (const [file, length] of over(300)) t.diagnostic(`${file} has ${length} lines`);
  assert.deepEqual(
    over(longest).map(([file, length]) => `${file} has ${length} lines`),
    [],
  );
});

test("files are named in kebab-case, after a concept", () => {
  const vague = /^(utils?|common|types|helpers?|misc)$/;
  const stems = files.map((file) => [file, posix.basename(file, ".ts")] as const);
  assert.deepEqual(
    stems.filter(([, stem]) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(stem) || vague.test(stem)).map(([file]) => file),
    [],
  );
});

/** Numbers that a standard defines: data, not code. */
function isTable(file: string): boolean {
  return file.endsWith("-tables.hpp") || file.endsWith("-table.ts");
}

function importsOf(text: string): string[] {
  return [...text.matchAll(/^(?:import|export)\b[^;"']*?\bfrom "([^"]+)"|^import "([^"]+)"|\bimport\("([^"]+)"\)/gm)].map(
    (found) => (found[1] ?? found[2] ?? found[3])!,
  );
}

function relativeImports(): (readonly [from: string, to: string])[] {
  return [...imports].flatMap(([file, names]) =>
    names.filter((name) => name.startsWith(".")).map((name) => [file, posix.join(posix.dirname(file), name)] as const),
  );
}

function folderOf(file: string): string {
  return file.split("/").length > 2 ? file.split("/")[1]! : "src";
}

function place(file: string): number {
  const folder = folderOf(file);
  return folder === "src" ? order.length : order.indexOf(folder);
}

function packageOf(name: string): string {
  return name.split("/", name.startsWith("@") ? 2 : 1).join("/");
}

/** Each cycle once, as a sentence. */
function cycles(): string[] {
  const next = new Map<string, string[]>();
  for (const [from, to] of relativeImports()) next.set(from, [...(next.get(from) ?? []), to]);
  const found: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  function visit(file: string): void {
    const start = path.indexOf(file);
    if (start >= 0) found.push([...path.slice(start), file].join(" imports "));
    if (start >= 0 || done.has(file)) return;
    path.push(file);
    for (const to of next.get(file) ?? []) visit(to);
    path.pop();
    done.add(file);
  }
  for (const file of files) visit(file);
  return found;
}
