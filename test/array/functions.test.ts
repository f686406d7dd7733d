import assert from "node:assert/strict";
import { test } from "node:test";
import { ClosureError, type DArray, da, fromModule, type NDArray, ShapeError, slice, TaskError, WorkerLostError } from "../../src/index.ts";

const x = da.arange(24).reshape(4, 6).rechunk([2, 3]);
const values = async (lazy: { compute(): Promise<unknown> }) => ((await lazy.compute()) as NDArray<"float64">).toArray();

test("mapBlocks runs a function on each chunk, with where it stands", async () => {
  assert.deepEqual(await values(x.mapBlocks((block: NDArray<"float64">) => block.data.map((value) => 2 * value))), await values(x.mul(2)));
  const origins = x.mapBlocks((block: NDArray<"float64">, info: { origin: readonly number[] }) => block.data.map(() => 10 * info.origin[0]! + info.origin[1]!));
  assert.deepEqual(((await values(origins)) as number[][])[3], [20, 20, 20, 23, 23, 23]);
});

test("mapBlocks takes several arrays, values for free variables, and functions of modules", async () => {
  const factor = 7;
  const added = da.mapBlocks((a: NDArray<"float64">, b: NDArray<"float64">) => a.data.map((value, i) => value + factor * b.data[i]!), x, x, {
    with: { factor },
  });
  assert.deepEqual(await values(added), await values(x.mul(8)));
  assert.deepEqual(await values(x.mapBlocks(fromModule(new URL("./module-functions.js", import.meta.url).href, "tripled"))), await values(x.mul(3)));
  assert.throws(
    () => x.mapBlocks((block: NDArray<"float64">) => block.data.map((value) => value * factor)),
    (error) => error instanceof ClosureError && error.names.includes("factor"),
  );
});

test("mapBlocks drops and adds axes, changes chunks and dtype", async () => {
  const rows = x.rechunk([2, -1]);
  const sums = rows.mapBlocks(
    (block: NDArray<"float64">) => Array.from({ length: block.shape[0]! }, (_, i) => block.data.subarray(6 * i, 6 * i + 6).reduce((a, b) => a + b)),
    { dropAxis: 1 },
  );
  assert.deepEqual(await values(sums), await values(x.sum(1)));
  const doubled = x.mapBlocks((block: NDArray<"float64">) => ({ data: Float64Array.from([...block.data, ...block.data]), shape: [4, 3] }), { chunks: [4, 3] });
  assert.deepEqual(doubled.shape, [8, 6]);
  const flags = x.mapBlocks((block: NDArray<"float64">) => Uint8Array.from(block.data, (value) => (value > 5 ? 1 : 0)), { dtype: "bool" });
  assert.deepEqual(await values(flags), await values(x.gt(5)));
  assert.throws(() => x.mapBlocks((block: NDArray) => block, { dropAxis: 1 }), ShapeError);
});

test("a function that throws is a TaskError with the user's own error; a wrong result is one too", async () => {
  const fails = x.mapBlocks(() => {
    throw new RangeError("mine");
  });
  await assert.rejects(fails.compute(), (error) => error instanceof TaskError && error.cause instanceof RangeError && error.cause.message === "mine");
  await assert.rejects(x.mapBlocks(() => new Float64Array(3)).compute(), (error) => error instanceof TaskError && /shape \[3\]/.test(error.message));
  await assert.rejects(x.mapBlocks((block: NDArray<"float64">) => Float32Array.from(block.data)).compute(), /float64 .* was declared/);
});

