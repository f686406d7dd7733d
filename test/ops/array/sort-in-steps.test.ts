import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { DType } from "../../../src/chunk/dtype.ts";
import { pool } from "../../../src/chunk/pool.ts";
import { exprKey } from "../../../src/engine/collection.ts";
import { planOf } from "../../../src/engine/plan.ts";
import { type ComputeOptions, compute, type DArray, da, type RunEvent } from "../../../src/index.ts";

type Counters = RunEvent["counters"];
type Numbers = DArray<"float64", "array">;

/** Numbers that repeat, with NaN, zeros of both signs and infinities among them. They are made anew where they are needed, so that they take nothing of the limit. */
function awkward(size: number | readonly number[], dtype: DType = "float64") {
  const draws = da.random.integers(0, 1000, { size, chunks: -1, seed: 5 });
  const special = [Number.NaN, 0, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1, 1];
  const values = special.reduce((x, value, i) => da.where(draws.eq(i * 31), value, x), draws.mod(97).div(8).sub(5)) as unknown as Numbers;
  return (dtype === "float64" || dtype === "float32" ? values : draws.mod(97)).astype(dtype) as Numbers;
}

const folder = mkdtempSync(join(tmpdir(), "chunkwise-sort-"));
after(() => rmSync(folder, { recursive: true }));

/** What is computed within a limit that the result alone exceeds: by way of a file. */
async function written(x: Numbers, options: ComputeOptions) {
  const path = join(folder, "sorted.npy");
  await x.toNpy(path, options);
  return da.fromNpy(path).compute();
}

/** What the plan that is bounded gives and what one chunk gives. */
const small = { memoryLimit: 400_000 } as const;

test("an array that is too long for one task is sorted by columns, whatever its dtype", async () => {
  for (const dtype of ["int16", "uint64", "float32", "float64"] as const) {
    const x = awkward(30_011, dtype);
    const cut = x.rechunk(1_000);
    assert.ok(
      planOf([cut.sort()[exprKey]], small).reports.some(({ pass, changed }) => pass === "sortInSteps" && changed),
      dtype,
    );
    const sorted = await cut.sort().compute(small);
    assert.deepEqual(
      Array.from(sorted.data as Float64Array).map((value) => (value === 0 ? 0 : value)),
      Array.from((await x.sort().compute()).data as Float64Array).map((value) => (value === 0 ? 0 : value)),
      dtype,
    );
    const order = await cut.argsort().compute(small);
    assert.deepEqual(order, await x.argsort().compute(), dtype);
  }
});

test("rows that fit are sorted a few at a time, along any axis", async () => {
  const x = awkward([40, 60, 50]).rechunk([7, 9, 11]);
  for (const sorted of [x.sort(0), x.sort(2), x.argsort(1), x.median(0), x.nanquantile([0.1, 0.7], 1, { method: "hazen" })]) {
    assert.ok(planOf([sorted[exprKey]], { memoryLimit: 200_000 }).reports[0]!.changed);
    assert.deepEqual(await written(sorted as Numbers, { memoryLimit: 200_000 }), await sorted.compute());
  }
});

test("rows that do not fit are sorted one after the other", async () => {
  const x = awkward([2, 30_000]).rechunk([2, 1_000]);
  for (const sorted of [x.sort(1), x.argsort(1), x.T.sort(0), x.T.argsort(0)]) {
    // Which zero comes first is left open.
    assert.deepEqual(await written(sorted.add(0), small), await sorted.add(0).compute());
  }
});

const methods = [
  "inverted_cdf",
  "averaged_inverted_cdf",
  "closest_observation",
  "interpolated_inverted_cdf",
  "hazen",
  "weibull",
  "linear",
  "median_unbiased",
  "normal_unbiased",
  "lower",
  "higher",
  "midpoint",
  "nearest",
] as const;

test("quantiles of an axis that is too long for one task are exact, by every method", async () => {
  const q = [0, 0.001, 0.25, 0.5, 0.77, 1];
  for (const dtype of ["float64", "float32"] as const) {
    const noNaN = awkward(20_001, dtype).nanToNum();
    const some = awkward(20_001, dtype);
    // All methods together: they share what is sorted.
    const asked = (cut: number) =>
      methods.flatMap((method) => [noNaN.rechunk(cut).quantile(q, 0, { method }), some.rechunk(cut).nanquantile(q, null, { method })]);
    const wanted = await compute(asked(-1));
    for (const [i, found] of (await compute(asked(1_000), small)).entries())
      assert.deepEqual(found, wanted[i], `${methods[i >> 1]} of ${dtype}, ${i % 2 === 0 ? "no" : "some"} NaN`);
    assert.deepEqual(await some.rechunk(1_000).quantile(q).compute(small), await some.quantile(q).compute());
    assert.equal(await some.rechunk(1_000).nanmedian().compute(small), await some.nanmedian().compute());
    assert.equal(await noNaN.rechunk(1_000).median(0).compute(small), await noNaN.median().compute());
  }
});

test("data four times the limit are sorted within it, spilled and restored", { timeout: 170_000 }, async () => {
  const size = 4_000_000;
  const limit = 8_000_000;
  const x = da.random.normal(0, 1, { size, chunks: 62_500, seed: 1 });
  const before = pool.counters.inUseBytes;
  let counters: Counters | undefined;
  const options = { memoryLimit: limit, progress: (event: RunEvent) => void (counters = { ...event.counters }) };
  const sorted = (await written(x.sort() as Numbers, options)) as { data: Float64Array };
  assert.ok(counters!.peakBytes <= limit, `the pool held ${counters!.peakBytes} bytes`);
  assert.ok(counters!.spilledBytes > 0 && counters!.restoredBytes > 0);
  assert.ok(sorted.data.every((value, i) => i === 0 || value >= sorted.data[i - 1]!));
  assert.ok(pool.counters.inUseBytes <= before);
  const sum = sorted.data.reduce((total, value) => total + value, 0);
  assert.ok(Math.abs(sum - (await x.sum().compute())) < 1e-6);
  const quantiles = await x.quantile([0.25, 0.5], 0).compute(options);
  assert.deepEqual(
    [...quantiles.data],
    [1, 2].map((part) => {
      const at = ((size - 1) * part) / 4;
      const low = sorted.data[Math.floor(at)]!;
      const high = sorted.data[Math.ceil(at)]!;
      const share = at % 1;
      return share < 0.5 ? low + (high - low) * share : high - (high - low) * (1 - share);
    }),
  );
  // Which quantiles were asked for stays until the garbage collector finds it.
  assert.ok(pool.counters.inUseBytes <= before + 64);
});
