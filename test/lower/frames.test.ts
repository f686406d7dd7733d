import assert from "node:assert/strict";
import { test } from "node:test";
import { unpack } from "../../src/chunk/batch.ts";
import { elements } from "../../src/chunk/chunk.ts";
import { disposePersisted, persistExprs } from "../../src/engine/persist.ts";
import { planOf } from "../../src/engine/plan.ts";
import { runGraph } from "../../src/execute/run-graph.ts";
import { type Expr, type GridIndex, makeExpr, type Op } from "../../src/expr/expr.ts";
import type { FrameMeta } from "../../src/expr/meta.ts";
import { isData } from "../../src/graph/graph.ts";
import { keyOf } from "../../src/graph/keys.ts";
import type { Task } from "../../src/graph/task.ts";
import { shuffled } from "../execute/batch-graph.ts";
import { valuesOf } from "../execute/batch-module.ts";

const frame = (...grid: number[]): FrameMeta => ({
  kind: "frame",
  schema: [],
  dtype: "uint8",
  shape: grid.map(() => undefined),
  chunks: grid.map((count) => Array.from({ length: count }, () => undefined)),
});
const partitions = ({ meta }: Expr) => meta.chunks[0]!.length;
const step = (kernel: string, args: readonly number[], params = {}) => ({ kernel, dtype: "uint8", args, result: "uint8", params }) as const;

/** Partition p holds the `count` numbers from p·count on. */
const rangeOp: Op<{ partitions: number; count: number }> = {
  name: "frame/range",
  infer: (_, params) => frame(params.partitions),
  blockwise: ({ params: { count } }) => ({
    steps: (build, _, at) => build.step(step("frame/test-range", [], { from: at[0]! * count, count })),
    variant: (at) => String(at[0]),
    bytes: () => 4 * count,
    scratch: () => 8 * count,
  }),
};

/** Whatever it is given; for groups. */
const sameOp: Op = {
  name: "frame/identity",
  infer: ([input]) => input!,
  blockwise: () => ({ steps: (build, args) => build.step(step("frame/same", args)) }),
};

/** Row p of its grid: partition p by what is left when its numbers are divided by `parts`. */
const splitOp: Op<{ parts: number }> = {
  name: "frame/split",
  infer: ([input], { parts }) => frame(input!.chunks[0]!.length, parts),
  blockwise: ({ params: { parts } }) => ({
    results: parts,
    steps: (build, args) => Array.from({ length: parts }, (_, part) => build.step(step("frame/test-part", args, { part, parts }))),
  }),
};

/** Partition r: column r. */
const mergeOp: Op = {
  name: "frame/merge",
  infer: ([input]) => frame(input!.chunks[1]!.length),
  blockwise: ({ inputs: [input] }) => ({
    reads: (at: GridIndex) => Array.from({ length: partitions(input!) }, (_, row) => ({ input: 0, at: [row, at[0]!] })),
    steps: (build, args) => build.step(step("frame/test-concat", args)),
  }),
};

const range = makeExpr(rangeOp, [], { partitions: 5, count: 100 });
const split = makeExpr(splitOp, [makeExpr(sameOp, [range], {})], { parts: 7 });
const merged = makeExpr(sameOp, [makeExpr(mergeOp, [split], {})], {});

const lowered = (root: Expr) => planOf([root]).lowered;
const tasksOf = (root: Expr) => lowered(root).graph.nodes.filter((node): node is Task => !isData(node));

async function compute(root: Expr): Promise<number[][]> {
  const taken: number[][] = [];
  await runGraph(lowered(root).graph, {
    scheduler: "synchronous",
    take(output, chunk) {
      taken[output] = [...valuesOf(unpack(elements(chunk) as Uint8Array))];
    },
  });
  return taken;
}

test("a task that makes a row of chunks is one task, with what it is made from; each reader of a column finds its chunk", async () => {
  const tasks = tasksOf(merged);
  assert.deepEqual(
    tasks.map(({ results }) => results.length),
    [...Array(5).fill(7), ...Array(7).fill(1)],
  );
  assert.deepEqual(
    tasks[5 + 3]!.reads,
    [0, 1, 2, 3, 4].map((node) => ({ node, result: 3 })),
  );
  assert.equal(keyOf(tasks[2]!).split("/")[1], "2,0");
  assert.deepEqual(await compute(merged), shuffled(5, 7, 100));
});

test("results of frames grow; their sizes are estimated from what is read, and batches on the way count as memory", () => {
  const tasks = tasksOf(merged);
  assert.deepEqual(tasks[0]!.results[0], { dtype: "uint8", shape: [undefined], bytes: Math.ceil(400 / 7), grows: true });
  assert.equal(tasks[0]!.heapBytes, 800);
  assert.equal(tasks[5]!.results[0]!.bytes, 5 * Math.ceil(400 / 7));
  assert.equal(tasks[5]!.heapBytes, undefined);
});

test("what a row is made from may be kept beside it, and rows may be kept as they are", async () => {
  const { graph, roots } = planOf([range, split]).lowered;
  assert.equal(graph.nodes.length, 5);
  assert.deepEqual(roots, [
    { from: 0, count: 5 },
    { from: 5, count: 35 },
  ]);
  assert.deepEqual(graph.outputs[5 + 7 + 2], { node: 1, result: 3 });
  assert.deepEqual(
    (await compute(split))[7 + 2],
    [...Array(200).keys()].filter((value) => value >= 100 && value % 7 === 2),
  );
});

test("estimates of shuffles upon shuffles are found once a chunk", () => {
  let node: Expr = makeExpr(rangeOp, [], { partitions: 20, count: 10 });
  for (let i = 0; i < 12; i++) node = makeExpr(mergeOp, [makeExpr(splitOp, [node], { parts: 20 })], {});
  // Each merge is one task with the split that follows.
  assert.equal(tasksOf(node).length, 13 * 20);
});

test("persisted partitions are frames whose sizes are known", async () => {
  const [kept] = await persistExprs([merged], { scheduler: "synchronous" });
  assert.equal(kept!.meta.kind, "frame");
  assert.ok(kept!.meta.chunks[0]!.every((bytes) => bytes! > 0));
  assert.deepEqual(await compute(kept!), shuffled(5, 7, 100));
  assert.deepEqual(await compute(makeExpr(sameOp, [kept!], {})), shuffled(5, 7, 100));
  disposePersisted(kept!);
});
