import type { DType, Scalar } from "../chunk/dtype.ts";
import type { NDArray } from "../chunk/ndarray.ts";
import type { ArrayData, NestedInput } from "../ops/array/from-array.ts";
import type { meanDType, prodDType, Promote, sumDType } from "../ops/define/promotion.ts";
import type { DArray } from "./darray.ts";

/** What an operation takes for an array: an array, data for one, or a number (which gives way, NumPy 2's weak scalars). */
export type ArrayLike = DArray<DType, Rank> | ArrayData | NestedInput;

/** The dtype that an argument brings to an operation with an array of `D`. A number's value decides at run time, so integers meet a number as they are. */
export type DTypeOf<T, D extends DType = "float64"> = T extends DArray<infer E, Rank>
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
export type DataDType<T> = T extends NDArray<infer E> ? E : T extends { readonly [Symbol.toStringTag]: infer K extends keyof ArrayDTypes } ? ArrayDTypes[K] : LeafDType<Leaf<T>>;

/** What nested arrays hold, three axes deep; beyond, the dtype is not part of the type. */
type Leaf<T> = T extends readonly (infer E)[] ? (E extends readonly (infer F)[] ? (F extends readonly (infer G)[] ? (G extends readonly unknown[] ? unknown : G) : F) : E) : T;
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
export type RankWith<R extends Rank, T> = T extends DArray<DType, infer S> ? (R extends "scalar" ? S : "array") : T extends number | bigint | boolean ? R : "array";
