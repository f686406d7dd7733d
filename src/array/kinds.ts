import type { DType } from "../chunk/dtype.ts";
import type { Index, IndexArray } from "../ops/array/get.ts";
import type { BlockFunction, MapBlocksOptions, ReductionOptions } from "../ops/array/map.ts";
import type { MapOverlapOptions, OverlapOptions } from "../ops/array/overlap.ts";
import type { PadOptions, PerSide } from "../ops/array/pad.ts";
import type { QuantileMethod } from "../ops/array/order.ts";
import type { Axes, ReduceOptions, SumOptions, VarOptions } from "../ops/array/reductions.ts";
import type { UniqueOptions } from "../ops/array/unique.ts";
import type { Axis } from "../ops/define/axis.ts";
import type { ChunkSpec } from "../ops/define/chunks.ts";
import type { DArray } from "./darray.ts";
import type { ArrayLike, MeanOf, ProdOf, Rank, RankWith, SumOf, Together } from "./types.ts";

/** An axis given: the result is an array. None: one value, unless `keepdims` keeps the axes. */
interface Reduction<Out extends DType, Options extends ReduceOptions = ReduceOptions> {
  (axis?: null, options?: Options & { readonly keepdims?: false }): DArray<Out, "scalar">;
  (axis: Axes | null | undefined, options: Options & { readonly keepdims: true }): DArray<Out>;
  (axis: Axis | readonly Axis[], options?: Options): DArray<Out>;
}
/** The same, with a dtype that options may ask for. */
interface Widening<Out extends DType, Options extends SumOptions> extends Reduction<Out, Options> {
  <E extends DType>(axis: null | undefined, options: Options & { readonly dtype: E; readonly keepdims?: false }): DArray<E, "scalar">;
  <E extends DType>(axis: Axes | null | undefined, options: Options & { readonly dtype: E }): DArray<E>;
}

export interface HistogramLike {
  readonly bins?: number | ArrayLike;
  readonly range?: readonly [number, number];
  readonly weights?: ArrayLike;
  readonly density?: boolean;
}

/** The signature of a method of each kind on an array of dtype D. */
export interface Kinds<D extends DType, R extends Rank> {
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
  reshape: (...shape: readonly (number | readonly number[])[]) => DArray<D>;
  swapaxes: (first: Axis, second: Axis) => DArray<D>;
  moveaxis: (source: Axis | readonly Axis[], destination: Axis | readonly Axis[]) => DArray<D>;
  axes: (axis?: Axis | readonly Axis[] | null) => DArray<D>;
  broadcastTo: (shape: readonly number[] | number, options?: { readonly chunks?: ChunkSpec }) => DArray<D>;
  rot90: (k?: number, axes?: readonly [Axis, Axis]) => DArray<D>;
  rechunk: (chunks: ChunkSpec) => DArray<D, R>;
  astype: <E extends DType>(dtype: E) => DArray<E, R>;
  append: <const T extends ArrayLike>(values: T, axis?: Axis | null) => DArray<Together<D, T>>;
  roll: (shift: number | readonly number[], axis?: Axis | readonly Axis[] | null) => DArray<D>;
  repeat: (repeats: number, axis?: Axis | null) => DArray<D>;
  tile: (reps: number | readonly number[]) => DArray<D>;
  like: <E extends DType = D>(options?: { readonly dtype?: E; readonly chunks?: ChunkSpec; readonly shape?: number | readonly number[] }) => DArray<E>;
  fullLike: <E extends DType = D>(value: number | bigint | boolean, options?: { readonly dtype?: E; readonly chunks?: ChunkSpec; readonly shape?: number | readonly number[] }) => DArray<E>;
  triangle: (k?: number) => DArray<D>;
  sort: (axis?: Axis | null) => DArray<D>;
  argsort: (axis?: Axis | null) => DArray<"float64">;
  topk: (k: number, axis?: Axis) => DArray<D>;
  argtopk: (k: number, axis?: Axis) => DArray<"float64">;
  quantile: {
    (q: number, axis?: null, options?: { readonly method?: QuantileMethod; readonly keepdims?: false }): DArray<MeanOf<D>, "scalar">;
    (q: number | readonly number[], axis?: Axes, options?: { readonly method?: QuantileMethod; readonly keepdims?: boolean }): DArray<MeanOf<D>>;
  };
  scan: {
    (axis?: Axis | null): DArray<ProdOf<D>>;
    <E extends DType>(axis: Axis | null | undefined, options: { readonly dtype: E }): DArray<E>;
  };
  diff: (n?: number, axis?: Axis, options?: { readonly prepend?: ArrayLike; readonly append?: ArrayLike }) => DArray<D>;
  take: (indices: number | IndexArray | DArray, axis?: Axis | null) => DArray<D>;
  unary: () => DArray<D, R>;
  clip: (low?: ArrayLike | null, high?: ArrayLike | null) => DArray<D, R>;
  get: (...selection: readonly (Index | DArray)[]) => DArray<D>;
  vindex: (...indices: readonly (number | null | IndexArray | DArray)[]) => DArray<D>;
  with: (selection: Index | DArray | readonly (Index | DArray)[], value: ArrayLike) => DArray<D>;
  nonzero: () => DArray<"float64">[];
  positions: () => DArray<"float64">;
  product: <const T extends ArrayLike>(y: T) => DArray<Together<D, T>>;
  trace: (offset?: number, axis1?: Axis, axis2?: Axis) => DArray<D>;
  unique: {
    (): DArray<D>;
    (options: UniqueOptions): DArray[];
  };
  isin: (test: ArrayLike, options?: { readonly invert?: boolean }) => DArray<"bool">;
  searchsorted: (values: ArrayLike, options?: "left" | "right" | { readonly side?: "left" | "right"; readonly sorter?: ArrayLike }) => DArray<"float64">;
  digitize: (bins: ArrayLike, options?: boolean | { readonly right?: boolean }) => DArray<"float64">;
  bincount: (weights?: ArrayLike | null | { readonly weights?: ArrayLike; readonly minlength?: number }, minlength?: number) => DArray<"float64">;
  histogram: (bins?: number | ArrayLike | HistogramLike, options?: HistogramLike) => [DArray<"float64">, DArray<"float64">];
  average: {
    (axis?: Axes, options?: ReduceOptions & { readonly weights?: ArrayLike; readonly returned?: false }): DArray<MeanOf<D>>;
    (axis: Axes | undefined, options: ReduceOptions & { readonly weights?: ArrayLike; readonly returned: true }): [DArray<MeanOf<D>>, DArray<MeanOf<D>>];
  };
  choose: (choices: readonly ArrayLike[]) => DArray;
  mapBlocks: {
    (fn: BlockFunction, options?: MapBlocksOptions & { readonly dtype?: undefined }): DArray<D>;
    <E extends DType>(fn: BlockFunction, options: MapBlocksOptions & { readonly dtype: E }): DArray<E>;
    (fn: BlockFunction, ...args: readonly (ArrayLike | MapBlocksOptions)[]): DArray;
  };
  mapOverlap: <E extends DType = D>(fn: BlockFunction, options: MapOverlapOptions & { readonly dtype?: E }) => DArray<E>;
  overlap: (options: OverlapOptions) => DArray<D>;
  pad: (widths: PerSide, mode?: string, options?: PadOptions) => DArray<D>;
  reduction: (chunk: BlockFunction, aggregate: BlockFunction, options?: ReductionOptions) => DArray;
  binary: <const T extends ArrayLike>(y: T) => DArray<Together<D, T>, RankWith<R, T>>;
}
