import type { DType } from "../chunk/dtype.ts";
import type { CreateOptions, EyeOptions, LinspaceOptions, MeshgridOptions, ShapeInput } from "../ops/array/creation.ts";
import type { scalarOps } from "../ops/array/definitions/scalar-ops.ts";
import type { ArrayData, FromArrayOptions } from "../ops/array/from-array.ts";
import type { BlockFunction, BlockwiseOptions, MapBlocksOptions, MapOptions, ReductionOptions } from "../ops/array/map.ts";
import type { MapOverlapOptions } from "../ops/array/overlap.ts";
import type { Axis } from "../ops/define/axis.ts";
import type { ChunkSpec } from "../ops/define/chunks.ts";
import type { Entry } from "../ops/define/entry.ts";
import type { ResultRule, ScalarOp } from "../ops/define/scalar-op.ts";
import type { arrayOps } from "../ops/registry.ts";
import type { ArrayLike, DArray, DataDType, DTypeOf, Kinds, Rank, RankWith, ResultOf, Together } from "./array-type.ts";
import type { operatorNames } from "./operator-names.ts";

type ScalarTable = typeof scalarOps;
type Table = typeof arrayOps;
type Parameters = readonly (number | boolean | { readonly [name: string]: number | boolean })[];
type DTypeIn<T> = DTypeOf<T> & DType;
type RankOf<T> = T extends DArray<DType, infer R> ? R : T extends number | bigint | boolean ? "scalar" : "array";

type ScalarFunction<Op> =
  Op extends ScalarOp<1, DType, ResultRule>
    ? <const T extends ArrayLike>(x: T, ...parameters: Parameters) => DArray<ResultOf<Op, DTypeIn<T>>, RankOf<T>>
    : Op extends ScalarOp<2, DType, ResultRule>
      ? <const T extends ArrayLike, const U extends ArrayLike>(
          x: T,
          y: U,
          ...parameters: Parameters
        ) => DArray<ResultOf<Op, Together<DTypeIn<T>, U>>, RankWith<RankOf<T>, U>>
      : <const T extends ArrayLike, const U extends ArrayLike, const V extends ArrayLike>(x: T, y: U, z: V) => DArray<ResultOf<Op, Together<DTypeIn<T>, U>>>;

/** The function of a method: the array first. */
type MethodFunction<K extends string> = K extends keyof Kinds<DType, Rank>
  ? <D extends DType, R extends Rank>(x: DArray<D, R> | ArrayLike, ...rest: ParametersOf<Kinds<D, R>[K]>) => ReturnOf<Kinds<D, R>[K]>
  : never;
type ParametersOf<F> = F extends (...args: infer A) => unknown ? A : never;
type ReturnOf<F> = F extends (...args: never[]) => infer T ? T : never;

