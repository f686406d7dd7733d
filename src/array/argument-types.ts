import type { DType, TypedArray } from "../chunk/dtype.ts";
import type { NDArray } from "../chunk/ndarray.ts";
import type { QuantileMethod, SortKind } from "../ops/array/order.ts";
import type { Axes } from "../ops/array/reductions.ts";
import type { OutsideMode } from "../ops/array/take.ts";
import type { Axis } from "../ops/define/axis.ts";
import type { ChunkSpec } from "../ops/define/chunks.ts";

// What stands by position may also be given by name, in the record at the end.

/** One axis, or none for all elements. */
export type OneAxis = Axis | null | { readonly axis?: Axis | null };
/** The axis of a sort, and how. */
export type SortAxis = Axis | null | { readonly axis?: Axis | null; readonly kind?: SortKind | null };
/** One axis, several, or none for all. */
export type SomeAxes = Axes | { readonly axis?: Axes };

export type LikeOptions<E extends DType> = { readonly dtype?: E; readonly chunks?: ChunkSpec; readonly shape?: number | readonly number[] };
/** What becomes of positions that are none of an axis. */
export interface Outside {
  readonly mode?: OutsideMode;
}
/** How often each element comes. */
export type Counts = readonly number[] | TypedArray | NDArray;
/** Several quantiles, in an array of any shape. */
export type Shares = Counts | readonly (readonly number[])[];
export interface QuantileOptions {
  readonly method?: QuantileMethod;
  readonly keepdims?: boolean;
}
export interface TraceOptions {
  readonly offset?: number;
  readonly axis1?: Axis;
  readonly axis2?: Axis;
}
