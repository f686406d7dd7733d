import { type ColumnType, listType } from "../../chunk/column-type.ts";
import { allDTypes, type DType, dtypes } from "../../chunk/dtype.ts";
import { DTypeError } from "../../util/errors.ts";
import { isList, rowOfItem, shown } from "./make-column.ts";

/** The type of a column of JavaScript's values: that of the first that is not missing, and all others must be of it. Without any, float64, as pandas has it. */
export function inferType(values: ArrayLike<unknown>, name: string, operation: string, rowOf = (at: number): number => at): ColumnType {
  let type: ColumnType | "list" | undefined;
  let first = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (value == null) continue;
    const own = isList(value) ? "list" : typeOf(value);
    const where = `${operation}: column ${JSON.stringify(name)}`;
    if (own === undefined)
      throw new DTypeError(
        `${where}, row ${rowOf(row)}: ${shown(value)} has no column type; give numbers, bigints, booleans, strings, Dates, arrays of these or null`,
      );
    if (type === undefined) [type, first] = [own, row];
    else if (type !== own)
      throw new DTypeError(
        `${where} has ${shown(values[first])} in row ${rowOf(first)} and ${shown(value)} in row ${rowOf(row)}; give values of one type, or { schema }`,
      );
  }
  if (type === "list") return typeOfLists(values as ArrayLike<ArrayLike<unknown> | null | undefined>, name, operation, rowOf);
  return type === "int64" ? wideType(values) : (type ?? "float64");
}

/** Typed arrays tell what they hold; other lists, all that stands in them. */
function typeOfLists(lists: ArrayLike<ArrayLike<unknown> | null | undefined>, name: string, operation: string, rowOf: (at: number) => number): ColumnType {
  const dtypesOf = new Set<DType | undefined>();
  const offsets = new Int32Array(lists.length + 1);
  const items: unknown[] = [];
  for (let row = 0; row < lists.length; row++) {
    const list = lists[row];
    if (list != null) {
      dtypesOf.add(dtypeOfArray(list));
      for (let i = 0; i < list.length; i++) items.push(list[i]);
    }
    offsets[row + 1] = items.length;
  }
  const [dtype] = dtypesOf;
  if (dtypesOf.size === 1 && dtype !== undefined) return listType(dtype);
  return listType(inferType(items, name, operation, (at) => rowOf(rowOfItem(offsets, at))));
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
