import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { compute, type DArray, da } from "../../src/index.ts";
import { arrayOps } from "../../src/ops/registry.ts";
import { unhelpful } from "./any-arguments.ts";

const x = da.arange(24, { chunks: 5 }).reshape([4, 6]);
const counts = da.fromArray([1n, 3n, 3n]);

/** The same by position and by name. */
const pairs: { readonly [what: string]: readonly [byPosition: () => unknown, byName: () => unknown] } = {
  sum: [() => x.sum(0), () => x.sum({ axis: 0 })],
  "sum, keepdims": [() => x.sum(null, { keepdims: true }), () => da.sum(x, { keepdims: true })],
  "mean of axes": [() => x.mean([0, 1]), () => x.mean({ axis: [0, 1] })],
  "std, ddof": [() => x.std(1, { ddof: 1 }), () => x.std({ axis: 1, ddof: 1 })],
  argmax: [() => da.argmax(x, 0), () => da.argmax(x, { axis: 0 })],
  median: [() => da.median(x, 0), () => da.median(x, { axis: 0 })],
  quantile: [() => x.quantile(0.3, 1, { method: "lower" }), () => x.quantile(0.3, { axis: 1, method: "lower" })],
  percentile: [() => da.percentile(x, [10, 50], null, { method: "nearest" }), () => da.percentile(x, [10, 50], { method: "nearest" })],
  cumsum: [() => x.cumsum(1, { dtype: "float32" }), () => x.cumsum({ axis: 1, dtype: "float32" })],
  diff: [() => da.diff(x, 2, 0), () => da.diff(x, { n: 2, axis: 0 })],
  "diff, axis": [() => da.diff(x, 1, 0, { prepend: 5 }), () => da.diff(x, 1, { axis: 0, prepend: 5 })],
  sort: [() => x.sort(0), () => x.sort({ axis: 0 })],
  topk: [() => x.topk(2, 0), () => x.topk(2, { axis: 0 })],
  roll: [() => x.roll(1, 0), () => x.roll(1, { axis: 0 })],
  flip: [() => x.flip(0), () => x.flip({ axis: 0 })],
  repeat: [() => x.repeat(2, 1), () => x.repeat(2, { axis: 1 })],
  concatenate: [() => da.concatenate([x, x], 1), () => da.concatenate([x, x], { axis: 1 })],
  stack: [() => da.stack([x, x], 1), () => da.stack([x, x], { axis: 1 })],
  append: [() => x.append(x, 0), () => x.append(x, { axis: 0 })],
  squeeze: [() => x.get([0]).squeeze(0), () => x.get([0]).squeeze({ axis: 0 })],
  expandDims: [() => x.expandDims(0), () => x.expandDims({ axis: 0 })],
  take: [() => x.take([0, 1], 1), () => x.take([0, 1], { axis: 1 })],
  compress: [() => da.compress([true, false], x, 0), () => da.compress([true, false], x, { axis: 0 })],
  average: [() => da.average(x, 0, [1, 2, 3, 4]), () => da.average(x, { axis: 0, weights: [1, 2, 3, 4] })],
  trace: [() => x.trace(1), () => x.trace({ offset: 1 })],
  triu: [() => x.triu(1), () => x.triu({ k: 1 })],
  eye: [() => da.eye(3, null, 1), () => da.eye(3, { k: 1 })],
  tri: [() => da.tri(3, 4, 1), () => da.tri(3, { M: 4, k: 1 })],
  rot90: [() => x.rot90(2), () => x.rot90({ k: 2 })],
  transpose: [() => x.transpose(1, 0), () => x.transpose({ axes: [1, 0] })],
  reshape: [() => x.reshape(6, 4), () => x.reshape({ shape: [6, 4] })],
  rechunk: [() => x.rechunk(2), () => x.rechunk({ chunks: 2 })],
  "rechunk of axes": [() => x.rechunk([2, 6]), () => x.rechunk({ 0: 2, 1: 6 })],
  tensordot: [() => da.tensordot(x, x, [[1], [1]]), () => da.tensordot(x, x, { axes: [[1], [1]] })],
  clip: [() => x.clip(3, 5), () => x.clip({ min: 3, max: 5 })],
  "clip from above": [() => x.clip(null, 5), () => x.clip({ max: 5 })],
  round: [() => x.round(1), () => x.round({ decimals: 1 })],
  searchsorted: [() => da.searchsorted(da.arange(5), x, "right"), () => da.searchsorted(da.arange(5), x, { side: "right" })],
  digitize: [() => x.digitize([3, 9], true), () => x.digitize([3, 9], { right: true })],
  bincount: [() => counts.bincount(null, 6), () => counts.bincount({ minlength: 6 })],
  histogram: [() => x.histogram(4, [0, 48]), () => x.histogram({ bins: 4, range: [0, 48] })],
  "histogram, weights": [() => x.histogram(4, [0, 48], true, x), () => x.histogram(4, { range: [0, 48], density: true, weights: x })],
  linspace: [() => da.linspace(0, 1, 5), () => da.linspace(0, 1, { num: 5 })],
  "linspace, step": [() => da.linspace(0, 1, 5, { retstep: true })[0], () => da.linspace(0, 1, 5)],
  arange: [() => da.arange(2, 10, 3), () => da.arange({ start: 2, stop: 10, step: 3 } as never)],
  "arange, step": [() => da.arange(2, 10, 3), () => da.arange(2, 10, { step: 3 })],
  zeros: [() => da.zeros([2, 3], "int8"), () => da.zeros([2, 3], { dtype: "int8" })],
  full: [() => da.full([2], 7, "int8"), () => da.full([2], 7, { dtype: "int8" })],
  onesLike: [() => da.onesLike(x, "int8"), () => x.onesLike({ dtype: "int8" })],
  fromArray: [() => da.fromArray([1, 2, 3], 2), () => da.fromArray([1, 2, 3], { chunks: 2 })],
  asarray: [() => da.asarray(x, "int8"), () => x.astype("int8")],
  pad: [() => x.pad(1, "constant", { constantValues: 9 }), () => x.pad(1, { constantValues: 9 })],
  "pad, mode": [() => x.pad(1, "edge"), () => x.pad(1, { mode: "edge" })],
  select: [() => da.select([x.gt(3)], [x], 9), () => da.select([x.gt(3)], [x], { default: 9 })],
  overlap: [() => x.overlap({ 0: 1 }, "reflect"), () => x.overlap({ depth: { 0: 1 }, boundary: "reflect" })],
  normal: [() => da.random.normal(5, 2, [2, 3], { seed: 1 }), () => da.random.normal({ scale: 2, loc: 5, size: [2, 3], seed: 1 })],
  random: [() => da.random.random([4, 4], [2, 2], { seed: 1 }), () => da.random.random({ size: [4, 4], chunks: [2, 2], seed: 1 })],
  integers: [() => da.random.integers(5, 10, [3], { seed: 1 }), () => da.random.integers({ low: 5, high: 10, size: 3, seed: 1 } as never)],
  choice: [() => da.random.choice(5, 2, { replace: false, seed: 1 }), () => da.random.choice(5, { size: 2, replace: false, seed: 1 })],
};

