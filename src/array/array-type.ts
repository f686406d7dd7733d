import type { DType, Scalar } from "../chunk/dtype.ts";
import type { NDArray } from "../chunk/ndarray.ts";
import type { Delayed } from "../delayed/delayed-type.ts";
import type { Collection } from "../engine/collection.ts";
import type { ComputeOptions } from "../engine/options.ts";
import type { Drawable } from "../engine/visualize.ts";
import type { BlockInfo } from "../execute/function.ts";
import type { Chunks, Extent, Shape } from "../expr/meta.ts";
import type { scalarOps } from "../ops/array/definitions/scalar-ops.ts";
import type { ArrayData, NestedInput } from "../ops/array/from-array.ts";
import type { Index, IndexArray } from "../ops/array/get.ts";
import type { BlockFunction, MapBlocksOptions, ReductionOptions } from "../ops/array/map.ts";
import type { SortKind } from "../ops/array/order.ts";
import type { Depth, MapOverlapOptions, OverlapOptions } from "../ops/array/overlap.ts";
import type { PadOptions, PerSide } from "../ops/array/pad.ts";
import type { Axes, ReduceOptions, SumOptions, VarOptions } from "../ops/array/reductions.ts";
import type { BlockIndex } from "../ops/array/select.ts";
import type { UniqueOptions } from "../ops/array/unique.ts";
import type { Axis } from "../ops/define/axis.ts";
import type { Casting } from "../ops/define/casting.ts";
import type { ChunkSpec } from "../ops/define/chunks.ts";
import type { Entry } from "../ops/define/entry.ts";
import type { floatDType, meanDType, Promote, prodDType, sumDType } from "../ops/define/promotion.ts";
import type { ResultRule, ScalarOp } from "../ops/define/scalar-op.ts";
import type { arrayOps } from "../ops/registry.ts";
import type { Counts, LikeOptions, OneAxis, Outside, QuantileOptions, Shares, SomeAxes, SortAxis, TraceOptions } from "./argument-types.ts";
import type { MoreKinds } from "./more-kinds.ts";
import type { otherNames } from "./other-names.ts";

/**
 * A chunked array that is not computed yet: NumPy's methods, Dask's laziness. Immutable; `compute()` gives an `NDArray`, or for 0-d a plain value.
 *
 * @example
 * const x = da.random.normal(0, 1, { size: [1000, 1000], chunks: [500, 500], seed: 1 });
 * const rows = await x.mean(1).compute();
 */
export interface DArray<D extends DType = DType, R extends Rank = "array"> extends Methods<D, R>, Collection<ValueOf<D, R>>, Drawable, Disposable {
  /** The lengths of the axes; `undefined` for one that only computing tells (after a mask). */
  readonly shape: Shape;
  /** The lengths of the chunks along each axis. */
  readonly chunks: Chunks;
  readonly dtype: D;
  /** How many axes. */
  readonly ndim: number;
  /** How many elements; `undefined` while a length is unknown. */
  readonly size: Extent;
  /** Bytes of an element. */
  readonly itemsize: number;
  /** Bytes of all elements. */
  readonly nbytes: Extent;
  /** How many chunks along each axis. */
  readonly numblocks: readonly number[];
  /** The length of the longest chunk along each axis. Dask's `chunksize`. */
  readonly chunksize: Shape;
  /** How many chunks. */
  readonly npartitions: number;
  /** Says what it is: equal arrays have equal names. */
  readonly name: string;
  /** The transposed array. */
  readonly T: DArray<D>;

