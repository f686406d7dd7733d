import assert from "node:assert/strict";
import { test } from "node:test";
import { otherNames } from "../../src/array/other-names.ts";
import { DArray, da, dd, type NDArray, slice } from "../../src/index.ts";
import { scalarOps } from "../../src/ops/array/definitions/scalar-ops.ts";
import type { ScalarOp } from "../../src/ops/define/scalar-op.ts";
import { arrayAliases } from "../../src/ops/registry.ts";

const all = da as unknown as { readonly [name: string]: unknown };
const words = (text: string) => text.trim().split(/\s+/);

/** NumPy's and Dask's names that are promised, in camelCase. */
const creation = words(
  "array asarray asanyarray fromArray fromFunction zeros ones full empty arange linspace eye diag indices meshgrid tri zerosLike onesLike emptyLike fullLike",
);
const elementwise = words(`
  absolute add arccos arccosh arcsin arcsinh arctan arctan2 arctanh bitwiseAnd bitwiseNot bitwiseOr bitwiseXor cbrt ceil copysign cos cosh deg2rad degrees divide equal exp
  exp2 expm1 fabs fix floatPower floor floorDivide fmax fmin fmod greater greaterEqual heaviside hypot i0 invert isclose isfinite isinf isnan isneginf isposinf ldexp leftShift less lessEqual log
  log10 log1p log2 logaddexp logaddexp2 logicalAnd logicalNot logicalOr logicalXor maximum minimum mod multiply nanToNum negative nextafter notEqual positive power
  radians reciprocal remainder rightShift rint round around sign signbit sin sinc sinh spacing sqrt square subtract tan tanh trueDivide trunc clip`);
const pairs = words("divmod frexp modf");
const operators = words("sub mul div floordiv mod pow neg abs eq ne lt le gt ge and or xor not");
const reductions = words(`
  sum prod mean var std min max any all argmin argmax ptp median countNonzero average nansum nanprod nanmean nanvar nanstd nanmin nanmax nanargmin nanargmax
  nanmedian cumsum cumprod nancumsum nancumprod diff quantile percentile nanquantile nanpercentile`);
const selection = words(
  "get with take compress vindex blocks topk argtopk sort argsort unique isin searchsorted bincount histogram digitize nonzero flatnonzero argwhere choose",
);
const shapes = words(
  "reshape ravel flatten transpose swapaxes moveaxis squeeze expandDims broadcastTo flip roll rot90 repeat tile pad rechunk astype append tril triu",
);
const products = words("matmul dot outer vdot trace diagonal");
const blocks = words("mapBlocks mapOverlap reduction");
const functionsOnly = words(
  "where select extract concatenate stack block hstack vstack dstack tensordot einsum union1d allclose blockwise atleast1d atleast2d atleast3d fromNpy toNpy fromNpyStack toNpyStack",
);

const madeOfOthers = words(`
  cov corrcoef moment gradient ediff1d trapezoid insert delete split arraySplit unravelIndex trilIndicesFrom triuIndicesFrom takeAlongAxis histogram2d inner kron cross real imag
  conj angle isreal iscomplex isnull notnull`);
const madeFunctions = words(`
  applyAlongAxis applyOverAxes applyGufunc broadcastArrays coarsen histogramdd piecewise ravelMultiIndex trilIndices triuIndices resultType shape ndim size intersect1d setdiff1d setxor1d
  logspace geomspace identity arrayEqual columnStack`);

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

test("every promised name is a function of da, in our spelling and in NumPy's", () => {
  const names = [creation, elementwise, pairs, operators, reductions, selection, shapes, products, blocks, functionsOnly, madeOfOthers, madeFunctions].flat();
  assert.deepEqual(
    names.filter((name) => typeof all[name] !== "function"),
    [],
  );
  assert.deepEqual(
    names.filter((name) => all[snake(name)] !== all[name]),
    [],
  );
});

test("names that take an array first are its methods too", () => {
  const names = [
    elementwise,
    operators,
    reductions,
    selection,
    shapes,
    products,
    blocks,
    madeOfOthers,
    words("zerosLike onesLike fullLike toNpy toNpyStack persist compute computeChunkSizes explain"),
  ].flat();
  assert.deepEqual(
    names.filter((name) => !(name in DArray.prototype)),
    [],
  );
});

test("names that are others' in another spelling have types, as functions and as methods", () => {
  const untyped = ["amin", "amax", "asanyarray", "fromfunction"];
  assert.deepEqual([...Object.keys(otherNames), ...untyped].sort(), [...arrayAliases.keys()].sort());
  const x = da.ones([2, 3]);
  assert.equal(da.amax(x, 0).name, x.amax(0).name);
  assert.equal(da.true_divide(x, 2).name, x.trueDivide(2).name);
  assert.equal(da.atleast_3d(x).name, da.atleast3d(x).name);
  assert.equal(da.from_array, da.fromArray);
  assert.equal(dd.read_csv, dd.readCsv);
});