describe("an argument by name is the argument by position", () => {
  for (const [what, [byPosition, byName]] of Object.entries(pairs)) {
    test(what, async () => {
      const [first, second] = [byPosition(), byName()] as DArray[];
      assert.deepEqual(chunksOf(second), chunksOf(first));
      const results = await compute([first, second]);
      assert.deepEqual(results[1], results[0]);
    });
  }
});

function chunksOf(value: unknown): unknown {
  return Array.isArray(value) ? value.map(chunksOf) : [(value as DArray).dtype, (value as DArray).chunks];
}

test("every operation but those on single elements says what it takes", () => {
  const silent = Object.entries(arrayOps).filter(([, entry]) => entry.takes === undefined && entry.kind !== "elementwise" && entry.kind !== "pair");
  assert.deepEqual(silent, []);
});

describe("arguments that nothing takes are refused", () => {
  const any = x as unknown as Record<string, (...args: unknown[]) => unknown>;
  const cases: { readonly [what: string]: readonly [() => unknown, RegExp] } = {
    "an option with a typing error": [
      () => any.sum!({ keepdim: true }),
      /^sum: no argument is named "keepdim"; it takes \(x, axis, \{ dtype, keepdims, splitEvery \}\)$/,
    ],
    "an option in snake_case": [() => any.sum!(0, { split_every: 2 }), /^sum: no argument is named "split_every"/],
    "an option of another operation": [() => any.sort!({ ddof: 1 }), /^sort: no argument is named "ddof"; it takes \(x, axis, kind\)$/],
    "an argument given twice": [() => any.sum!(0, { axis: 1 }), /^sum: axis is given twice/],
    "more arguments than there are": [() => any.sum!(0, "float32"), /^sum: does not take "float32" as argument 3/],
    "more after the options": [() => any.sum!(0, {}, 1), /^sum: does not take/],
    "arguments of what takes none": [() => any.ravel!("F"), /^ravel: does not take "F" as argument 2; it takes \(x\)$/],
    "an unknown option of a draw": [
      () => da.random.normal({ mu: 1 } as never),
      /^normal: no argument is named "mu"; it takes \(loc, scale, size, chunks, \{ dtype, seed \}\)$/,
    ],
    "a seed where there is a generator": [() => da.random.defaultRng(1).normal({ seed: 1 } as never), /^normal: no argument is named "seed"/],
    "a parameter that is missing": [() => da.random.choice({ size: 2 } as never), /^choice: a is missing$/],
    "a cast that is not allowed": [() => x.astype("int32", { casting: "same_kind" }), /^astype: float64 does not become int32 under casting "same_kind"/],
    "an axis that is text": [() => any.sum!("a"), /^sum: a is no axis; give a number, a list of numbers, or null for all$/],
    "a size that is text": [() => da.random.random("a" as never), /^random: size is a; give a length/],
    "a length beyond all arrays": [() => da.ones(1e300), /^ones: 1e\+300 is not a length$/],
    "more chunks than a list of them can hold": [
      () => da.ones(2 ** 52, { chunks: 1 }),
      /^chunks of 1 cut 4503599627370496 elements into 4503599627370496; at most/,
    ],
    "digits that are no number": [() => da.round(x, Number.NaN), /^round: decimals is NaN, not a whole number$/],
    "a casting that is not known": [() => x.astype("int32", { casting: "toString" as never }), /^astype: casting is "toString"/],
  };
  for (const [what, [make, message]] of Object.entries(cases)) test(what, () => assert.throws(make, { message }));
});

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <T extends true>(..._: T[]): void => undefined;

