import type { DType } from "../chunk/dtype.ts";
import type { AlongAxisOptions, GufuncOptions } from "../ops/array/along-axis.ts";
import type { CreateOptions } from "../ops/array/creation.ts";
import type { BlockFunction } from "../ops/array/map.ts";
import type { Axis } from "../ops/define/axis.ts";
import type { ArrayLike, DArray } from "./array-type.ts";
import type { Bins, BoxOptions, Order, Range } from "./more-kinds.ts";

type Spaced<E extends DType> = CreateOptions & { readonly dtype?: E; readonly endpoint?: boolean; readonly base?: number };

/** `FunctionKinds` of function-kinds.ts, the same. */
export interface MoreFunctionKinds {
  histogramdd: (
    sample: ArrayLike | readonly ArrayLike[],
    bins?: Bins<ArrayLike> | BoxOptions<ArrayLike>,
    range?: readonly Range[] | null | BoxOptions<ArrayLike>,
    density?: boolean | null | BoxOptions<ArrayLike>,
    weights?: ArrayLike | null | BoxOptions<ArrayLike>,
  ) => [counts: DArray<"float64">, edges: DArray<"float64">[]];
  ravelMultiIndex: (
    multiIndex: ArrayLike | readonly ArrayLike[],
    dims: number | readonly number[],
    mode?: "raise" | "wrap" | "clip" | readonly ("raise" | "wrap" | "clip")[] | Order,
    options?: Order,
  ) => DArray<"float64">;
  triangleIndices: (
    n: number,
    k?: number | { readonly k?: number; readonly m?: number | null },
    m?: number | null | { readonly m?: number | null },
  ) => [rows: DArray<"float64">, columns: DArray<"float64">];
  arrays: <const T extends readonly ArrayLike[]>(...arrays: T) => DArray[];
  arrayEqual: (a1: ArrayLike, a2: ArrayLike, equalNan?: boolean | { readonly equalNan?: boolean }) => DArray<"bool", "scalar">;
  resultType: (...all: readonly (ArrayLike | DType)[]) => DType;
  spaced: <E extends DType = "float64">(start: number, stop: number, num?: number | Spaced<E>, options?: Spaced<E>) => DArray<E>;
  identity: <E extends DType = "float64">(n: number, dtype?: E | (CreateOptions & { readonly dtype?: E }), options?: CreateOptions) => DArray<E>;
  applyAlongAxis: <E extends DType = DType>(
    func1d: BlockFunction,
    axis: Axis,
    arr: ArrayLike,
    options?: AlongAxisOptions & { readonly dtype?: E },
  ) => DArray<E>;
  applyGufunc: <const S extends string, E extends DType = DType>(
    func: BlockFunction,
    signature: S,
    ...args: readonly (ArrayLike | (GufuncOptions & { readonly dtype?: E; readonly outputDtypes?: E | readonly E[] }))[]
  ) => S extends `${string}->${string})${string}(${string}` ? DArray<E>[] : DArray<E>;
}
