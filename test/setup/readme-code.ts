import assert from "node:assert/strict";
import { textOf } from "../source-files.ts";

/** The programs of the README, and the right column of its tables of names. */
export function readmeCode(): { readonly blocks: readonly string[]; readonly cells: readonly string[] } {
  const readme = textOf("README.md");
  const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code!);
  const cells = [...readme.matchAll(/^\| `[^|]*` \| `([^|]*)` \|$/gm)].map(([, code]) => code!.replace(/^x = /, ""));
  assert.ok(blocks.length >= 2 && cells.length >= 20);
  return { blocks, cells };
}

/** Both as modules that a compiler reads. */
export function readmeModules(): readonly string[] {
  const { blocks, cells } = readmeCode();
  const given = `import { compute, da, dd, slice } from "chunkwise";
const x = da.ones([20, 12]);
const [y, a, b] = [x, x.sum(), x.max()];
const df = dd.fromColumns({ x: [1, 7, 12], s: ["a b", "c", null], k: ["a", "b", "a"] });
const air = dd.fromColumns({ UniqueCarrier: ["UA"], Origin: ["SFO"], Dest: ["LAX"], DepDelay: [3] });
const f = (one: { data: Float64Array }) => one.data;
`;
  return [...blocks, given + cells.map((cell) => `void (${cell});`).join("\n")];
}
