import { DTypeError } from "../util/errors.ts";
import { shown } from "../util/shown.ts";

export type DType = "bool" | "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64" | "float32" | "float64";

/** The typed array that holds values of a dtype; booleans take a byte each, 0 or 1. */
export interface TypedArrayOf {
  bool: Uint8Array;
  int8: Int8Array;
  int16: Int16Array;
  int32: Int32Array;
  int64: BigInt64Array;
  uint8: Uint8Array;
  uint16: Uint16Array;
  uint32: Uint32Array;
  uint64: BigUint64Array;
  float32: Float32Array;
  float64: Float64Array;
}
export type TypedArray = TypedArrayOf[DType];

/** What one element is in JavaScript. */
export type Scalar<D extends DType = DType> = D extends "bool" ? boolean : D extends "int64" | "uint64" ? bigint : number;

export type Kind = "bool" | "int" | "uint" | "float";

export interface DTypeInfo {
  readonly name: DType;
  /** The number that stands for this dtype in the native layer (`native/kernel.hpp`). */
  readonly code: number;
  readonly kind: Kind;
  readonly itemsize: number;
  /** NumPy's type string without byte order: `f8`, `i4`, `b1`. */
  readonly npy: string;
  /** Least and greatest value of an integer dtype; `undefined` for floats. */
  readonly range: readonly [bigint, bigint] | undefined;
  readonly array: {
    new (length: number): TypedArray;
    new (buffer: ArrayBufferLike, byteOffset?: number, length?: number): TypedArray;
    readonly BYTES_PER_ELEMENT: number;
  };
}

function info(name: DType, code: number, kind: Kind, npy: string, array: unknown): DTypeInfo {
  const ctor = array as DTypeInfo["array"];
  const bits = BigInt(8 * ctor.BYTES_PER_ELEMENT);
  const range: readonly [bigint, bigint] | undefined =
    kind === "bool" ? [0n, 1n] : kind === "int" ? [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n] : kind === "uint" ? [0n, (1n << bits) - 1n] : undefined;
  return { name, code, kind, itemsize: ctor.BYTES_PER_ELEMENT, npy, range, array: ctor };
}

export const dtypes: { readonly [D in DType]: DTypeInfo } = {
  bool: info("bool", 0, "bool", "b1", Uint8Array),
  int8: info("int8", 1, "int", "i1", Int8Array),
  int16: info("int16", 2, "int", "i2", Int16Array),
  int32: info("int32", 3, "int", "i4", Int32Array),
  int64: info("int64", 4, "int", "i8", BigInt64Array),
  uint8: info("uint8", 5, "uint", "u1", Uint8Array),
  uint16: info("uint16", 6, "uint", "u2", Uint16Array),
  uint32: info("uint32", 7, "uint", "u4", Uint32Array),
  uint64: info("uint64", 8, "uint", "u8", BigUint64Array),
  float32: info("float32", 9, "float", "f4", Float32Array),
  float64: info("float64", 10, "float", "f8", Float64Array),
};

export const allDTypes: readonly DType[] = Object.keys(dtypes) as DType[];

/** Reads a dtype as users write it, or throws `DTypeError`. */
export function parseDType(name: unknown, operation: string): DType {
  if (typeof name === "string" && Object.hasOwn(dtypes, name)) return name as DType;
  throw new DTypeError(`${operation}: unknown dtype ${typeof name === "string" ? JSON.stringify(name) : shown(name)}; one of ${allDTypes.join(", ")}`);
}

/** A typed array of a dtype over part of a buffer. */
export function viewOf(dtype: DType, buffer: ArrayBufferLike, byteOffset: number, length: number): TypedArray {
  return new dtypes[dtype].array(buffer, byteOffset, length);
}
