import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pool } from "../../src/chunk/pool.ts";
import { compute, type DArray, da, newaxis, ShapeError, slice } from "../../src/index.ts";

type Line = DArray<"float64", "array">;
type Lazy = { compute(): Promise<unknown> };
/** What an operation gives, of any shape. */
type Results = Lazy | readonly Lazy[];

const data = Float64Array.from({ length: 60 }, (_, i) => ((i * 37) % 23) - 9 + i / 64);
const line = da.fromArray(data, { chunks: 13 });
const positive = line.get(line.gt(0)) as Line;
const sameMask = line.mul(3).get(line.gt(0)) as Line;
const otherMask = line.get(line.lt(0)) as Line;
const rows = da.fromArray(data, { shape: [20, 3], chunks: [6, 2] });
const some = rows.get(rows.get(null, 0).gt(0)) as Line;

/** The same with lengths that are known: made of what JavaScript filters. */
const known = {
  positive: da.fromArray(
    data.filter((value) => value > 0),
    { chunks: 7 },
  ),
  sameMask: da.fromArray(data.filter((value) => value > 0).map((value) => 3 * value)),
  otherMask: da.fromArray(data.filter((value) => value < 0)),
  some: da.fromArray(Array.from({ length: 20 }, (_, i) => [...data.subarray(3 * i, 3 * i + 3)]).filter(([first]) => first! > 0)),
};
const lazy = { positive, sameMask, otherMask, some };
const count = known.positive.shape[0]!;

/** NumPy's answers are those for known lengths, which the golden tests hold. */
const cases: { readonly [sentence: string]: (of: typeof lazy) => Results } = {
  "values as many as the mask takes": ({ positive: y, sameMask: z }) => y.with(y.gt(5), z.get(y.gt(5))),
  "values for every second": ({ positive: y, sameMask: z }) => y.with(slice(null, null, 2), z.get(slice(null, null, 2))),
  "the first ten": ({ positive: y }) => y.get(slice(0, 10)),
  "more than there are": ({ positive: y }) => y.get(slice(5, 1000)),
  "the last ten": ({ positive: y }) => y.get(slice(-10, null)),
  "every third from the end": ({ positive: y }) => y.get(slice(null, null, -3)),
  "the last one": ({ positive: y }) => y.get(-1),
  "one from the front": ({ positive: y }) => y.get(3),
  positions: ({ positive: y }) => y.get([4, 0, -1]),
  take: ({ positive: y }) => y.take([1, 1, 2]),
  "a mask of the same lengths": ({ positive: y, sameMask: z }) => y.get(z.gt(15)),
  "a mask of numbers": ({ positive: y }) => y.get(da.arange(count, { chunks: 4 }).lt(5)),
  "a new axis": ({ positive: y }) => y.get(newaxis, slice(2, 5)),
  sorted: ({ positive: y }) => y.sort(),
  "positions that sort": ({ positive: y }) => y.argsort(),
  "the greatest": ({ positive: y }) => y.topk(4),
  "more of the least than there are": ({ positive: y }) => y.topk(-100),
  "where the greatest are": ({ positive: y }) => y.argtopk(4),
  "where the greatest is": ({ positive: y }) => y.argmax(),
  median: ({ positive: y }) => y.median(),
  quantiles: ({ positive: y }) => y.quantile([0.1, 0.5]),
  percentile: ({ positive: y }) => y.percentile(30),
  nanquantile: ({ positive: y }) => y.nanquantile(0.3, 0),
  histogram: ({ positive: y }) => y.histogram({ bins: 5 }),
  "histogram with weights": ({ positive: y, sameMask: z }) => y.histogram({ bins: 5, weights: z, range: [0, 20] }),
  bincount: ({ positive: y }) => y.astype("int64").bincount(),
  "searchsorted in it": ({ positive: y }) => y.sort().searchsorted([1, 5, 100]),
  "searchsorted of it": ({ positive: y }) => da.searchsorted(da.arange(10), y),
  digitize: ({ positive: y }) => y.digitize([1, 5]),
  concatenated: ({ positive: y, otherMask: z }) => da.concatenate([y, z, [7]]),
  stacked: ({ positive: y, sameMask: z }) => da.stack([y, z]),
  "stacked as columns": ({ positive: y, sameMask: z }) => da.stack([y, z], 1),
  appended: ({ positive: y }) => y.append([1, 2]),
  "beside each other": ({ some: x }) => da.concatenate([x, x.mul(2)], 1),
  "as one axis": ({ some: x }) => x.ravel(),
  "reshaped with one open": ({ some: x }) => x.reshape(3, -1),
  reshaped: ({ some: x }) => x.reshape(known.some.size!, 1),
  transposed: ({ some: x }) => x.T,
  "a column": ({ some: x }) => x.get(null, 1),
  "some columns": ({ some: x }) => x.get(null, slice(0, 2)),
  "some rows and columns": ({ some: x }) => x.get(slice(1, 3), [2, 0]),
  flipped: ({ positive: y }) => y.flip(),
  rolled: ({ positive: y }) => y.roll(3),
  repeated: ({ positive: y }) => y.repeat(2),
  tiled: ({ positive: y }) => y.tile(2),
  padded: ({ positive: y }) => y.pad(2, "reflect"),
  "running sum": ({ positive: y }) => y.cumsum(),
  "running product by rows": ({ some: x }) => x.cumprod(0),
  "running sum by columns": ({ some: x }) => x.cumsum(1),
  differences: ({ positive: y }) => y.diff(),
  where: ({ positive: y, sameMask: z }) => da.where(y.gt(5), y, z),
  "two masks of equal counts by chance": ({ positive: y }) => y.add(da.arange(count)),
  "with, a mask": ({ positive: y }) => y.with(y.gt(5), 0),
  "with, a slice": ({ positive: y }) => y.with(slice(0, 3), [1, 2, 3]),
  "values for a mask": ({ positive: y }) => line.with(line.gt(0), y.neg()),
  "all in one chunk": ({ positive: y }) => y.rechunk(-1),
  "one axis in other chunks": ({ some: x }) => x.rechunk({ 1: 1 }),
  "unique with counts": ({ positive: y }) => y.floor().unique({ returnCounts: true, returnInverse: true }),
  "unique of rows": ({ some: x }) => x.floor().unique(),
  "positions of what is not zero": ({ positive: y }) => y.gt(5).nonzero(),
  "matrix product": ({ some: x }) => da.matmul(x.T, x),
  dot: ({ positive: y, sameMask: z }) => y.dot(z),
  einsum: ({ some: x }) => da.einsum("ij,ij->j", x, x),
  "mean by columns": ({ some: x }) => x.mean(0),
  "spread around the mean": ({ some: x }) => x.sub(x.mean(0)).std(0),
  "weighted mean": ({ positive: y, sameMask: z }) => y.average(null, { weights: z }) as Lazy,
  covariance: ({ some: x }) => x.cov().round(9),
  "ones like it": ({ positive: y }) => y.onesLike(),
  "a function on chunks": ({ positive: y }) => y.mapBlocks((x: { data: Float64Array }) => x.data.map((value) => value + 1)).sort(),
  "one after the other": ({ positive: y }) =>
    y
      .sort()
      .get(slice(2, null))
      .get(
        da
          .arange(count - 2)
          .mod(2)
          .eq(0),
      )
      .get(-2),
};

