import type { DType } from "../chunk/dtype.ts";
import type { ArangeOptions, CreateOptions, LinspaceOptions, MeshgridOptions, ShapeInput } from "../ops/array/creation.ts";
import type { ArrayData, FromArrayOptions } from "../ops/array/from-array.ts";
import type { BlockFunction, BlockwiseOptions, MapBlocksOptions, MapOptions } from "../ops/array/map.ts";
import type { MapOverlapOptions } from "../ops/array/overlap.ts";
import type { Axes, ReduceOptions, SumOptions, VarOptions } from "../ops/array/reductions.ts";
import type { UniqueOptions } from "../ops/array/unique.ts";
import type { Axis } from "../ops/define/axis.ts";
import type { Casting } from "../ops/define/casting.ts";
import type { ChunkSpec } from "../ops/define/chunks.ts";
import type { OneAxis, QuantileOptions } from "./argument-types.ts";
import type { ArrayLike, AverageOptions, DArray, DataDType, DTypeOf, MeanOf, OnBlock, ProdOf, Rank, SumOf, Together } from "./array-type.ts";

export type DTypeIn<T> = DTypeOf<T> & DType;
export type RankOf<T> = T extends DArray<DType, infer R> ? R : T extends number | bigint | boolean ? "scalar" : "array";

/** What a reduction makes of a dtype. */
interface Outs<D extends DType> {
  sum: SumOf<D>;
  prod: ProdOf<D>;
  mean: MeanOf<D>;
  same: D;
  number: "float64";
  truth: "bool";
}
type Out<T, K extends keyof Outs<DType>> = Outs<DTypeIn<T>>[K];

/** `Reduction` of `kinds.ts`, the array first. */
interface Reduction<K extends keyof Outs<DType>, Options extends ReduceOptions = ReduceOptions> {
  <const T extends ArrayLike>(x: T, axis?: null, options?: Options & { readonly keepdims?: false }): DArray<Out<T, K>, "scalar">;
  <const T extends ArrayLike>(x: T, options: Options & { readonly axis?: null; readonly keepdims?: false }): DArray<Out<T, K>, "scalar">;
  <const T extends ArrayLike>(x: T, axis: Axes | null | undefined, options: Options & { readonly keepdims: true }): DArray<Out<T, K>>;
  <const T extends ArrayLike>(x: T, axis: Axis | readonly Axis[], options?: Options): DArray<Out<T, K>>;
  <const T extends ArrayLike>(x: T, options: Options & { readonly axis?: Axes }): DArray<Out<T, K>>;
}
interface Widening<K extends keyof Outs<DType>, Options extends SumOptions> extends Reduction<K, Options> {
  <E extends DType>(x: ArrayLike, axis: null | undefined, options: Options & { readonly dtype: E; readonly keepdims?: false }): DArray<E, "scalar">;
  <E extends DType>(x: ArrayLike, options: Options & { readonly dtype: E; readonly axis?: null; readonly keepdims?: false }): DArray<E, "scalar">;
  <E extends DType>(x: ArrayLike, axis: Axes | null | undefined, options: Options & { readonly dtype: E }): DArray<E>;
  <E extends DType>(x: ArrayLike, options: Options & { readonly dtype: E; readonly axis?: Axes }): DArray<E>;
}
interface Running<K extends "sum" | "prod"> {
  <const T extends ArrayLike>(x: T, axis?: OneAxis): DArray<Out<T, K>>;
  <E extends DType>(x: ArrayLike, axis: Axis | null | undefined, options: { readonly dtype: E }): DArray<E>;
  <E extends DType>(x: ArrayLike, options: { readonly axis?: Axis | null; readonly dtype: E }): DArray<E>;
}

type Created<E extends DType> = CreateOptions & { readonly dtype?: E };
type Like<E extends DType> = Created<E> & { readonly shape?: ShapeInput };
type Eye<E extends DType> = Created<E> & { readonly M?: number | null; readonly k?: number };

