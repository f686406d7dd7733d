import assert from "node:assert/strict";
import { test } from "node:test";
import { da } from "../../src/array/index.ts";
import { exprKey } from "../../src/engine/collection.ts";
import { planOf } from "../../src/engine/plan.ts";
import { type Expr, makeExpr, type Op } from "../../src/expr/expr.ts";
import { walk } from "../../src/expr/walk.ts";
import { dd } from "../../src/frame/index.ts";
import { isData } from "../../src/graph/graph.ts";
import { groupExprs } from "../../src/lower/group.ts";
import { lower } from "../../src/lower/lower.ts";
import { chunkAt } from "../../src/ops/define/chunks.ts";
import { elementwise, elementwiseOp } from "../../src/ops/define/elementwise.ts";
import { joinExpr, joinOp } from "../../src/ops/define/join.ts";
import { keep } from "../../src/ops/define/keep.ts";
import { permuteOp } from "../../src/ops/define/region-op.ts";
import { slice, sliceOp } from "../../src/ops/define/slice.ts";
import { source } from "../../src/ops/define/source.ts";
import { concatOp } from "../../src/ops/frame/concat.ts";
import { pushdown } from "../../src/optimize/passes/pushdown.ts";
import { simplify } from "../../src/optimize/passes/simplify.ts";

type Lazy = { readonly [exprKey]: Expr };
const exprOf = (x: unknown) => (x as Lazy)[exprKey];
const graphOf = (x: unknown) => planOf([exprOf(x)]).lowered.graph;
/** How many reads the tasks of a plan have, and the most that one of them has. */
function readsOf(x: unknown): { readonly all: number; readonly most: number } {
  const counts = graphOf(x).nodes.map((node) => (isData(node) ? 0 : node.reads.length));
  return { all: counts.reduce((sum, count) => sum + count, 0), most: Math.max(...counts) };
}
const line = (count: number) => source("coordinate", "float64", [new Array<number>(count).fill(1)], { axis: 0 });
const measure = () => 0;
const counting = (n: number) => Float64Array.from({ length: n }, (_, i) => i);

test("sorting, its positions and quantiles of hundreds of chunks of one element read each a few times, and not each for each", async () => {
  const count = 500;
  const values = counting(count).map((i) => (i * 7919) % count);
  const x = da.repeat(da.asarray(values, { chunks: 1 }), 1);
  const sorted = { values: x.sort(), positions: x.argsort(), across: x.reshape([1, count]).sort(1), least: x.topk(-3) };
  for (const [name, one] of Object.entries(sorted)) assert.ok(readsOf(one).all <= 4 * count, `${name}: ${readsOf(one).all} reads`);
  assert.deepEqual(sorted.values.chunks, x.chunks);
  assert.ok(graphOf(da.median(x)).nodes.length <= 2 * count + 10);
  assert.deepEqual((await sorted.values.compute({ scheduler: "synchronous" })).data, counting(count));
  const positions = await sorted.positions.compute({ scheduler: "synchronous" });
  assert.deepEqual(
    counting(count).map((_, rank) => values[positions.data[rank]!]!),
    counting(count),
  );
  assert.equal(await da.median(x).compute({ scheduler: "synchronous" }), (count - 1) / 2);
});

test("values and weights of very many chunks are counted in memory that is there", async () => {
  const x = da.repeat(
    da.asarray(
      new Int32Array(300).map((_, i) => i % 3),
      { chunks: 1 },
    ),
    1,
  );
  const options = { scheduler: "synchronous", memoryLimit: "500MB" } as const;
  assert.deepEqual([...(await da.bincount(x).compute(options)).data], [100, 100, 100]);
  assert.deepEqual([...(await da.bincount(x, { weights: x }).compute(options)).data], [0, 100, 200]);
});

test("what is taken of the chunks of a slice is worked out once for all of them", (t) => {
  const count = 200;
  const part = slice(keep(line(count)), [{ start: 1, step: 1, count: count - 2 }]);
  const pieces = t.mock.method(sliceOp as { pieces: NonNullable<typeof sliceOp.pieces> }, "pieces");
  const { graph } = lower([keep(part)], { fuse: true, measure });
  assert.equal(graph.outputs.length, count - 2);
  assert.equal(pieces.mock.callCount(), 1);
});

test("the chunk that holds an element is found, whatever chunks are empty", () => {
  const borders = [0, 0, 2, 2, 2, 5, 6, 6];
  assert.deepEqual(
    [0, 1, 2, 4, 5].map((element) => chunkAt(borders, element)),
    [1, 1, 4, 4, 5],
  );
});

test("ways of looking may lie thousands deep on each other: arrays turned, frames put together", () => {
  let turned = keep(line(2));
  let frame = exprOf(dd.fromColumns({ a: [1, 2, 3] }, { npartitions: 2 }));
  for (let i = 0; i < 6_000; i++) turned = makeExpr(permuteOp, [turned], { axes: i % 2 === 0 ? [-1, 0] : [1] });
  for (let i = 0; i < 6_000; i++) frame = makeExpr(concatOp, [frame], {});
  for (const root of [turned, frame]) assert.equal(lower([keep(root)], { fuse: true, measure }).graph.outputs.length, root.meta.chunks[0]!.length);
});

test("selections in a chain of work become one on their way down, and do not go down one after the other", (t) => {
  const count = 100;
  let x = keep(line(count + 4));
  for (let i = 0; i < count; i++) x = elementwise("negative", "float64", "float64", [slice(x, [{ start: 1, step: 1, count: count + 3 - i }])]);
  const absorb = t.mock.method(elementwiseOp as { absorb: NonNullable<typeof elementwiseOp.absorb> }, "absorb");
  const [lowest] = walk(pushdown.run([x], () => {})).filter((node) => node.op === (sliceOp as Op));
  assert.deepEqual(lowest?.params, { strides: [{ start: count, step: 1, count: 4 }] });
  assert.ok(absorb.mock.callCount() <= 2 * count, `${absorb.mock.callCount()} steps down`);
});

test("an array that grew in a loop is one join, and where it is read on the way another", () => {
  let grown: Expr = line(1);
  let half: Expr = grown;
  for (let i = 1; i < 300; i++) {
    grown = joinExpr([grown, i % 2 === 0 ? line(1) : joinExpr([line(1), line(2)], 0)], 0);
    if (i === 150) half = grown;
  }
  const [all, part] = simplify.run([grown, keep(half)], () => {}) as [Expr, Expr];
  assert.deepEqual(all.meta.chunks, grown.meta.chunks);
  assert.equal(all.inputs.length, 300 + 150);
  assert.equal(part.inputs[0]!.inputs.length, 151 + 75);
  assert.ok([all, part.inputs[0]!].every((one) => one.op === joinOp && one.inputs.every((input) => input.op !== joinOp)));
});

test("no task grows beyond what one can hold, also where all it is made of is in memory", () => {
  let sum = da.asarray([0]);
  for (let i = 1; i < 600; i++) sum = sum.add(da.asarray([i])) as typeof sum;
  assert.ok(groupExprs([exprOf(sum)], { fuse: true }).every(({ members }) => members.length <= 256));
  assert.ok(readsOf(sum).most <= 257);
});

test("a window of random numbers is not told of all the chunks that these have", () => {
  const toldOf = (chunks: number) => JSON.stringify(exprOf(da.random.random({ size: [chunks], chunks: [1], seed: 1 }).get(3)).inputs[0]!.params);
  assert.equal(toldOf(1000), toldOf(10).replaceAll("[10]", "[1000]"));
});