  /** The array itself: arrays do not change. NumPy's `copy`. */
  copy(): DArray<D, R>;
  /** Computes it. Dask's `compute`. @throws TaskError, WorkerLostError, MemoryLimitError, and `signal.reason` when aborted. */
  compute(options?: ComputeOptions & { readonly int64?: "bigint" }): Promise<ValueOf<D, R>>;
  compute(options: ComputeOptions): Promise<ValueOf<D extends "int64" | "uint64" ? "float64" : D, R>>;
  /** Computes it and keeps the chunks in memory (on disk beyond the limit) until it is disposed or nobody can reach it. Dask's `persist`. */
  persist(options?: ComputeOptions): Promise<DArray<D, R>>;
  /**
   * The same array with the lengths that a mask left unknown, found by computing it once and keeping it, as `persist` does. Dask's `compute_chunk_sizes`. What takes
   * lengths (a slice, a sort, `reshape` …) does that by itself, but in each compute anew; after this nothing has to.
   *
   * @example
   * const positive = await x.get(x.gt(0)).computeChunkSizes();   // positive.shape is known now
   */
  computeChunkSizes(options?: ComputeOptions): Promise<DArray<D, R>>;
  /** Writes it as a `.npy` file. NumPy's `save`. @throws StorageError */
  toNpy(path: string | URL, options?: ComputeOptions): Promise<void>;
  /** Writes it as a folder of `.npy` files, one for each chunk along an axis. Dask's `to_npy_stack`. @throws StorageError */
  toNpyStack(folder: string | URL, axis?: number | (ComputeOptions & { readonly axis?: number }), options?: ComputeOptions): Promise<void>;
  /** Its chunks as lazy values, in lists in lists as `numblocks` says: an `NDArray` each, of 0-d arrays the number. Dask's `to_delayed`. */
  toDelayed(): LazyChunks<D>;
  /** How it would be computed: the optimized plan with chunk counts and peak memory, what was fused and what was not, and why. */
  explain(options?: ComputeOptions): string;
}

/** A function on a chunk, and on where that stands. */
export type OnBlock<D extends DType> = (block: NDArray<D>, info: BlockInfo) => unknown;

/** Lazy chunks in lists. */
export type LazyChunks<D extends DType> = Delayed<NDArray<D>> | readonly LazyChunks<D>[];

/** What an operation takes for an array: an array, data for one, or a number (which gives way, NumPy 2's weak scalars). */
export type ArrayLike = DArray<DType, Rank> | ArrayData | NestedInput;

/** The dtype that an argument brings to an operation with an array of `D`. A number's value decides at run time, so integers meet a number as they are. */
export type DTypeOf<T, D extends DType = "float64"> =
  T extends DArray<infer E, Rank>
    ? E
    : T extends NDArray<infer E>
      ? E
      : T extends number
        ? D extends "bool"
          ? "int64" | "float64"
          : D extends "float32" | "float64"
            ? D
            : D | "float64"
        : T extends bigint
          ? D extends "bool"
            ? "int64"
            : D
          : T extends boolean
            ? D
            : DataDType<T>;

interface ArrayDTypes {
  Float64Array: "float64";
  Float32Array: "float32";
  BigInt64Array: "int64";
  BigUint64Array: "uint64";
  Int32Array: "int32";
  Uint32Array: "uint32";
  Int16Array: "int16";
  Uint16Array: "uint16";
  Int8Array: "int8";
  Uint8Array: "uint8";
  Uint8ClampedArray: "uint8";
}

/** The dtype of data in memory. */
export type DataDType<T> =
  T extends NDArray<infer E> ? E : T extends { readonly [Symbol.toStringTag]: infer K extends keyof ArrayDTypes } ? ArrayDTypes[K] : LeafDType<Leaf<T>>;

/** What nested arrays hold, three axes deep; beyond, the dtype is not part of the type. */
type Leaf<T> = T extends readonly (infer E)[]
  ? E extends readonly (infer F)[]
    ? F extends readonly (infer G)[]
      ? G extends readonly unknown[]
        ? unknown
        : G
      : F
    : E
  : T;
type LeafDType<T> = [T] extends [bigint] ? "int64" : [T] extends [boolean] ? "bool" : [T] extends [number | boolean] ? "float64" : DType;

/** The dtype of an operation on an array and something else. */
export type Together<D extends DType, T> = T extends number | bigint | boolean ? DTypeOf<T, D> & DType : Promote<D, DTypeOf<T, D> & DType>;

