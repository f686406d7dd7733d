import { sizeOf, stridesOf } from "../chunk/chunk.ts";
import { type DType, dtypes, type TypedArray } from "../chunk/dtype.ts";
import type { Operand } from "../kernels/kernel.ts";
import { DTypeError, ShapeError } from "../util/errors.ts";

/** What a function gave, as a value of a program. `expected` is the shape of a typed array that has so many elements and no shape of its own. */
export function resultOf(value: unknown, dtype: DType, expected: readonly number[] | undefined): Operand {
  if (ArrayBuffer.isView(value)) {
    const data = value as TypedArray;
    return operand(data, expected !== undefined && sizeOf(expected) === data.length ? expected : [data.length], dtype);
  }
  if (isShaped(value)) return operand(value.data, value.shape, dtype);
  const shape = shapeOfNested(value);
  if (shape === undefined) {
    const what = value === null ? "null" : typeof value;
    throw new DTypeError(`the function gave ${what}; it must give a typed array, an NDArray, { data, shape }, a number or arrays of numbers`);
  }
  return operand(fill(dtype, value, shape), shape, dtype);
}

function operand(data: TypedArray, shape: readonly number[], dtype: DType): Operand {
  const { array } = dtypes[dtype];
  if (!(data instanceof array)) throw new DTypeError(`the function gave a ${data.constructor.name}, but ${dtype} (${array.name}) was declared`);
  if (sizeOf(shape) !== data.length) throw new ShapeError(`the function gave ${data.length} elements for shape [${shape.join(", ")}]`);
  return { dtype, data, offset: 0, shape, strides: stridesOf(shape) };
}

function isShaped(value: unknown): value is { data: TypedArray; shape: readonly number[] } {
  const { data, shape } = (value ?? {}) as { data?: unknown; shape?: unknown };
  return ArrayBuffer.isView(data) && Array.isArray(shape);
}

/** The shape of arrays in arrays, by their first elements; `undefined` if they do not hold numbers. */
function shapeOfNested(value: unknown): number[] | undefined {
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") return [];
  if (!Array.isArray(value)) return undefined;
  const inner = value.length === 0 ? [] : shapeOfNested(value[0]);
  return inner && [value.length, ...inner];
}

function fill(dtype: DType, value: unknown, shape: readonly number[]): TypedArray {
  const flat = (shape.length === 0 ? [value] : (value as unknown[]).flat(shape.length - 1)) as (number | bigint | boolean)[];
  if (flat.length !== sizeOf(shape)) throw new ShapeError(`the function gave arrays of different lengths where shape [${shape.join(", ")}] begins`);
  const { array, kind, itemsize } = dtypes[dtype];
  const out = new array(flat.length);
  const isWide = kind !== "float" && itemsize === 8;
  flat.forEach((element, i) => {
    out[i] = (isWide ? BigInt(element) : kind === "bool" ? Number(Boolean(element)) : Number(element)) as never;
  });
  return out;
}
