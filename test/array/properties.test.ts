import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type DArray, type DType, da, type NDArray, slice } from "../../src/index.ts";
import { passNames } from "../../src/optimize/pass.ts";

// Random expressions under random chunks, schedulers and passes agree with the same expression in one chunk, unoptimized, on this thread.

type Lazy = DArray | DArray<DType, "scalar">;
type Build = (x: DArray<"float64">) => Lazy;
const shape = [6, 7];
const data = Float64Array.from({ length: 42 }, (_, i) => (i === 17 ? -0 : ((i * 37) % 23) - 11.5));

const unary: Build[] = [
  (x) => x.add(1.5),
  (x) => x.mul(x),
  (x) => x.neg().sub(2),
  (x) => x.abs().sqrt(),
  (x) => da.where(x.gt(0), x, 0.25),
  (x) => x.sub(x.mean(0)),
  (x) => x.div(x.max()),
  (x) => x.cumsum(1),
  (x) => x.sort(1),
  (x) => x.get(slice(null, null, -1)),
  (x) => da.concatenate([x, x], 0).get(slice(2, 8)),
  (x) => x.T.add(1).T,
  (x) => x.roll(2, 1),
  (x) => x.reshape(7, 6).reshape(6, 7),
  (x) => x.add(da.random.normal(0, 1, { size: shape, seed: 5, chunks: [4, 3] })),
  (x) => x.rechunk([2, 7]),
  (x) => x.with([slice(1, 5, 2), null], 3),
  (x) => x.take([5, 0, 0, 3, 2, 1], 0),
  (x) => x.cumprod(0).clip(-5, 5),
  (x) => x.nancumsum(0),
  (x) => x.flip(1),
  (x) => da.stack([x, x.mul(2)], 1).sum(1),
  (x) => x.pad([1, 0]).get(slice(1, null), slice(1, null)),
  (x) => x.with(x.gt(1), x.min()),
  (x) => x.with([null, [1, 3]], x.get(null, slice(0, 2))),
  (x) => x.mul(x.get(slice(0, 1))).add(x.get(null, slice(2, 3))),
  (x) => x.astype("int16").astype("float64"),
  (x) => x.repeat(2, 0).get(slice(null, null, 2)),
  (x) => x.sub(x.sort(0)),
  (x) => da.outer(x.get(null, 0), x.get(0)),
  (x) => x.swapaxes(0, 1).ravel().reshape(7, 6).T,
  (x) => x.tril().sub(x.triu(1)),
];
const last: Build[] = [
  (x) => x,
  (x) => x.sum(),
  (x) => x.mean(1),
  (x) => x.var(0),
  (x) => x.argmax(1),
  (x) => x.min(0, { keepdims: true }),
  (x) => x.median(0),
  (x) => x.matmul(x.T),
  (x) => x.get(x.gt(0)),
  (x) => x.get(x.gt(0)).sort().get(slice(1, null)).sub(1),
  (x) => x.get(x.get(null, 0).lt(3)).T.cumsum(1),
  (x) => x.any(1),
  (x) => x.std(),
  (x) => x.argsort(0),
  (x) => x.quantile([0.2, 0.5], 0),
  (x) => x.nanmedian(),
  (x) => x.topk(3, 1),
  (x) => x.unique(),
  (x) => x.floor().histogram({ bins: 4 })[0],
  (x) => x.round().astype("int64").sub(-30).clip(0, 60).ravel().bincount(),
  (x) => x.diff(1, 0),
  (x) => x.prod(1),
  (x) => x.ptp(0),
  (x) => x.argmin(),
  (x) => da.einsum("ij,kj->ik", x, x),
  (x) => x.ravel().searchsorted([0, 1]).add(x.nonzero()[0]!.sum()),
];
/** The array that all is done to: in memory, or made anew wherever it is needed. */
const bases: readonly ((chunks: never) => DArray<"float64">)[] = [
  (chunks) => da.fromArray(data, { shape, chunks }),
  (chunks) => da.random.normal(0, 4, { size: shape, seed: 3, chunks }),
];

const cut = fc.constantFrom<readonly [number[], number[]]>(
  [[6], [7]],
  [[3, 3], [7]],
  [
    [1, 2, 3],
    [4, 3],
  ],
  [[6], [1, 6]],
  [
    [2, 2, 2],
    [2, 2, 2, 1],
  ],
  [
    [5, 1],
    [3, 0, 4],
  ],
);

function sameNumbers(actual: NDArray | number | boolean, expected: NDArray | number | boolean): void {
  if (typeof actual !== "object" || typeof expected !== "object") {
    assert.equal(typeof actual, typeof expected);
    assert.ok(Math.abs(Number(actual) - Number(expected)) <= 1e-12 * Math.max(1, Math.abs(Number(expected))));
    return;
  }
  assert.deepEqual(actual.shape, expected.shape);
  assert.equal(actual.dtype, expected.dtype);
  for (let i = 0; i < expected.size; i++) {
    const [a, b] = [Number(actual.data[i]), Number(expected.data[i])];
    assert.ok(Object.is(a, b) || Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(b)), `${a} instead of ${b} at ${i}`);
  }
}

const compute = (x: Lazy, options: Parameters<DArray["compute"]>[0]) => x.compute(options) as Promise<NDArray | number | boolean>;
const runs = Number(process.env["PROPERTY_RUNS"] ?? 60);

test("chunks, schedulers and passes change no answer", async () => {
  const property = fc.asyncProperty(
    fc.array(fc.constantFrom(...unary), { maxLength: 4 }),
    fc.constantFrom(...last),
    fc.constantFrom(...bases),
    cut,
    fc.subarray([...passNames]),
    fc.constantFrom("synchronous", "threads"),
    async (steps, end, base, chunks, without, scheduler) => {
      const build = (x: DArray<"float64">) => end(steps.reduce<Lazy>((value, step) => step(value as DArray<"float64">), x) as DArray<"float64">);
      const expected = await compute(build(base(-1 as never)), { scheduler: "synchronous", without: passNames });
      sameNumbers(await compute(build(base(chunks as never)), { scheduler, without }), expected);
    },
  );
  await fc.assert(property, {
    numRuns: runs,
    seed: process.env["PROPERTY_SEED"] === undefined ? 20261120 : Number(process.env["PROPERTY_SEED"]),
  });
});

test("an invariant random array does not change with its chunks", async () => {
  const property = fc.asyncProperty(fc.integer({ min: 0, max: 2 ** 32 }), cut, cut, async (seed, a, b) => {
    const draw = (chunks: readonly (readonly number[])[]) => da.random.normal(0, 1, { size: shape, seed, chunks });
    assert.deepEqual((await draw(a).compute()).data, (await draw(b).compute()).data);
  });
  await fc.assert(property, { numRuns: 20 });
});
