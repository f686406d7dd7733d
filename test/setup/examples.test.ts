import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { compute, config, da, dd, delayed, get, NDArray, newaxis, slice, visualize } from "../../src/index.ts";
import { filesIn, textOf } from "../source-files.ts";
import { readmeCode } from "./readme-code.ts";

const { constructor: AsyncFunction } = (async () => {}) as unknown as {
  readonly constructor: new (...parts: string[]) => (...args: unknown[]) => Promise<unknown>;
};

const x = da.random.normal(0, 1, { size: [20, 12], chunks: [5, 6], seed: 1 });
/** What examples take for granted. */
const given = {
  da,
  compute,
  config,
  NDArray,
  newaxis,
  slice,
  x,
  y: x.mul(2),
  a: x.sum(),
  b: x.max(),
  dd,
  df: dd.fromColumns({ x: [1, 7, 12], s: ["a b", "c", null], k: ["a", "b", "a"] }),
  trades: dd.fromColumns({ time: [new Date(23), new Date(38)], ticker: ["MSFT", "MSFT"], quantity: [75, 155] }),
  quotes: dd.fromColumns({ time: [new Date(18), new Date(30)], ticker: ["MSFT", "GOOG"], bid: [51.95, 720.5] }),
  air: dd.fromColumns({ UniqueCarrier: ["UA", "AA"], Origin: ["SFO", "SFO"], Dest: ["LAX", "JFK"], DepDelay: [3, 4] }),
  f: (one: { data: Float64Array }) => one.data,
  delayed,
  get,
  visualize,
  np: { sin: () => 0 },
};

let folder: string;
const home = process.cwd();
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "chunkwise-examples-"));
  await da.ones([200, 3]).toNpy(join(folder, "measurements.npy"));
  mkdirSync(join(folder, "flights"));
  writeFileSync(join(folder, "flights/1.csv"), "UniqueCarrier,Origin,Dest,DepDelay,Distance,TailNum\nUA,SFO,LAX,3,337,N1\nUA,SFO,JFK,NA,2586,N2\n");
  process.chdir(folder);
});
after(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

/** Sizes that a test can afford, and without types of parameters; names of modules are given, and what is assigned needs no declaration. */
function runnable(code: string): string {
  return code
    .replace(/^import .*$/gm, "")
    .replace(/\b(\w+): (?:number|string)(?=[,)])/g, "$1")
    .replace(/\b40_000\b/g, "400")
    .replace(/\b10_000\b/g, "100")
    .replace(/\busing /g, "const ");
}

async function run(code: string): Promise<void> {
  const names = Object.keys(given).filter((name) => !new RegExp(`(const|let) (\\{[^}]*)?\\b${name}\\b`).test(code));
  await new AsyncFunction(...names, runnable(code))(...names.map((name) => given[name as keyof typeof given]));
}

test("every example above a public name runs", async () => {
  const examples = filesIn("src", ".ts").flatMap((file) =>
    [...textOf(file).matchAll(/@example([\s\S]*?)(?=\n\s*\* @|\*\/)/g)].map(([, text]) => ({ file, code: text!.replace(/^\s*\* ?/gm, "") })),
  );
  assert.ok(examples.length >= 5);
  for (const { file, code } of examples) await assert.doesNotReject(run(code), `${file}: ${code}`);
});

test("every example of the README runs, and every line of its table of names", async () => {
  const { blocks, cells } = readmeCode();
  for (const code of [...blocks, ...cells.map((cell) => `let z = ${cell};`)]) await assert.doesNotReject(run(code), code);
});