export type SumOf<D extends DType> = (typeof sumDType)[D];
export type ProdOf<D extends DType> = (typeof prodDType)[D];
export type MeanOf<D extends DType> = (typeof meanDType)[D];

/** Whether computing gives an array or one value: what is known of the number of axes when the program is compiled. */
export type Rank = "array" | "scalar";

/** What computing an array gives. */
export type ValueOf<D extends DType, R extends Rank> = R extends "scalar" ? Scalar<D> : NDArray<D>;

/** An array with a number stays what it is; with another array, it is an array unless both are single values. */
export type RankWith<R extends Rank, T> =
  T extends DArray<DType, infer S> ? (R extends "scalar" ? S : "array") : T extends number | bigint | boolean ? R : "array";

/** An axis given: the result is an array. None: one value, unless `keepdims` keeps the axes. */
interface Reduction<Out extends DType, Options extends ReduceOptions = ReduceOptions> {
  (axis?: null, options?: Options & { readonly keepdims?: false }): DArray<Out, "scalar">;
  (options: Options & { readonly axis?: null; readonly keepdims?: false }): DArray<Out, "scalar">;
  (axis: Axes | null | undefined, options: Options & { readonly keepdims: true }): DArray<Out>;
  (axis: Axis | readonly Axis[], options?: Options): DArray<Out>;
  (options: Options & { readonly axis?: Axes }): DArray<Out>;
}
/** The same, with a dtype that options may ask for. */
interface Widening<Out extends DType, Options extends SumOptions> extends Reduction<Out, Options> {
  <E extends DType>(axis: null | undefined, options: Options & { readonly dtype: E; readonly keepdims?: false }): DArray<E, "scalar">;
  <E extends DType>(options: Options & { readonly dtype: E; readonly axis?: null; readonly keepdims?: false }): DArray<E, "scalar">;
  <E extends DType>(axis: Axes | null | undefined, options: Options & { readonly dtype: E }): DArray<E>;
  <E extends DType>(options: Options & { readonly dtype: E; readonly axis?: Axes }): DArray<E>;
}

type Side = "left" | "right";
export interface HistogramOptions {
  readonly bins?: number | ArrayLike;
  readonly range?: readonly [number, number] | null;
  readonly density?: boolean;
  readonly weights?: ArrayLike;
}
export interface AverageOptions extends ReduceOptions {
  readonly axis?: Axes;
  readonly weights?: ArrayLike;
}
interface DiffOptions {
  readonly n?: number;
  readonly axis?: Axis;
  readonly prepend?: ArrayLike;
  readonly append?: ArrayLike;
}
export type Shift = number | readonly number[];

interface MadeOf<D extends DType, R extends Rank> {
  readonly same: DArray<D>;
  readonly mean: DArray<MeanOf<D>>;
  readonly numbers: DArray<"float64">;
  readonly truths: DArray<"bool", R>;
  readonly angle: DArray<"float32" | "float64", R>;
  readonly input: ArrayLike;
}

