import type { DType } from "../chunk/dtype.ts";
import type { scalarOps } from "../ops/array/definitions/scalar-ops.ts";
import type { floatDType, meanDType } from "../ops/define/promotion.ts";
import type { ResultRule, ScalarOp } from "../ops/define/scalar-op.ts";
import type { arrayOps } from "../ops/registry.ts";
import type { DArray } from "./darray.ts";
import type { Kinds } from "./kinds.ts";
import type { ArrayLike, Rank, RankWith, Together } from "./types.ts";

type ScalarTable = typeof scalarOps;
type Table = typeof arrayOps;

/** The dtype that an operation on single elements computes in: its argument's, or the float that stands for it. */
type ComputedIn<Op, D extends DType> = Op extends ScalarOp<1 | 2 | 3, infer Takes, ResultRule>
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

type ScalarMethod<Op, D extends DType, R extends Rank> = Op extends ScalarOp<1, DType, ResultRule>
  ? (...parameters: Parameters) => DArray<ResultOf<Op, D>, R>
  : Op extends ScalarOp<2, DType, ResultRule>
    ? <const T extends ArrayLike>(y: T, ...parameters: Parameters) => DArray<ResultOf<Op, Together<D, T>>, RankWith<R, T>>
    : <const T extends ArrayLike, const U extends ArrayLike>(y: T, z: U) => DArray<ResultOf<Op, Together<D, T>>, RankWith<RankWith<R, T>, U>>;

/** The operators, by the names pandas gives them. */
export const operatorNames = {
  sub: "subtract",
  mul: "multiply",
  div: "divide",
  floordiv: "floorDivide",
  mod: "remainder",
  pow: "power",
  neg: "negative",
  abs: "absolute",
  eq: "equal",
  ne: "notEqual",
  lt: "less",
  le: "lessEqual",
  gt: "greater",
  ge: "greaterEqual",
  and: "bitwiseAnd",
  or: "bitwiseOr",
  xor: "bitwiseXor",
  not: "invert",
} as const satisfies { readonly [name: string]: keyof ScalarTable };

type Kind<K extends keyof Table> = Table[K]["kind"];

/** Every method of an array of dtype D, from the table of operations. */
export type Methods<D extends DType, R extends Rank> = {
  [K in keyof ScalarTable as K extends "where" | "clip" ? never : K]: ScalarMethod<ScalarTable[K], D, R>;
} & {
  [K in keyof typeof operatorNames]: ScalarMethod<ScalarTable[(typeof operatorNames)[K]], D, R>;
} & {
  [K in Exclude<keyof Table, keyof ScalarTable> as Table[K]["functionOnly"] extends true ? never : Kind<K> extends keyof Kinds<D, R> ? K : never]: Kinds<D, R>[Kind<K> & keyof Kinds<D, R>];
} & {
  /** Each element moved into a range; either end may be left out (`null`). NumPy's `clip`. */
  clip: Kinds<D, R>["clip"];
  /** A function on each chunk. Dask's `map_blocks`. */
  mapBlocks: Kinds<D, R>["mapBlocks"];
  /** A function on each chunk that sees its neighbors' edges. Dask's `map_overlap`. */
  mapOverlap: Kinds<D, R>["mapOverlap"];
  /** A reduction of the user's. Dask's `reduction`. */
  reduction: Kinds<D, R>["reduction"];
};
