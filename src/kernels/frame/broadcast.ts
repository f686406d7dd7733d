import type { Column } from "../../chunk/column.ts";
import { nullColumn } from "../../chunk/column.ts";
import { columnTypeOf } from "../../chunk/column-type.ts";
import { columnOf, valuesOf } from "../../chunk/column-values.ts";
import { dtypes } from "../../chunk/dtype.ts";
import { must } from "../../util/must.ts";
import { validOver } from "./bitmap.ts";

/** A column of one row as one of so many equal rows. */
export function broadcast(column: Column, length: number): Column {
  if (column.length === length) return column;
  must(column.length === 1, `a column of ${column.length} rows among ${length}`);
  const { type, offsets, values } = column;
  if (validOver(column, length) !== undefined) return nullColumn(type, length);
  if (offsets === undefined) {
    const all = new dtypes[columnTypeOf(type).storage].array(length);
    all.fill(values[0] as never);
    return { ...column, length, values: all, valid: undefined };
  }
  if (column.child !== undefined) return columnOf(type, new Array(length).fill(valuesOf(column)[0]));
  const text = values.subarray(offsets[0], offsets[1]) as Uint8Array;
  must(text.length * length < 2 ** 31, "more than 2 GiB of text in one column");
  const bytes = new Uint8Array(text.length * length);
  for (let row = 0; row < length; row++) bytes.set(text, row * text.length);
  return { type, length, values: bytes, offsets: Int32Array.from({ length: length + 1 }, (_, row) => row * text.length) };
}