test("applyAlongAxis puts what a function gives where the axis was, and applyGufunc sees dimensions of its own last", async () => {
  const ends = (line: NDArray<"float64">) => [line.get(0), line.get(-1)] as number[];
  const found = da.applyAlongAxis(ends, 0, x, { shape: 2 });
  assert.deepEqual([found.shape, await values(found)], [[2, 6], await values(da.stack([x.get(0), x.get(3)]))]);
  const late = da.applyAlongAxis(async (line: NDArray<"float64">) => line.data.length, 1, x, { dtype: "int32" });
  assert.deepEqual(await values(late), [6, 6, 6, 6]);
  const dot = (a: NDArray<"float64">, b: NDArray<"float64">) => a.data.reduce((sum, value, i) => sum + value * b.data[i]!, 0);
  for (const chunks of [1, 2, [4, 3]]) {
    const each = da.applyGufunc(dot, "(i),(i)->()", x.rechunk(chunks), da.arange(6), { vectorize: true });
    assert.deepEqual(await values(each), await values(x.matmul(da.arange(6))));
  }
  const rows = da.applyGufunc((a: NDArray<"float64">) => ({ data: a.data.filter((_, i) => i % 6 < 2), shape: [a.shape[0]!, 2] }), "(i)->(k)", x, {
    outputSizes: { k: 2 },
  });
  assert.deepEqual(await values(rows), await values(x.get(null, slice(0, 2))));
  assert.throws(() => da.applyGufunc(dot, "i,i->()", x, x), /applyGufunc: "i,i->\(\)" is not a signature/);
  assert.throws(() => da.applyGufunc(dot, "(i),(i)->()", x, da.arange(5)), /i is 6 long and 5 long/);
  assert.throws(() => da.applyGufunc(dot, "(i)->(k)", x), /no array has k; give its length in outputSizes/);
  await assert.rejects(da.applyAlongAxis(ends, 0, x).compute() as Promise<unknown>, /the function gave shape \[2\] where \[\] was declared/);
  assert.deepEqual((await da.applyAlongAxis(ends, 0, da.zeros([3, 0]), { shape: 2 }).compute()).shape, [2, 0]);
});

test("applyGufunc gives a list of arrays where the signature has several results, each of its dtype", async () => {
  const both = (line: NDArray<"float64">) => [line.data.reduce((a, b) => a + b), line.data.map((value) => value / 2)];
  for (const vectorize of [true, false]) {
    const fn = vectorize
      ? both
      : (block: NDArray<"float64">) => [Array.from({ length: block.shape[0]! }, (_, i) => block.get(i, 0)), block.data.map((value) => value / 2)];
    const [first, halves] = da.applyGufunc(fn, "(i)->(),(i)", x, { vectorize, outputDtypes: ["int32", "float64"] }) as [DArray, DArray];
    assert.deepEqual([first.dtype, first.shape, halves.dtype, halves.shape], ["int32", [4], "float64", [4, 6]]);
    assert.deepEqual([await values(first), await values(halves)], [await values(vectorize ? x.sum(1) : x.get(null, 0)), await values(x.div(2))]);
  }
  const chosen = da.applyGufunc((line: NDArray<"float64">, info: { params: { output: number } }) => line.get(info.params.output), "(i)->()", x, {
    vectorize: true,
    outputDtypes: "float64",
    params: { output: 4 },
  });
  assert.deepEqual(await values(chosen), [4, 10, 16, 22]);
  assert.throws(() => da.applyGufunc(both, "(i)->(),(i)", x, { outputDtypes: ["int32"] }), /applyGufunc: 1 outputDtypes for 2 results; give one for each/);
  const [wrong] = da.applyGufunc(() => 1, "(i)->(),()", x, { vectorize: true });
  await assert.rejects(wrong!.compute() as Promise<unknown>, /the function gave 1 where a list of results was declared/);
});

test("errors of functions of reduction and fromFunction name these", async () => {
  const fails = x.reduction(
    () => {
      throw new Error("mine");
    },
    (state: NDArray) => state,
    0,
  );
  await assert.rejects(fails.compute(), (error) => error instanceof TaskError && error.operation === "reduction" && error.message.startsWith("reduction: "));
  assert.throws(() => x.reduction(5 as never, (state: NDArray) => state), /^TypeError: reduction: takes a function, not number/);
  assert.throws(
    () =>
      x.reduction(
        (block: NDArray) => block,
        (state: NDArray) => state,
        0,
        { dtype: "int5" as never },
      ),
    /^DTypeError: reduction: unknown dtype/,
  );
  assert.throws(() => da.fromFunction("x" as never, [2]), /^TypeError: fromFunction: takes a function/);
});

test("a function that ends its worker is a WorkerLostError that names its task, and the next compute works", async () => {
  const quits = da
    .ones([4], { chunks: 2 })
    .mapBlocks((block: NDArray<"float64">, info: { origin: readonly number[] }) => (info.origin[0] === 2 ? process.exit(7) : block));
  await assert.rejects(quits.compute({ scheduler: "threads", numWorkers: 2 }) as Promise<unknown>, (error: WorkerLostError) => {
    assert.ok(error instanceof WorkerLostError && error.running.some((key) => /^mapBlocks-\w+\/1$/.test(key)), String(error));
    return true;
  });
  assert.equal(await x.sum().compute({ scheduler: "threads", numWorkers: 2 }), 276);
});