/** Signatures of the kinds that are functions only. */
interface FunctionKinds {
  fromArray: <const T extends ArrayData | DArray, E extends DType = T extends DArray<infer D> ? D : DataDType<T>>(
    data: T,
    options?: FromArrayOptions & { readonly dtype?: E },
  ) => DArray<E>;
  create: <E extends DType = "float64">(shape: ShapeInput, options?: CreateOptions & { readonly dtype?: E }) => DArray<E>;
  full: <V extends number | bigint | boolean, E extends DType = DataDType<V>>(
    shape: ShapeInput,
    value: V,
    options?: CreateOptions & { readonly dtype?: E },
  ) => DArray<E>;
  arange: {
    <E extends DType = "float64">(stop: number, options?: CreateOptions & { readonly dtype?: E }): DArray<E>;
    <E extends DType = "float64">(start: number, stop: number, options?: CreateOptions & { readonly dtype?: E }): DArray<E>;
    <E extends DType = "float64">(start: number, stop: number, step: number, options?: CreateOptions & { readonly dtype?: E }): DArray<E>;
    (...bounds: readonly bigint[]): DArray<"int64">;
  };
  linspace: {
    <E extends DType = "float64">(start: number, stop: number, num?: number, options?: LinspaceOptions & { readonly dtype?: E }): DArray<E>;
    <E extends DType = "float64">(start: number, stop: number, options: LinspaceOptions & { readonly dtype?: E }): DArray<E>;
  };
  eye: <E extends DType = "float64">(
    n: number,
    m?: number | null | (EyeOptions & { readonly dtype?: E }),
    options?: (EyeOptions & { readonly dtype?: E }) | number,
  ) => DArray<E>;
  indices: <E extends DType = "float64">(dimensions: readonly number[], options?: CreateOptions & { readonly dtype?: E }) => DArray<E>;
  meshgrid: (...args: readonly (ArrayLike | MeshgridOptions)[]) => DArray[];
  concatenate: <D extends DType>(arrays: readonly (DArray<D, Rank> | ArrayLike)[], axis?: Axis | null) => DArray<D>;
  where: {
    <const T extends ArrayLike, const U extends ArrayLike>(condition: ArrayLike, x: T, y: U): DArray<Together<DTypeIn<T>, U>>;
    (condition: ArrayLike): DArray<"float64">[];
  };
  select: (conditions: readonly ArrayLike[], choices: readonly ArrayLike[], otherwise?: ArrayLike) => DArray;
  extract: <const T extends ArrayLike>(condition: ArrayLike, x: T) => DArray<DTypeIn<T>>;
  tensordot: (x: ArrayLike, y: ArrayLike, axes?: number | readonly [number | readonly number[], number | readonly number[]]) => DArray;
  einsum: (subscripts: string, ...operands: readonly ArrayLike[]) => DArray;
  union1d: <const T extends ArrayLike>(x: T, y: ArrayLike) => DArray<DTypeIn<T>>;
  allclose: (x: ArrayLike, y: ArrayLike, options?: { readonly rtol?: number; readonly atol?: number; readonly equalNan?: boolean }) => DArray<"bool", "scalar">;
  mapBlocks: <E extends DType = DType>(fn: BlockFunction, ...args: readonly (ArrayLike | (MapBlocksOptions & { readonly dtype?: E }))[]) => DArray<E>;
  mapOverlap: <E extends DType = DType>(fn: BlockFunction, x: ArrayLike, options: MapOverlapOptions & { readonly dtype?: E }) => DArray<E>;
  blockwise: (fn: BlockFunction, out: string, ...args: readonly (ArrayLike | string | BlockwiseOptions)[]) => DArray;
  reduction: (x: ArrayLike, chunk: BlockFunction, aggregate: BlockFunction, options?: ReductionOptions) => DArray;
  fromFunction: <E extends DType = "float64">(
    fn: BlockFunction,
    shape: ShapeInput,
    options?: MapOptions & { readonly chunks?: ChunkSpec; readonly dtype?: E },
  ) => DArray<E>;
  compress: <D extends DType>(condition: ArrayLike, x: DArray<D, Rank> | ArrayLike, axis?: Axis | null) => DArray<D>;
  pair: (...args: readonly ArrayLike[]) => [DArray, DArray];
}

// As in `array-type.ts`: tooltips need table and keys as parameters.
type ScalarFunctions<T, K extends keyof T> = { readonly [Name in K]: ScalarFunction<T[Name]> };
type OtherFunctions<T extends { readonly [name: string]: Entry }, K extends keyof T> = {
  readonly [Name in K]: T[Name]["kind"] extends keyof FunctionKinds ? FunctionKinds[T[Name]["kind"]] : MethodFunction<T[Name]["kind"]>;
};

/** Every operation as a function, from the table of operations. */
export type ArrayFunctions = ScalarFunctions<ScalarTable, Exclude<keyof ScalarTable, "where" | "clip">> & {
  readonly [K in keyof typeof operatorNames]: ScalarFunction<ScalarTable[(typeof operatorNames)[K]]>;
} & OtherFunctions<Table, Exclude<keyof Table, keyof ScalarTable>> & {
    /** Elements of x where the condition is true, of y elsewhere; without x and y, the positions of what is true. NumPy's `where`. */
    readonly where: FunctionKinds["where"];
    /** Each element moved into a range; either end may be left out (`null`). NumPy's `clip`. */
    readonly clip: MethodFunction<"clip">;
  };