/** The signature of a method of each kind on an array of dtype D. */
export interface Kinds<D extends DType, R extends Rank> extends MoreKinds<MadeOf<D, R>> {
  sum: Widening<SumOf<D>, SumOptions>;
  prod: Widening<ProdOf<D>, SumOptions>;
  mean: Widening<MeanOf<D>, SumOptions>;
  variance: Widening<MeanOf<D>, VarOptions>;
  extreme: Reduction<D>;
  extremeFloat: Reduction<MeanOf<D>>;
  position: Reduction<"float64">;
  truth: Reduction<"bool">;
  count: Reduction<"float64">;
  same: () => DArray<D, R>;
  reshape: (...shape: readonly (number | readonly number[] | { readonly shape: number | readonly number[] })[]) => DArray<D>;
  transpose: (...axes: readonly (Axis | readonly Axis[] | null | { readonly axes?: readonly Axis[] | null })[]) => DArray<D>;
  swapaxes: (axis1: Axis, axis2: Axis) => DArray<D>;
  rollaxis: (axis: Axis, start?: number | { readonly start?: number }) => DArray<D>;
  moveaxis: (source: Axis | readonly Axis[], destination: Axis | readonly Axis[]) => DArray<D>;
  axes: (axis?: SomeAxes) => DArray<D>;
  broadcastTo: (shape: readonly number[] | number, options?: { readonly chunks?: ChunkSpec }) => DArray<D>;
  rot90: (
    k?: number | { readonly k?: number; readonly axes?: readonly [Axis, Axis] },
    axes?: readonly [Axis, Axis] | { readonly axes?: readonly [Axis, Axis] },
  ) => DArray<D>;
  rechunk: (chunks: ChunkSpec | { readonly chunks: ChunkSpec }) => DArray<D, R>;
  astype: <E extends DType>(dtype: E, options?: { readonly casting?: Casting }) => DArray<E, R>;
  append: <const T extends ArrayLike>(values: T, axis?: OneAxis) => DArray<Together<D, T>>;
  roll: (shift: Shift, axis?: SomeAxes) => DArray<D>;
  repeat: (repeats: number | Counts, axis?: OneAxis) => DArray<D>;
  tile: (reps: Shift) => DArray<D>;
  like: <E extends DType = D>(dtype?: E | LikeOptions<E>, options?: LikeOptions<E>) => DArray<E>;
  fullLike: <E extends DType = D>(fillValue: number | bigint | boolean, dtype?: E | LikeOptions<E>, options?: LikeOptions<E>) => DArray<E>;
  triangle: (k?: number | { readonly k?: number }) => DArray<D>;
  diag: (k?: number | { readonly k?: number; readonly chunks?: ChunkSpec }, options?: { readonly chunks?: ChunkSpec }) => DArray<D>;
  sort: (axis?: SortAxis, kind?: SortKind | null | { readonly kind?: SortKind | null }) => DArray<D>;
  argsort: (axis?: SortAxis, kind?: SortKind | null | { readonly kind?: SortKind | null }) => DArray<"float64">;
  topk: (k: number, axis?: Axis | { readonly axis?: Axis }) => DArray<D>;
  argtopk: (k: number, axis?: Axis | { readonly axis?: Axis }) => DArray<"float64">;
  quantile: {
    (q: number, axis?: null, options?: QuantileOptions & { readonly keepdims?: false }): DArray<MeanOf<D>, "scalar">;
    (q: number, options: QuantileOptions & { readonly axis?: null; readonly keepdims?: false }): DArray<MeanOf<D>, "scalar">;
    (q: number | Shares, axis?: Axes, options?: QuantileOptions): DArray<MeanOf<D>>;
    (q: number | Shares, options: QuantileOptions & { readonly axis?: Axes }): DArray<MeanOf<D>>;
  };
  runningSum: Running<SumOf<D>>;
  scan: Running<ProdOf<D>>;
  diff: (n?: number | DiffOptions, axis?: Axis | DiffOptions, options?: DiffOptions) => DArray<D>;
  take: (
    indices: number | IndexArray | DArray,
    axis?: Axis | null | (Outside & { readonly axis?: Axis | null }),
    mode?: Outside["mode"] | Outside,
  ) => DArray<D>;
  compress: (condition: IndexArray | DArray, axis?: OneAxis) => DArray<D>;
  unary: () => DArray<D, R>;
  clip: (
    min?: ArrayLike | null | { readonly min?: ArrayLike | null; readonly max?: ArrayLike | null },
    max?: ArrayLike | null | { readonly max?: ArrayLike | null },
  ) => DArray<D, R>;
  get: (...selection: readonly (Index | DArray)[]) => DArray<D>;
  vindex: (...indices: readonly (number | null | IndexArray | DArray)[]) => DArray<D>;
  with: (selection: Index | DArray | readonly (Index | DArray)[], value: ArrayLike) => DArray<D>;
  blocks: (...index: readonly BlockIndex[]) => DArray<D>;
  nonzero: () => DArray<"float64">[];
  positions: () => DArray<"float64">;
  product: <const T extends ArrayLike>(y: T) => DArray<Together<D, T>>;
  trace: (offset?: number | TraceOptions, axis1?: Axis | TraceOptions, axis2?: Axis | TraceOptions) => DArray<D>;
  unique: {
    (): DArray<D>;
    (options: UniqueOptions): DArray[];
  };
  isin: (testElements: ArrayLike, options?: { readonly invert?: boolean; readonly assumeUnique?: boolean }) => DArray<"bool">;
  searchsorted: (
    v: ArrayLike,
    side?: Side | { readonly side?: Side; readonly sorter?: ArrayLike },
    sorter?: ArrayLike | { readonly sorter?: ArrayLike },
  ) => DArray<"float64">;
  digitize: (bins: ArrayLike, right?: boolean | { readonly right?: boolean }) => DArray<"float64">;
  bincount: (
    weights?: ArrayLike | null | { readonly weights?: ArrayLike | null; readonly minlength?: number },
    minlength?: number | { readonly minlength?: number },
  ) => DArray<"float64">;
  histogram: (
    bins?: number | ArrayLike | HistogramOptions,
    range?: readonly [number, number] | null | HistogramOptions,
    density?: boolean | null | HistogramOptions,
    weights?: ArrayLike | null | HistogramOptions,
  ) => [DArray<"float64">, DArray<"float64">];
  average: {
    (axis: Axes | undefined, weights: ArrayLike | undefined, returned: true): [DArray<MeanOf<D>>, DArray<MeanOf<D>>];
    (axis: Axes | undefined, options: AverageOptions & { readonly returned: true }): [DArray<MeanOf<D>>, DArray<MeanOf<D>>];
    (options: AverageOptions & { readonly returned: true }): [DArray<MeanOf<D>>, DArray<MeanOf<D>>];
    (axis?: null, options?: { readonly weights?: ArrayLike; readonly keepdims?: false }): DArray<MeanOf<D>, "scalar">;
    (options: { readonly axis?: null; readonly weights?: ArrayLike; readonly keepdims?: false }): DArray<MeanOf<D>, "scalar">;
    (axis?: Axes, weights?: ArrayLike | (AverageOptions & { readonly returned?: false })): DArray<MeanOf<D>>;
    (options: AverageOptions & { readonly returned?: false }): DArray<MeanOf<D>>;
  };
  choose: (choices: readonly ArrayLike[], mode?: Outside["mode"] | Outside) => DArray;
  mapBlocks: {
    (fn: OnBlock<D>, options?: MapBlocksOptions & { readonly dtype?: undefined }): DArray<D>;
    <E extends DType>(fn: OnBlock<D>, options: MapBlocksOptions & { readonly dtype: E }): DArray<E>;
    (fn: BlockFunction, options?: MapBlocksOptions & { readonly dtype?: undefined }): DArray<D>;
    <E extends DType>(fn: BlockFunction, options: MapBlocksOptions & { readonly dtype: E }): DArray<E>;
    (fn: BlockFunction, ...args: readonly (ArrayLike | MapBlocksOptions)[]): DArray;
  };
  mapOverlap: {
    <E extends DType = D>(fn: OnBlock<D>, options: MapOverlapOptions & { readonly dtype?: E }): DArray<E>;
    <E extends DType = D>(fn: BlockFunction, options: MapOverlapOptions & { readonly dtype?: E }): DArray<E>;
  };
  overlap: (depth: Depth | OverlapOptions, boundary?: OverlapOptions["boundary"] | Pick<OverlapOptions, "boundary">) => DArray<D>;
  pad: (padWidth: PerSide, mode?: string | (PadOptions & { readonly mode?: string }), options?: PadOptions) => DArray<D>;
  reduction: (
    chunk: BlockFunction,
    aggregate: BlockFunction,
    axis?: Axes | (ReductionOptions & { readonly axis?: Axes }),
    options?: ReductionOptions,
  ) => DArray;
  binary: <const T extends ArrayLike>(y: T) => DArray<Together<D, T>, RankWith<R, T>>;
}