/** Signatures of functions, by the kind of their operation, where that of the method with an array before it would not tell all. */
export interface FunctionKinds {
  sum: Widening<"sum", SumOptions>;
  prod: Widening<"prod", SumOptions>;
  mean: Widening<"mean", SumOptions>;
  variance: Widening<"mean", VarOptions>;
  extreme: Reduction<"same">;
  extremeFloat: Reduction<"mean">;
  position: Reduction<"number">;
  truth: Reduction<"truth">;
  count: Reduction<"number">;
  runningSum: Running<"sum">;
  scan: Running<"prod">;
  quantile: {
    <const T extends ArrayLike>(x: T, q: number, axis?: null, options?: QuantileOptions & { readonly keepdims?: false }): DArray<Out<T, "mean">, "scalar">;
    <const T extends ArrayLike>(
      x: T,
      q: number,
      options: QuantileOptions & { readonly axis?: null; readonly keepdims?: false },
    ): DArray<Out<T, "mean">, "scalar">;
    <const T extends ArrayLike>(x: T, q: number | readonly number[], axis?: Axes, options?: QuantileOptions): DArray<Out<T, "mean">>;
    <const T extends ArrayLike>(x: T, q: number | readonly number[], options: QuantileOptions & { readonly axis?: Axes }): DArray<Out<T, "mean">>;
  };
  average: {
    <const T extends ArrayLike>(x: T, axis: Axes | undefined, weights: ArrayLike | undefined, returned: true): [DArray<Out<T, "mean">>, DArray<Out<T, "mean">>];
    <const T extends ArrayLike>(
      x: T,
      axis: Axes | undefined,
      options: AverageOptions & { readonly returned: true },
    ): [DArray<Out<T, "mean">>, DArray<Out<T, "mean">>];
    <const T extends ArrayLike>(x: T, options: AverageOptions & { readonly returned: true }): [DArray<Out<T, "mean">>, DArray<Out<T, "mean">>];
    <const T extends ArrayLike>(x: T, axis?: null, options?: { readonly weights?: ArrayLike; readonly keepdims?: false }): DArray<Out<T, "mean">, "scalar">;
    <const T extends ArrayLike>(
      x: T,
      options: { readonly axis?: null; readonly weights?: ArrayLike; readonly keepdims?: false },
    ): DArray<Out<T, "mean">, "scalar">;
    <const T extends ArrayLike>(x: T, axis?: Axes, weights?: ArrayLike | (AverageOptions & { readonly returned?: false })): DArray<Out<T, "mean">>;
    <const T extends ArrayLike>(x: T, options: AverageOptions & { readonly returned?: false }): DArray<Out<T, "mean">>;
  };
  unique: {
    <const T extends ArrayLike>(x: T): DArray<DTypeIn<T>>;
    (x: ArrayLike, options: UniqueOptions): DArray[];
  };
  astype: <E extends DType>(x: ArrayLike, dtype: E, options?: { readonly casting?: Casting }) => DArray<E>;
  append: <const T extends ArrayLike, const U extends ArrayLike>(x: T, values: U, axis?: OneAxis) => DArray<Together<DTypeIn<T>, U>>;
  product: <const T extends ArrayLike, const U extends ArrayLike>(x: T, y: U) => DArray<Together<DTypeIn<T>, U>>;
  like: <const T extends ArrayLike, E extends DType = DTypeIn<T>>(x: T, dtype?: E | Like<E>, options?: Like<E>) => DArray<E>;
  fullLike: <const T extends ArrayLike, E extends DType = DTypeIn<T>>(
    x: T,
    fillValue: number | bigint | boolean,
    dtype?: E | Like<E>,
    options?: Like<E>,
  ) => DArray<E>;
  fromArray: {
    <const T extends ArrayData | DArray, E extends DType = T extends DArray<infer D> ? D : DataDType<T>>(
      data: T,
      options?: FromArrayOptions & { readonly dtype?: E },
    ): DArray<E>;
    <const T extends ArrayData | DArray, E extends DType = T extends DArray<infer D> ? D : DataDType<T>>(
      data: T,
      chunks: ChunkSpec,
      options?: FromArrayOptions & { readonly dtype?: E },
    ): DArray<E>;
  };
  asarray: <const T extends ArrayData | DArray, E extends DType = T extends DArray<infer D> ? D : DataDType<T>>(
    data: T,
    dtype?: E | (FromArrayOptions & { readonly dtype?: E }),
    options?: FromArrayOptions,
  ) => DArray<E>;
  create: <E extends DType = "float64">(shape: ShapeInput, dtype?: E | Created<E>, options?: Created<E>) => DArray<E>;
  full: <V extends number | bigint | boolean, E extends DType = DataDType<V>>(
    shape: ShapeInput,
    fillValue: V,
    dtype?: E | Created<E>,
    options?: Created<E>,
  ) => DArray<E>;
  arange: {
    <E extends DType = "float64">(stop: number, options?: ArangeOptions & { readonly dtype?: E }): DArray<E>;
    <E extends DType = "float64">(start: number, stop: number, options?: ArangeOptions & { readonly dtype?: E }): DArray<E>;
    <E extends DType = "float64">(start: number, stop: number, step: number, options?: CreateOptions & { readonly dtype?: E }): DArray<E>;
    (...bounds: readonly bigint[]): DArray<"int64">;
  };
  linspace: {
    <E extends DType = "float64">(
      start: number,
      stop: number,
      num: number,
      options: LinspaceOptions & { readonly dtype?: E; readonly retstep: true },
    ): [DArray<E>, number];
    <E extends DType = "float64">(
      start: number,
      stop: number,
      num?: number | (LinspaceOptions & { readonly num?: number; readonly dtype?: E; readonly retstep?: false }),
      options?: LinspaceOptions & { readonly dtype?: E; readonly retstep?: false },
    ): DArray<E>;
  };
  eye: <E extends DType = "float64">(N: number, M?: number | null | Eye<E>, k?: number | Eye<E>, options?: Created<E>) => DArray<E>;
  indices: <E extends DType = "float64">(dimensions: readonly number[], dtype?: E | Created<E>, options?: Created<E>) => DArray<E>;
  meshgrid: (...args: readonly (ArrayLike | MeshgridOptions)[]) => DArray[];
  concatenate: <D extends DType>(arrays: readonly (DArray<D, Rank> | ArrayLike)[], axis?: OneAxis) => DArray<D>;
  where: {
    <const T extends ArrayLike, const U extends ArrayLike>(condition: ArrayLike, x: T, y: U): DArray<Together<DTypeIn<T>, U>>;
    (condition: ArrayLike): DArray<"float64">[];
  };
  select: (condlist: readonly ArrayLike[], choicelist: readonly ArrayLike[], otherwise?: ArrayLike | { readonly default: ArrayLike }) => DArray;
  extract: <const T extends ArrayLike>(condition: ArrayLike, x: T) => DArray<DTypeIn<T>>;
  tensordot: (x: ArrayLike, y: ArrayLike, axes?: TensordotAxes | { readonly axes?: TensordotAxes }) => DArray;
  einsum: (subscripts: string, ...operands: readonly ArrayLike[]) => DArray;
  union1d: <const T extends ArrayLike>(x: T, y: ArrayLike) => DArray<DTypeIn<T>>;
  allclose: (x: ArrayLike, y: ArrayLike, options?: { readonly rtol?: number; readonly atol?: number; readonly equalNan?: boolean }) => DArray<"bool", "scalar">;
  mapBlocks: {
    <D extends DType, E extends DType = D>(fn: OnBlock<D>, x: DArray<D, Rank>, options?: MapBlocksOptions & { readonly dtype?: E }): DArray<E>;
    <E extends DType = DType>(fn: BlockFunction, ...args: readonly (ArrayLike | (MapBlocksOptions & { readonly dtype?: E }))[]): DArray<E>;
  };
  mapOverlap: {
    <D extends DType, E extends DType = D>(fn: OnBlock<D>, x: DArray<D, Rank>, options: MapOverlapOptions & { readonly dtype?: E }): DArray<E>;
    <E extends DType = DType>(fn: BlockFunction, x: ArrayLike, options: MapOverlapOptions & { readonly dtype?: E }): DArray<E>;
  };
  blockwise: (fn: BlockFunction, out: string, ...args: readonly (ArrayLike | string | BlockwiseOptions)[]) => DArray;
  fromFunction: <E extends DType = "float64">(
    fn: BlockFunction,
    shape: ShapeInput,
    options?: MapOptions & { readonly chunks?: ChunkSpec; readonly dtype?: E },
  ) => DArray<E>;
  compress: <D extends DType>(condition: ArrayLike, x: DArray<D, Rank> | ArrayLike, axis?: OneAxis) => DArray<D>;
  pair: (...args: readonly ArrayLike[]) => [DArray, DArray];
}

type TensordotAxes = number | readonly [number | readonly number[], number | readonly number[]];
