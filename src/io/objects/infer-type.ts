import type { ColumnType } from "../../chunk/column-type.ts";
import { allDTypes, type DType, dtypes } from "../../chunk/dtype.ts";
import { DTypeError } from "../../util/errors.ts";
import { shown } from "./make-column.ts";

/** The type of a column of JavaScript's values: that of the first that is not missing, and all others must be of it. Without any, float64, as pandas has it. */
export function inferType(values: ArrayLike<unknown>, name: string, operation: string): ColumnType {
  let type: ColumnType | undefined;
  let first = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (value == null) continue;
    const own = typeOf(value);
    const where = `${operation}: column ${JSON.stringify(name)}`;
    if (own === undefined)
      throw new DTypeError(`${where}, row ${row}: ${shown(value)} has no column type; give numbers, bigints, booleans, strings, Dates or null`);
    if (type === undefined) [type, first] = [own, row];
    else if (type !== own)
      throw new DTypeError(`${where} has ${shown(values[first])} in row ${first} and ${shown(value)} in row ${row}; give values of one type, or { schema }`);
  }
  return type === "int64" ? wideType(values) : (type ?? "float64");
}

const typesOf: { readonly [type: string]: ColumnType } = { number: "float64", bigint: "int64", boolean: "bool", string: "utf8" };

function typeOf(value: unknown): ColumnType | undefined {
  return value instanceof Date ? "timestamp[ms]" : typesOf[typeof value];
}

function wideType(values: ArrayLike<unknown>): ColumnType {
  for (let row = 0; row < values.length; row++) if ((values[row] as bigint) > 0x7fff_ffff_ffff_ffffn) return "uint64";
  return "int64";
}

/** The dtype of a typed array; booleans have none of their own. */
export function dtypeOfArray(values: unknown): DType | undefined {
  if (values instanceof Uint8ClampedArray) return "uint8";
  return allDTypes.find((dtype) => dtype !== "bool" && values instanceof (dtypes[dtype].array as never as { new (): unknown }));
}
