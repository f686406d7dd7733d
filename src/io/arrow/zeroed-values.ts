import { type Column, isValid } from "../../chunk/column.ts";
import { columnTypeOf } from "../../chunk/column-type.ts";
import { dtypes, type TypedArray } from "../../chunk/dtype.ts";

/** A copy of a column's values with 0 where one is missing: what stands there may differ from run to run, and readers such as Polars hold that even the codes of missing categories are codes. */
export function zeroedValues(column: Column): TypedArray {
  const { length } = column;
  const out = copyOf(column.values, 0, length);
  const zero = (dtypes[columnTypeOf(column.type).storage].itemsize === 8 && typeof out[0] === "bigint" ? 0n : 0) as never;
  for (let row = 0; row < length; row++) if (!isValid(column, row)) out[row] = zero;
  return out;
}

/** Some values in memory of their own, unshared. */
export function copyOf(values: TypedArray, from: number, length: number): TypedArray {
  const out = new (values.constructor as new (length: number) => TypedArray)(length);
  out.set(values.subarray(from, from + length) as never);
  return out;
}