for (const [sentence, operation] of Object.entries(cases)) {
  test(`after a mask: ${sentence}`, async () => {
    const before = pool.counters.inUseBytes;
    const [actual, expected] = [operation(lazy), operation(known as unknown as typeof lazy)].map((result) => (Array.isArray(result) ? result : [result])) as [
      Lazy[],
      Lazy[],
    ];
    assert.equal(actual.length, expected.length);
    assert.deepEqual(await compute(actual), await compute(expected));
    assert.ok(pool.counters.inUseBytes <= before + 4096, "what was computed for the lengths was freed");
  });
}

test("what is known of a shape stays known, what is not is undefined", () => {
  assert.deepEqual(positive.sort().shape, [undefined]);
  assert.deepEqual(positive.get(slice(0, 10)).shape, [undefined]);
  assert.deepEqual(positive.get(-1).shape, []);
  assert.deepEqual(positive.topk(3).shape, [undefined]);
  assert.deepEqual(positive.quantile([0.1, 0.2]).shape, [2]);
  assert.deepEqual(some.T.shape, [3, undefined]);
  assert.deepEqual(some.median(0).shape, [3]);
  assert.deepEqual(some.reshape(-1, 3).shape, [undefined, 3]);
  assert.deepEqual(some.reshape(9, 3).shape, [9, 3]);
  assert.equal(positive.sort().chunks[0]!.length, positive.chunks[0]!.length);
});

