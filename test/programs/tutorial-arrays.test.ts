import assert from "node:assert/strict";
import { test } from "node:test";
import { compute, type DArray, da } from "../../src/index.ts";
import { loadBackend } from "../../src/kernels/load.ts";
import { peakResidentBytes } from "../../src/util/resident.ts";

// Section 4.3 of the tutorial: arrays on one machine, sizes scaled. A mean of n standard normals lies within 6 / √n of 0.

const within = (n: number) => 6 / Math.sqrt(n);
const farthest = (means: ArrayLike<number>) => Array.from(means).reduce((most, mean) => Math.max(most, Math.abs(mean)), 0);

test("row means of normals in square chunks: da.mean(x, axis=1)", async () => {
  const x = da.random.normal(0, 1, { size: [4000, 4000], chunks: [1000, 1000] });
  const means = await da.mean(x, 1).compute({ numWorkers: 4 });
  assert.deepEqual(means.shape, [4000]);
  assert.ok(farthest(means.data) < within(4000));
});

test("the same in chunks of whole rows, and both are the same numbers from one seed", async () => {
  const rows = da.random.normal(0, 1, { size: [1000, 3000], chunks: [250, 3000], seed: 7 });
  const squares = da.random.normal(0, 1, { size: [1000, 3000], chunks: [500, 1000], seed: 7 });
  const [byRow, bySquare] = [await rows.mean(1).compute(), await squares.mean(1).compute()];
  assert.ok(byRow.data.every((mean, i) => Math.abs(mean - bySquare.data[i]!) <= 1e-16));
});

test("an array in memory cut into chunks: da.from_array, lazily averaged", async () => {
  const x = await da.random
    .defaultRng(1)
    .normal(0, 1, { size: [400, 500] })
    .compute();
  const chunked = da.fromArray(x, { chunks: [100, 500] });
  const lazy: DArray<"float64"> = da.mean(chunked, 1);
  const means = await lazy.compute();
  const expected = x.data.subarray(0, 500).reduce((sum, value) => sum + value, 0) / 500;
  assert.ok(Math.abs(means.data[0]! - expected) < 1e-15);
});

test("features and labels of the boosted trees: chunks of a thousand observations", async () => {
  const [observations, features] = [1e5, 20];
  const x = da.random.random({ size: [observations, features], chunks: [1000, features] });
  const y = da.random.random({ size: [observations, 1], chunks: [1000, 1] });
  assert.deepEqual([x.npartitions, y.npartitions, x.shape, y.shape], [100, 100, [observations, features], [observations, 1]]);
  const { means, label } = await compute({ means: x.mean(0), label: y.mean() });
  assert.ok(Math.abs(label - 0.5) < within(observations) && means.data.every((mean) => Math.abs(mean - 0.5) < within(observations)));
});

test("an array of 80 GB has its row means in a few hundred megabytes: a tenth of it here", { timeout: 170_000 }, async () => {
  // All of it is a bench; here its first row of chunks, a billion numbers.
  const x = da.random.normal(0, 1, { size: [100_000, 100_000], chunks: [10_000, 10_000], seed: 3 });
  const wanted = loadBackend().isa === "wasm" ? 200 : 10_000;
  const { slice } = await import("../../src/index.ts");
  const means = await x.get(slice(0, wanted)).mean(1).compute();
  assert.deepEqual(means.shape, [wanted]);
  assert.ok(farthest(means.data) < within(100_000));
  assert.ok(peakResidentBytes() < 600e6, `peak resident memory ${peakResidentBytes()}`);
});