test("an operator's method, its long name and its function are one thing", () => {
  const x = da.arange(6).reshape(2, 3);
  const pairs = {
    sub: "subtract",
    mul: "multiply",
    div: "divide",
    floordiv: "floorDivide",
    mod: "remainder",
    pow: "power",
    eq: "equal",
    lt: "less",
    ge: "greaterEqual",
  } as const;
  for (const [short, long] of Object.entries(pairs) as [keyof typeof pairs, "subtract"][]) {
    const name = (x as unknown as Record<string, (y: number) => { name: string }>)[short]!(2).name;
    assert.equal((da[long](x, 2) as { name: string }).name, name);
    assert.equal((all[short] as (a: unknown, b: number) => { name: string })(x, 2).name, name);
  }
});

test("an array tells its shape, chunks, sizes and dtype", () => {
  const x = da.ones([40, 60], { chunks: [10, 20], dtype: "float32" });
  assert.deepEqual(
    [x.shape, x.chunks, x.numblocks, x.npartitions, x.ndim, x.size, x.nbytes, x.dtype, x.itemsize],
    [
      [40, 60],
      [
        [10, 10, 10, 10],
        [20, 20, 20],
      ],
      [4, 3],
      12,
      2,
      2400,
      9600,
      "float32",
      4,
    ],
  );
  assert.equal(x.name, da.ones([40, 60], { chunks: [10, 20], dtype: "float32" }).name);
  assert.notEqual(x.name, da.ones([40, 60], { chunks: [10, 20] }).name);
  const parts = [[1, 2], slice(1, null), "1:", null, "::-2", "9:"].map((some) => x.blocks(0, some).shape);
  assert.deepEqual(parts, [
    [10, 40],
    [10, 40],
    [10, 40],
    [10, 60],
    [10, 40],
    [10, 0],
  ]);
  assert.deepEqual([da.ones([5], { chunks: [1, 3, 1] }).chunksize, x.copy() === x], [[3], true]);
});

test("chunks are taken in every form, by every function that takes them", () => {
  const shape = [8, 100] as const;
  const forms: readonly (readonly [spec: never, chunks: readonly (readonly number[])[]])[] = [
    [50, [[8], [50, 50]]],
    [
      [3, 50],
      [
        [3, 3, 2],
        [50, 50],
      ],
    ],
    [
      [[3, 1, 4], [100]],
      [[3, 1, 4], [100]],
    ],
    [-1, [[8], [100]]],
    [null, [[8], [100]]],
    ["auto", [[8], [100]]],
    ["64MiB", [[8], [100]]],
    [
      [4, null],
      [[4, 4], [100]],
    ],
    [
      [4, "auto"],
      [[4, 4], [100]],
    ],
    [
      [-1, "320 B"],
      [[8], [5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5]],
    ],
    [{ 0: 2 }, [[2, 2, 2, 2], [100]]],
    [{ "-1": 60 }, [[8], [60, 40]]],
  ] as never;
  for (const [spec, chunks] of forms) {
    const said = JSON.stringify(spec);
    assert.deepEqual(da.ones(shape, { chunks: spec }).chunks, chunks, said);
    assert.deepEqual(da.ones(shape).rechunk(spec).chunks, chunks, said);
    assert.deepEqual(da.random.normal(0, 1, { size: shape, chunks: spec }).chunks, chunks, said);
    assert.deepEqual(da.fromArray(new Float64Array(800), { shape, chunks: spec }).chunks, chunks, said);
    assert.deepEqual(da.zerosLike(da.ones(shape), { chunks: spec }).chunks, chunks, said);
  }
  assert.deepEqual(da.arange(10, { chunks: [3, 3, 4] }).chunks, [[3, 3, 4]]);
  const auto = da.ones([100_000, 100_000]);
  assert.ok(Math.max(...auto.chunks[0]!.map((rows) => rows!)) * Math.max(...auto.chunks[1]!.map((columns) => columns!)) * 8 <= 128 * 2 ** 20);
});