/** Sums and products of what comes before. */
interface Running<Out extends DType> {
  (axis?: OneAxis): DArray<Out>;
  <E extends DType>(axis: Axis | null | undefined, options: { readonly dtype: E }): DArray<E>;
  <E extends DType>(options: { readonly axis?: Axis | null; readonly dtype: E }): DArray<E>;
}

type ScalarTable = typeof scalarOps;
type Table = typeof arrayOps;

/** The dtype that an operation on single elements computes in: its argument's, or the float that stands for it. */
type ComputedIn<Op, D extends DType> =
  Op extends ScalarOp<1 | 2 | 3, infer Takes, ResultRule>
    ? D extends Takes
      ? D
      : Takes extends "float32" | "float64"
        ? Op extends ScalarTable["divide"]
          ? (typeof meanDType)[D]
          : (typeof floatDType)[D]
        : Extract<Takes, "int8" | "float64"> extends never
          ? Takes
          : Extract<Takes, "int8" | "float64">
    : never;
/** The dtype of its result. */
export type ResultOf<Op, D extends DType> = Op extends ScalarOp<1 | 2 | 3, DType, infer R> ? (R extends DType ? R : ComputedIn<Op, D>) : never;

type Parameters = readonly (number | boolean | { readonly [name: string]: number | boolean })[];