test("functions have the types of methods", async () => {
  const f4 = da.ones([2, 3], { dtype: "float32" });
  const i4 = da.arange(3, { dtype: "int32" });
  holds<Same<ReturnType<typeof all>, DArray<"float32", "scalar">>>();
  function all() {
    return da.sum(f4);
  }
  const one = da.sum(i4, 0);
  const named = da.mean(f4, { axis: 1 });
  const kept = da.max(i4, { keepdims: true });
  const as = da.sum(i4, { dtype: "float32" });
  const cast = da.astype(i4, "int8");
  const like = da.zerosLike(f4);
  const likeAs = da.zerosLike(f4, { dtype: "bool" });
  const middle = da.quantile(i4, 0.5);
  const several = da.quantile(f4, [0.1, 0.9]);
  const running = da.cumsum(i4);
  const values = da.unique(i4);
  const product = da.matmul(f4, i4.reshape([3, 1]));
  const sorted = da.sort(f4, { axis: 0 });
  const listed = da.sum([1n, 2n]);
  holds<Same<typeof one, DArray<"int64">>>();
  holds<Same<typeof named, DArray<"float32">>>();
  holds<Same<typeof kept, DArray<"int32">>>();
  holds<Same<typeof as, DArray<"float32", "scalar">>>();
  holds<Same<typeof cast, DArray<"int8">>>();
  holds<Same<typeof like, DArray<"float32">>>();
  holds<Same<typeof likeAs, DArray<"bool">>>();
  holds<Same<typeof middle, DArray<"float64", "scalar">>>();
  holds<Same<typeof several, DArray<"float32">>>();
  holds<Same<typeof running, DArray<"int64">>>();
  holds<Same<typeof values, DArray<"int32">>>();
  holds<Same<typeof product, DArray<"float64">>>();
  holds<Same<typeof sorted, DArray<"float32">>>();
  holds<Same<typeof listed, DArray<"int64", "scalar">>>();
  const total: number = await all().compute();
  assert.equal(total, 6);
  assert.deepEqual([one.dtype, named.dtype, kept.dtype, as.dtype, cast.dtype], ["int64", "float32", "int32", "float32", "int8"]);
  assert.deepEqual([like.dtype, likeAs.dtype, middle.dtype, several.dtype, running.dtype], ["float32", "bool", "float64", "float32", "int64"]);
  assert.deepEqual([values.dtype, product.dtype, sorted.dtype, listed.dtype], ["int32", "float64", "float32", "int64"]);
});

test("arguments of any kind work, or give an error that says of which operation", () => {
  const x = da.ones([2, 3]);
  assert.deepEqual([unhelpful(x), unhelpful(da), unhelpful(da, [x]), unhelpful(da.random), unhelpful(new da.random.PCG64(1))].flat(), []);
  assert.throws(() => (da.zeros as (shape?: unknown) => unknown)(), /^TypeError: zeros: shape is missing; it takes \(shape, /);
  assert.throws(() => (x.reshape as (shape: unknown) => unknown)(Symbol("s")), /^TypeError: reshape: /);
});