test("what is a shorter way to say something gives the same", async () => {
  const x = da.fromArray(
    Float64Array.from({ length: 24 }, (_, i) =>
      i % 7 === 3 ? Number.NaN : i % 5 === 4 ? Number.POSITIVE_INFINITY : i % 11 === 9 ? Number.NEGATIVE_INFINITY : (i * 5) % 9,
    ),
    { shape: [2, 3, 4], chunks: [1, 2, 3] },
  );
  const same: readonly (readonly [short: DArray, long: DArray])[] = [
    [x.flatten(), x.ravel()],
    [x.fliplr(), x.flip(1)],
    [x.flipud(), x.flip(0)],
    [x.rollaxis(2), x.moveaxis(2, 0)],
    [x.rollaxis(0, 3), x.transpose(1, 2, 0)],
    [x.isposinf(), x.eq(Number.POSITIVE_INFINITY)],
    [x.isneginf(), x.eq(Number.NEGATIVE_INFINITY)],
    [x.nanpercentile([30, 60], 1), x.nanquantile([0.3, 0.6], 1)],
    [da.union1d(x, [2, 100]), da.concatenate([x.ravel(), [2, 100]]).unique()],
    [
      da.histogramdd(
        [x.ravel(), x.ravel().mul(2)],
        [3, 2],
        [
          [0, 8],
          [0, 16],
        ],
      )[0],
      da.histogram2d(
        x.ravel(),
        x.ravel().mul(2),
        [3, 2],
        [
          [0, 8],
          [0, 16],
        ],
      )[0],
    ],
    [
      da.histogramdd(da.stack([x.ravel(), x.ravel()], 1), 3, [
        [0, 8],
        [0, 8],
      ])[1][1],
      da.linspace(0, 8, 4),
    ],
    [da.coarsen(da.nanmax as never, x, { 0: 2, 2: 2 }), da.nanmax(x.reshape(1, 2, 3, 1, 2, 2), [1, 3, 5])],
    [da.coarsen(da.sum as never, x, { 1: 2 }, { trimExcess: true }), x.get(null, slice(0, 2)).sum(1, { keepdims: true })],
    [da.piecewise(x, [x.lt(3), x.gt(5)], [(of: DArray) => of.neg(), 1, 7]), da.where(x.gt(5), 1, da.where(x.lt(3), x.neg(), 7))],
    [da.applyOverAxes(da.nansum as never, x, [0, 2]), x.nansum([0, 2], { keepdims: true })],
    [da.applyAlongAxis((row: NDArray<"float64">) => row.data.reduce((a, b) => a + b, 0), 1, x), x.sum(1)],
    [da.applyAlongAxis((row: NDArray<"float64">) => row.data.toReversed(), -1, x, { shape: 4 }), x.flip(2)],
    [da.trimOverlap(da.overlap(x, { depth: 1, boundary: "reflect" }), { depth: 1, boundary: "reflect" }), x],
    [x.emptyLike().eq(x.emptyLike()), x.onesLike({ dtype: "bool" })],
    [da.divmod(x.nanToNum(0, 9, -9), 4)[0], x.nanToNum(0, 9, -9).floordiv(4)],
    [da.divmod(x.nanToNum(0, 9, -9), 4)[1], x.nanToNum(0, 9, -9).mod(4)],
    [da.modf(x.nanToNum(0, 9, -9).div(4))[1], x.nanToNum(0, 9, -9).div(4).trunc()],
    [da.ldexp(...(da.frexp(x.nanToNum(0, 9, -9)) as [DArray<"float64">, DArray<"int32">])), x.nanToNum(0, 9, -9)],
  ] as never;
  for (const [short, long] of same) assert.deepEqual(await short.compute(), await long.compute(), short.name);
});

test("another name of an operation is the operation", () => {
  for (const [alias, name] of arrayAliases) {
    assert.equal(typeof all[alias], "function", alias);
    if (!Object.hasOwn(scalarOps, name)) continue;
    const op = scalarOps[name as keyof typeof scalarOps] as ScalarOp;
    const integers = op.refuses.includes("bool") || op.dtypes.includes("float64" as never);
    const args = Array.from({ length: op.arity }, (_, i) => da.ones([3], { dtype: integers ? "float64" : "int32" }).mul(i + 1));
    const tokenOf = (fn: unknown) => (fn as (...given: unknown[]) => { name: string })(...args).name;
    assert.equal(tokenOf(all[alias]), tokenOf(all[name]), `${alias} is ${name}`);
  }
});

test("blocks by a slice stand in its order", async () => {
  assert.deepEqual([...(await da.arange(7, { chunks: 3 }).blocks("::-1").compute()).data], [6, 3, 4, 5, 0, 1, 2]);
});

test("an array given as data takes the chunks, the dtype and the shape that are asked for", async () => {
  const x = da.arange(6, { chunks: 2 });
  const [same, cut, cast] = [da.fromArray(x), da.fromArray(x, [3]), da.asarray(x, { dtype: "int8", shape: [2, 3], chunks: [1, 3] })];
  assert.deepEqual([same.chunks, cut.chunks, cast.chunks], [[[2, 2, 2]], [[3, 3]], [[1, 1], [3]]]);
  assert.deepEqual([...(await cast.compute()).data, cast.dtype], [0, 1, 2, 3, 4, 5, "int8"]);
});

test("whole bounds of ranges are exact beyond 2^53", async () => {
  const large = 2n ** 60n;
  assert.deepEqual([...(await da.arange(large, large + 3n).compute()).data], [large, large + 1n, large + 2n]);
  assert.deepEqual([...(await da.arange(large + 3n, large, -2n).compute()).data], [large + 3n, large + 1n]);
  assert.deepEqual([da.arange(3n, 3n).shape, da.arange(3, 5, 3).shape, da.arange(5, 3).shape, da.arange(-5, 5, 5).shape], [[0], [1], [0], [2]]);
});