test("what is wrong with an index or a shape is said when the lengths are there", async () => {
  await assert.rejects(positive.get(1000).compute(), /get: index 1000 is out of bounds for axis 0 of length/);
  await assert.rejects(
    positive.add(otherMask).compute(),
    (error: Error) => error instanceof ShapeError && /add: shapes \[\d+\] and \[\d+\] do not broadcast/.test(error.message),
  );
  await assert.rejects(some.reshape(4, 4).compute(), /reshape: \d+ elements of shape \[\d+, 3\] do not fill shape \[4, 4\]/);
  await assert.rejects(positive.get(da.arange(5).lt(3)).compute(), /mask of shape \[5\] does not fit/);
  await assert.rejects(da.stack([positive, otherMask]).compute(), /stack: shapes/);
});

test("an axis of unknown length is cut only when its length is there", async () => {
  assert.throws(
    () => positive.rechunk(10),
    /rechunk: axis 0 has an unknown length \(after a mask\) and cannot be cut into chunks of 10; call computeChunkSizes\(\) first, or rechunk\(\{ 0: -1 \}\)/,
  );
  const sized = await positive.computeChunkSizes();
  assert.deepEqual(sized.rechunk(10).chunks[0]!.slice(0, 2), [10, 10]);
  assert.deepEqual(await sized.rechunk(10).compute(), await known.positive.compute());
});

test("a wrong argument is an error at once, lengths or no lengths", () => {
  assert.throws(() => positive.sort(1), /axis 1 is out of range/);
  assert.throws(() => positive.quantile(2), /not between 0 and 1/);
  assert.throws(() => some.get(null, 3), /index 3 is out of bounds for axis 1 of length 3/);
});

test("what a mask took is computed once for all that wait for its length", async () => {
  let started = 0;
  const [first, last, sum] = [positive.get(0), positive.get(-1), positive.sum()];
  await compute([first, last, sum], { progress: (event) => void (event.kind === "started" && /compress/.test(event.task.label) && started++) });
  assert.equal(started, positive.chunks[0]!.length);
});

test("arrays of unknown length are persisted, sized and written", async () => {
  const folder = mkdtempSync(join(tmpdir(), "chunkwise-unknown-"));
  try {
    const path = join(folder, "positive.npy");
    await positive.sort().toNpy(path);
    assert.deepEqual(await da.fromNpy(path).compute(), await known.positive.sort().compute());
    using kept = await positive.sort().persist();
    assert.deepEqual(kept.shape, [count]);
    assert.deepEqual((await positive.get(slice(1, null)).computeChunkSizes()).shape, [count - 1]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("one element that a mask took, from whichever chunk, stands for all others beside it", async () => {
  const row = da.arange(6, { chunks: 2 });
  const column = da.fromArray([[1], [2], [3]], { chunks: [2, 1] });
  for (const at of [0, 3, 5]) {
    const one = row.get(row.eq(at)) as Line;
    for (const taken of [one, await one.computeChunkSizes()]) {
      const [added, beside, chosen, moved] = await compute([
        row.add(taken),
        column.add(taken),
        da.where(taken.gt(2), row, -1),
        row.with(slice(0, 2), taken),
      ] as Lazy[] as DArray[]);
      const found = [added, beside, chosen, moved].map((value) => (value as unknown as { toArray(): unknown }).toArray());
      const numbers = [0, 1, 2, 3, 4, 5];
      assert.deepEqual(found, [
        numbers.map((value) => value + at),
        [[1 + at], [2 + at], [3 + at]],
        numbers.map((value) => (at > 2 ? value : -1)),
        [at, at, 2, 3, 4, 5],
      ]);
    }
    const known = await one.computeChunkSizes();
    assert.equal(await known.squeeze().compute(), at);
    assert.deepEqual((await da.random.normal(known, 0, { size: 3, chunks: 2 }).compute()).toArray(), [at, at, at]);
  }
});

test("lists that fit the length a mask leaves do, and statistics over the others", async () => {
  const y = line.get(line.gt(12)) as Line;
  const counts = (await y.compute()).shape[0]!;
  assert.equal((await y.repeat(new Array(counts).fill(2)).compute()).size, 2 * counts);
  const mine = some.cov({ rowvar: false }).sub(known.some.cov({ rowvar: false }));
  assert.deepEqual(mine.shape, [3, 3]);
  assert.ok(Number(await mine.abs().max().compute()) < 1e-12);
});

test("a promise of a square has no more chunks than tasks can be made in no time", () => {
  assert.ok(da.diag(positive).npartitions <= 1024);
});
