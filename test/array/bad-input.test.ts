import assert from "node:assert/strict";
import { test } from "node:test";
import { ChunkwiseError, type DArray, DTypeError, da, ShapeError, slice, TaskError } from "../../src/index.ts";

const x = da.fromArray(
  Float64Array.from({ length: 12 }, (_, i) => i),
  { shape: [3, 4], chunks: [2, 2] },
);
const line = da.arange(5, { chunks: 2 });
// biome-ignore lint/suspicious/noExplicitAny: what TypeScript refuses is tried all the same
const loose = x as any;

/** What is wrong, and the error: its class, and words with the operation, the values and, where there is one, a way out. */
const mistakes: readonly (readonly [wrong: () => unknown, kind: new (...args: never[]) => Error, words: RegExp])[] = [
  [() => x.add(line), ShapeError, /^add: shapes \[3, 4\] and \[5\] do not broadcast together; trailing axes must be equal or 1$/],
  [() => da.minimum(x, da.ones([2, 3, 4, 5])), ShapeError, /^minimum: shapes \[3, 4\] and \[2, 3, 4, 5\]/],
  [() => da.where(line.gt(1), x, 0), ShapeError, /^where: shapes/],
  [() => x.matmul(line), ShapeError, /^matmul: shapes \[3, 4\] and \[5\] do not fit: 4 columns against 5 rows/],
  [() => da.einsum("ij,jk", x, x), ShapeError, /^einsum: "ij,jk": label j is 4 long and 3 long/],
  [() => x.reshape(5, 2), ShapeError, /^reshape: 12 elements of shape \[3, 4\] do not fill shape \[5, 2\]/],
  [() => da.concatenate([x, line]), ShapeError, /^concatenate: shapes \[3, 4\] and \[5\] differ beside axis 0/],
  [() => da.stack([x, x.T]), ShapeError, /^stack: shapes \[3, 4\] and \[4, 3\] differ/],
  [() => da.broadcastTo(x, [2, 4]), ShapeError, /^broadcastTo: shape \[3, 4\] does not broadcast to \[2, 4\]/],
  [() => x.squeeze(0), ShapeError, /^squeeze: axis 0 has 3 elements, not 1/],
  [() => x.with(slice(0, 2), [1, 2, 3]), ShapeError, /^with: values have 3 elements along axis 1, the selection has 4|^with:/],
  [() => line.bincount(), DTypeError, /^bincount: counts integers, not float64; cast with astype first/],

  [() => da.zeros([3], { dtype: "float16" as never }), DTypeError, /^zeros: unknown dtype "float16"; one of bool, int8/],
  [() => x.astype("object" as never), DTypeError, /^astype: unknown dtype "object"/],
  [() => da.arange(3, { dtype: "int" as never }), DTypeError, /^arange: unknown dtype "int"/],
  [() => x.sum(0, { dtype: "decimal" as never }), DTypeError, /^sum: unknown dtype/],
  [() => x.bitwiseAnd(1), DTypeError, /^bitwiseAnd: .*float64/],
  [() => da.fromArray(["a"] as never), DTypeError, /^fromArray: "a" is not a number, bigint or boolean$/],
  [() => x.add(null as never), DTypeError, /^add: null is not a number, bigint or boolean$/],
  [() => loose.add(1, x), TypeError, /^add: takes 2 arguments, not 3$/],
  [
    () => da.full([2], [1, 2] as never),
    TypeError,
    /^full: fillValue is \[ 1, 2 \], not a number, bigint or boolean; of arrays, da.broadcastTo\(array, shape\)/,
  ],
  [() => loose.fullLike("1"), TypeError, /^fullLike: fillValue is "1", not a number/],
  [() => x.mean(0, { dtype: "int32" }), DTypeError, /^mean: dtype is int32, which holds no fractions; give float32 or float64, and cast the result/],
  [() => x.nanvar(0, { dtype: "bool" }), DTypeError, /^var: dtype is bool, which holds no fractions/],
  [() => da.array(5).nonzero(), ShapeError, /^nonzero: positions have axes, and a 0-d array has none; reshape\(1\) gives it one$/],
  [() => da.array(5).argwhere(), ShapeError, /^argwhere: positions have axes/],
  [() => da.fromArray([1n, 2] as never), DTypeError, /^fromArray: numbers and bigints are mixed; give \{ dtype \}/],

  [() => da.ones([10], { chunks: [[3, 3]] }), ShapeError, /^ones: chunks \[3,3\] along axis 0 sum to 6, the axis is 10 long/],
  [() => da.ones([10], { chunks: 0 }), ShapeError, /^ones: chunk length 0 along axis 0 is not a positive integer \(or -1 for the whole axis\)/],
  [() => x.rechunk([[3], [2, 3]]), ShapeError, /^rechunk: chunks \[2,3\] along axis 1 sum to 5, the axis is 4 long/],
  [() => x.rechunk([1, 2, 3]), ShapeError, /^rechunk: chunks \[1,2,3\] have 3 entries, the shape \[3,4\] has 2 dimensions/],
  [() => x.rechunk({ 2: 1 }), ShapeError, /^rechunk: chunks name axis 2, the array has 2 dimensions/],
  [() => x.rechunk("many"), ChunkwiseError, /rechunk.*"many"/],
  [() => da.fromArray([[1, 2], [3]]), ShapeError, /^fromArray: the nested arrays are ragged/],
  [() => da.fromArray(new Float64Array(6), { shape: [-2, -3] }), ShapeError, /^fromArray: -2 is not a length/],
  [() => da.ones([-1]), ShapeError, /^ones: -1 is not a length/],

  [() => x.sum(2), ShapeError, /^sum: axis 2 is out of range for an array of 2 dimensions/],
  [() => x.sum([0, 0]), ShapeError, /^sum: axis \[0,0\] names an axis twice/],
  [() => x.sort(-3), ShapeError, /^sort: axis -3 is out of range/],
  [() => x.mean(1.5), ShapeError, /^mean: axis 1.5 is out of range/],
  [() => da.concatenate([x, x], 2), ShapeError, /^concatenate: axis 2 is out of range/],
  [() => x.transpose(0, 0), ShapeError, /^transpose: axes \[0,0\] do not name each of 2 axes once/],

  [() => x.get(3), ShapeError, /^get: index 3 is out of bounds for axis 0 of length 3/],
  [() => x.get(1.5), ShapeError, /^get: index 1.5 is not an integer$/],
  [() => x.get(0, -5), ShapeError, /^get: index -5 is out of bounds for axis 1 of length 4/],
  [() => x.get([0, 7]), ShapeError, /^get: index 7 is out of bounds for axis 0 of length 3/],
  [() => x.take([4], 1), ShapeError, /^take: index 4 is out of bounds for axis 1 of length 4/],
  [() => x.get(0, 0, 0), ShapeError, /^get: 3 indices for an array of 2 dimensions, shape \[3, 4\]/],
  [() => x.get(line.gt(1)), ShapeError, /^get: a mask of shape \[5\] does not fit/],
  [() => x.get("1:2:3:4"), ShapeError, /"1:2:3:4" is not a slice like "2:10:3"/],
  [() => x.get(slice(0, 2, 0)), ShapeError, /^slice: the step must not be 0/],
  [() => x.vindex([0, 9], [0, 0]), ShapeError, /^vindex: index 9 is out of bounds/],
  [() => x.blocks("0"), ShapeError, /^blocks: "0" is not a slice like "2:10:3"$/],
  [() => x.blocks(5), ShapeError, /^blocks: axis 0 has 2 chunks, not one numbered 5/],

  [() => da.zeros([0]).max(), ShapeError, /^max: axis 0 of shape \[0\] has no elements/],
  [() => x.quantile(1.5), RangeError, /^quantile: 1.5 is not between 0 and 1/],
  [() => x.percentile([[5, 101]]), RangeError, /^percentile: 101 is not between 0 and 100/],
  [() => x.sort(0, "bogo" as never), RangeError, /^sort: kind is "bogo"; one of quicksort, mergesort, heapsort, stable/],
  [() => x.take([9], 0, { mode: "none" as never }), RangeError, /^take: mode is "none"; one of raise, wrap, clip/],
  [() => x.with(99, 1), ShapeError, /^with: index 99 is out of bounds for axis 0 of length 3/],
  [() => x.with([0, 99], 1), ShapeError, /^with: index 99 is out of bounds for axis 1/],
  [() => x.with([0, 0, 0], 1), ShapeError, /^with: 3 indices for an array of 2 dimensions/],
  [() => x.with("0:a", 1), ShapeError, /^with: "0:a" is not a slice/],
  [() => x.cov({ fweights: [1.5, 1, 1, 1] }), RangeError, /^cov: 1.5 is none of fweights, which are whole numbers from 0 on/],
  [() => x.cov({ aweights: [1, 1] }), ShapeError, /^cov: aweights of shape \[2\] for 4 observations/],
  [() => x.slidingWindowView(5, 0), ShapeError, /^slidingWindowView: windows of 5 elements along axis 0 of length 3/],
  [() => da.random.integers(0, da.fromArray([300]), { dtype: "int8" }), RangeError, /^integers: high is 300, which is out of bounds for int8/],
  [() => da.random.integers(da.fromArray([1, 5]), 3), RangeError, /^integers: low is 5, which is not below high, 3/],
  [() => x.percentile(-1), RangeError, /^percentile: -1 is not between 0 and 100/],
  [() => x.quantile(0.5, null, { method: "best" as never }), DTypeError, /^quantile: unknown method "best"; one of inverted_cdf/],
  [() => da.ones([3], { dtype: "int8" }).add(300), RangeError, /^add: 300 is out of range for int8 \(-128 to 127\); cast the array with astype first/],
  [() => x.topk(0), ShapeError, /^topk: k is 0/],
  [() => x.tril(0.5), ShapeError, /^tril: diagonal 0.5 is not a whole number/],
  [() => line.histogram({ range: [3, 1] }), RangeError, /^histogram: range \[3,1\] is not two finite numbers in order/],

  [() => da.digitize(line, [3, 1, 2]), RangeError, /^digitize: bins must ascend or descend; 2 comes after 1$/],
  [() => line.astype("int64").bincount(null, -1), RangeError, /^bincount: minlength is -1, not a count/],
  [() => line.astype("int64").choose([x, x, x, x]), ShapeError, /^choose: shapes \[5\] and \[3, 4\]/],
  [() => da.choose([0, 5], [[1, 2]]), ShapeError, /^choose: 5 is none of 1 choices; they are numbered from 0/],
  [() => da.choose([0, -1], [[1, 2]]), ShapeError, /^choose: -1 is none of 1 choices/],
  [() => x.sum(0, { splitEvery: 1 }), RangeError, /^sum: splitEvery is 1, not a whole number above 1/],
  [() => x.var(0, { ddof: Number.NaN }), RangeError, /^var: ddof is null, not a number/],
  [() => x.takeAlongAxis([1, 2], 0), ShapeError, /^takeAlongAxis: positions of shape \[2\] for values of shape \[3,4\]/],
  [() => x.repeat([1, 2], 0), ShapeError, /^repeat: 2 counts for 3 elements along axis 0/],
  [() => da.zeros([3], { dtype: "int8" }).with(0, 300), RangeError, /^with: 300 is out of the range of int8, -128 to 127/],
  [() => da.zeros([3], { dtype: "int8" }).with(0, Number.NaN), RangeError, /^with: NaN is not a value of int8/],
  [() => da.ones([3], { dtype: "int8" }).pow(-1), RangeError, /^power: an integer to the negative integer power -1 is not an integer; cast to float64 first/],
  [() => x.mapOverlap((block) => block, {} as never), TypeError, /^mapOverlap: depth is missing/],
  [() => x.overlap(3).trimOverlap(3), ShapeError, /^trimOverlap: chunks \[3,3\] along axis 0 are too short for a depth of 3 and 3/],
  [() => da.random.normal(0, [1, -1]), RangeError, /^normal: scale is -1; it must not be negative/],
  [() => da.random.normal(line, -1), RangeError, /^normal: scale is -1; it must not be negative/],
  [() => da.random.poisson([1, -1]), RangeError, /^poisson: lam is -1; it must be from 0 to/],
  [() => da.random.defaultRng(1, { streams: "other" as never }), ChunkwiseError, /^defaultRng: streams is "other", not one of invariant, spawned, jumped/],
  [() => new da.random.SeedSequence(1).spawn(-1), RangeError, /^spawn: -1 is not a number of children/],
  [() => new da.random.MT19937(1).jumped(1.5), RangeError, /^jumped: 1.5 is not a whole number/],

  // What only plain JavaScript can ask for.
  [() => da.where([true], 1 as never, undefined as never), TypeError, /^where: takes x and y, or neither of them/],
  [() => da.zeros("3" as never), ShapeError, /^zeros: "3" is no shape; give a length, or a list of them/],
  [() => da.meshgrid([1], [2], { indexing: "zz" as never }), DTypeError, /^meshgrid: indexing is "zz", not "xy" or "ij"/],
  [() => da.random.choice(2, { p: line as never }), TypeError, /^choice: p is no list of numbers; of a lazy array, compute\(\) it first/],
  [() => da.random.multinomial(2, line as never), TypeError, /^multinomial: pvals is no list of numbers/],
  [() => da.random.normal({ size: 1, seed: {} as never }), TypeError, /^SeedSequence: \{\} is no entropy/],
  [() => da.fromNpy(5 as never), TypeError, /5 is none; give a text or a file: URL/],
  [() => loose.get(undefined), TypeError, /^get: undefined is not an index/],
  [() => loose.get({}), TypeError, /^get: \[object Object\] is not an index/],
  [() => loose.rot90(10n), ChunkwiseError, /^rot90: number of turns 10/],
  [() => loose.quantile("half"), Error, /^quantile: /],
  [() => loose.overlap(), TypeError, /^overlap: depth is missing; it takes \(x, depth, boundary/],
  [() => loose.add(), TypeError, /^add: takes 2 arrays/],
];

test("what does not fit is an error where it is written: the operation, what is wrong, the values, and the way out", () => {
  for (const [wrong, kind, words] of mistakes) {
    assert.throws(
      wrong,
      (error: Error) => {
        assert.ok(error instanceof kind, `${wrong}: ${error.name}, not ${kind.name}: ${error.message}`);
        assert.match(error.message, words, String(wrong));
        return true;
      },
      String(wrong),
    );
  }
});

test("errors have stable codes and are ChunkwiseErrors, bad numbers RangeErrors", () => {
  const codeOf = (wrong: () => unknown) => {
    try {
      wrong();
    } catch (error) {
      return (error as ChunkwiseError).code;
    }
    return undefined;
  };
  assert.equal(
    codeOf(() => x.get(9)),
    "SHAPE",
  );
  assert.equal(
    codeOf(() => da.zeros([1], { dtype: "x" as never })),
    "DTYPE",
  );
});

test("a result that memory cannot hold fails before work starts, and says how to have it all the same", async () => {
  let started = 0;
  const big = da.random.normal(0, 1, { size: [1000, 1000] }) as DArray<"float64">;
  await assert.rejects(
    big.compute({ memoryLimit: "4MB", progress: () => void started++ }),
    /compute: needs 7\.6 MiB, the limit is 3\.8 MiB; .*write them with toNpy or toNpyStack, or reduce them first/,
  );
  await assert.rejects(da.ones([100_000, 100_000], { chunks: 10_000 }).compute({ memoryLimit: "1000GB" }), /toNpy/);
  assert.equal(started, 0);
});

test("what only the data tell is an error of the task that finds it", async () => {
  const later = (values: readonly number[]) => da.fromArray(values).add(0);
  const mistakes: readonly (readonly [wrong: DArray, words: RegExp])[] = [
    [da.choose(later([0, 5]), [[1, 2]]), /5|index 1 is out of bounds/],
    [da.choose(later([0, -1]), [[1, 2]]), /out of bounds/],
    [later([1]).digitize(later([3, 1, 2])), /digitize: bins must ascend or descend; 2 comes after 1/],
    [later([1, 2]).histogram(later([0, 2, 1]))[0], /histogram: edges must ascend; 1 comes after 2/],
    [da.fromArray([1, Number.NaN]).histogram(3)[0], /histogram: there are no edges between values that are not finite; give a range/],
    [da.random.normal(0, later([1, -1]), { seed: 1 }), /normal: task .* normal: scale must not be negative; an element is outside of that/],
    [later([3, 9]).unravelIndex([3, 3])[0]!, /unravelIndex: index 9 is out of bounds for 9 elements/],
    [x.with([null, da.fromArray([true, true, true, false])], [1, 2]), /with: 2 values for the 3 elements that the mask takes; give one value, or one for each/],
    [x.with(x.gt(8), da.ones(4)), /with: 4 values for the 3 elements that the mask takes/],
    [x.with(x.gt(8), []), /with: 0 values for the 3 elements/],
    [line.with(line.gt(3), []), /with: 0 values for the 1 elements/],
    [da.ravelMultiIndex([later([0.5]), [1]], [3, 3]), /ravelMultiIndex: index 0.5 is not an integer/],
    [da.random.exponential(later([1, -1]), { seed: 1 }), /exponential: task .* exponential: scale must not be negative; an element is outside/],
    [
      da.random.uniform(later([1, 2]), later([2, 1]), { seed: 1 }),
      /uniform: task .* uniform: low must be finite, high must be finite, high must not be below low; an element is outside/,
    ],
  ];
  for (const [wrong, words] of mistakes) await assert.rejects(wrong.compute({ scheduler: "synchronous" }) as Promise<unknown>, words, wrong.name);
  await assert.rejects(x.with(x.gt(8), da.ones(4)).compute(), (error) => error instanceof TaskError && error.operation === "with");
  await assert.rejects(later([Number.NaN, Number.NaN]).nanargmin().compute() as Promise<unknown>, /^TaskError: nanargmin: task /);
});