test("an async function is awaited", async () => {
  const late = x.mapBlocks(async (block: NDArray<"float64">) => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    return block.data;
  });
  assert.deepEqual(await values(late), await values(x));
});

test("blockwise brings chunks together by labels", async () => {
  const outer = da.blockwise(
    (a: NDArray<"float64">, b: NDArray<"float64">) => ({
      data: Float64Array.from([...a.data].flatMap((left) => [...b.data].map((right) => left * right))),
      shape: [a.shape[0]!, b.shape[0]!],
    }),
    "ij",
    x.get(0),
    "i",
    x.get(1),
    "j",
  );
  assert.deepEqual(await values(outer), await values(da.outer(x.get(0), x.get(1))));
});

test("mapOverlap may look farther than chunks are long", async () => {
  const window = (block: NDArray<"float64">) => block.data.map((_, i) => block.data.subarray(Math.max(0, i - 3), i + 4).reduce((sum, value) => sum + value, 0));
  for (const boundary of ["none", "reflect", "periodic", 0] as const) {
    const sums = (chunks: number | number[]) => values(da.arange(8, { chunks }).mapOverlap(window, { depth: 3, boundary }));
    const expected = await sums(8);
    if (boundary === "none") assert.deepEqual(expected, [6, 10, 15, 21, 28, 27, 25, 22]);
    for (const chunks of [1, 2, [3, 1, 4], [6, 2]]) assert.deepEqual(await sums(chunks), expected, `${boundary}, chunks ${chunks}`);
  }
});

test("mapOverlap shows neighbors, for every boundary", async () => {
  const line = da.arange(8).rechunk(3);
  const smooth = (block: NDArray<"float64">) => block.data.map((value, i) => (block.data[i - 1] ?? 0) + value + (block.data[i + 1] ?? 0));
  const with0 = await values(line.mapOverlap(smooth, { depth: 1, boundary: 0 }));
  assert.deepEqual(with0, [1, 3, 6, 9, 12, 15, 18, 13]);
  assert.deepEqual(await values(line.mapOverlap(smooth, { depth: 1, boundary: "none" })), with0);
  assert.deepEqual(await values(line.mapOverlap(smooth, { depth: 1, boundary: "nearest" })), [1, 3, 6, 9, 12, 15, 18, 20]);
  assert.deepEqual(await values(line.mapOverlap(smooth, { depth: 1, boundary: "periodic" })), [8, 3, 6, 9, 12, 15, 18, 13]);
  assert.deepEqual(await values(line.mapOverlap(smooth, { depth: 1, boundary: "reflect" })), [1, 3, 6, 9, 12, 15, 18, 20]);
  // Deeper than a chunk.
  const far = (block: NDArray<"float64">) => block.data.map((_, i) => block.data[i - 4] ?? -1);
  assert.deepEqual(await values(line.mapOverlap(far, { depth: [[4, 0]] as never, boundary: -1 })), [-1, -1, -1, -1, 0, 1, 2, 3]);
});

test("a reduction of the user's", async () => {
  const sum = (block: NDArray<"float64">, info: { params: { axis: readonly number[] } }) => {
    const [rows, columns] = block.shape as [number, number];
    if (info.params.axis.length === 2) return { data: Float64Array.of(block.data.reduce((a, b) => a + b, 0)), shape: [1, 1] };
    return {
      data: Float64Array.from({ length: rows }, (_, i) => block.data.subarray(columns * i, columns * (i + 1)).reduce((a, b) => a + b, 0)),
      shape: [rows, 1],
    };
  };
  assert.deepEqual(await values(da.reduction(x, sum, sum, { axis: 1 })), await values(x.sum(1)));
  assert.equal(await x.reduction(sum, sum, { splitEvery: 2 }).compute(), 276);
});

test("an array from a function of its coordinates", async () => {
  const grid = da.fromFunction((i: NDArray<"float64">, j: NDArray<"float64">) => i.data.map((row, at) => 10 * row + j.data[at]!), [3, 4], { chunks: 2 });
  assert.deepEqual(((await values(grid)) as number[][])[2], [20, 21, 22, 23]);
});