type ScalarMethod<Op, D extends DType, R extends Rank> =
  Op extends ScalarOp<1, DType, ResultRule>
    ? (...parameters: Parameters) => DArray<ResultOf<Op, D>, R>
    : Op extends ScalarOp<2, DType, ResultRule>
      ? <const T extends ArrayLike>(y: T, ...parameters: Parameters) => DArray<ResultOf<Op, Together<D, T>>, RankWith<R, T>>
      : <const T extends ArrayLike, const U extends ArrayLike>(y: T, z: U) => DArray<ResultOf<Op, Together<D, T>>, RankWith<RankWith<R, T>, U>>;

// A mapped type over some keys of a table keeps what is written above its entries only in this form: table and keys are parameters.
type ScalarMethods<T, K extends keyof T, D extends DType, R extends Rank> = { [Name in K]: ScalarMethod<T[Name], D, R> };
type OtherMethods<T extends { readonly [name: string]: Entry }, K extends keyof T, D extends DType, R extends Rank> = {
  [Name in K]: Kinds<D, R>[T[Name]["kind"] & keyof Kinds<D, R>];
};

/** The operations that are methods, besides those on single elements. */
type MethodName = {
  [K in Exclude<keyof Table, keyof ScalarTable>]: Table[K]["functionOnly"] extends true ? never : Table[K]["kind"] extends keyof Kinds<DType, Rank> ? K : never;
}[Exclude<keyof Table, keyof ScalarTable>];

/** Every method of an array of dtype D, from the table of operations. */
export type Methods<D extends DType, R extends Rank> = ScalarMethods<ScalarTable, Exclude<keyof ScalarTable, "where" | "clip">, D, R> & {
  [K in keyof typeof otherNames]: ScalarMethod<ScalarTable[(typeof otherNames)[K]], D, R>;
} & OtherMethods<Table, MethodName, D, R> & {
    /** Each element moved into a range; either end may be left out (`null`). NumPy's `clip`. */
    clip: Kinds<D, R>["clip"];
    /** What a mask of one axis keeps. NumPy's `compress`. */
    compress: Kinds<D, R>["compress"];
    /** A function on each chunk. Dask's `map_blocks`. */
    mapBlocks: Kinds<D, R>["mapBlocks"];
    /** A function on each chunk that sees its neighbors' edges. Dask's `map_overlap`. */
    mapOverlap: Kinds<D, R>["mapOverlap"];
    /** A reduction of the user's. Dask's `reduction`. */
    reduction: Kinds<D, R>["reduction"];
    /** The least element. NumPy's `amin`. */
    amin: Kinds<D, R>["extreme"];
    /** The greatest element. NumPy's `amax`. */
    amax: Kinds<D, R>["extreme"];
  };
