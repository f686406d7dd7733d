import { bitmapBytes, type Column } from "../../chunk/column.ts";
import { type ColumnType, type ColumnTypeInfo, columnTypeOf, listType } from "../../chunk/column-type.ts";
import { columnOf } from "../../chunk/column-values.ts";
import { dtypes, type TypedArray } from "../../chunk/dtype.ts";
import { listColumn } from "../../chunk/list.ts";
import { DTypeError } from "../../util/errors.ts";
import { convertOf } from "./convert-value.ts";

/** A value as an error shows it. */
export function shown(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "an invalid Date" : value.toISOString();
  return Array.isArray(value) ? "an array" : typeof value === "object" && value !== null ? "an object" : String(value);
}

/** Says where a value stands that its column does not hold. */
export type Refuse = (value: unknown, row: number, type: ColumnType) => Error;

export function refuseRow(name: string, operation: string): Refuse {
  return (value, row, type) => new DTypeError(`${operation}: column ${JSON.stringify(name)}, row ${row}: ${shown(value)} is no ${type}${hint(value, type)}`);
}

/** Whether it is a text that a column of text cannot hold. */
export const isHalved = (value: unknown): value is string => typeof value === "string" && !value.isWellFormed();

function hint(value: unknown, type: ColumnType): string {
  const { kind, zone } = columnTypeOf(type);
  if (kind === "timestamp" && zone !== undefined && typeof value === "string") return "; a time in a zone needs its offset, like 2008-01-31T12:00:00+01:00";
  if (isHalved(value)) return "; it has half of a surrogate pair, which no UTF-8 stands for: toWellFormed() puts U+FFFD in its place";
  if (kind === "int64" && typeof value === "number") return "; give whole numbers up to 2^53, or bigints";
  return "";
}

/** A column of values of JavaScript's, in memory of its own; `null` and `undefined` are missing. */
export function makeColumn(values: ArrayLike<unknown>, type: ColumnType, refuse: Refuse): Column {
  const info = columnTypeOf(type);
  if (info.kind === "list") return makeLists(values, info.item!, refuse);
  if (info.kind === "utf8" || info.kind === "category") return columnOf(info.type, texts(values, info, refuse));
  const { length } = values;
  const out = new dtypes[info.storage].array(length);
  const convert = convertOf(info.kind);
  let valid: Uint8Array | undefined;
  for (let row = 0; row < length; row++) {
    const value = values[row];
    if (value == null) {
      valid ??= allBits(length);
      valid[row >> 3]! &= ~(1 << (row & 7));
      continue;
    }
    const stored = convert(value, info);
    if (stored === undefined) throw refuse(value, row, type);
    out[row] = stored as never;
  }
  return { type: info.type, length, values: out as TypedArray, valid };
}

function allBits(length: number): Uint8Array {
  const bits = new Uint8Array(bitmapBytes(length)).fill(255);
  if ((length & 7) !== 0) bits[bits.length - 1] = (1 << (length & 7)) - 1;
  return bits;
}

/** A list of values of JavaScript's: an array, or a typed array. */
export function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function makeLists(values: ArrayLike<unknown>, item: ColumnType, refuse: Refuse): Column {
  const { length } = values;
  const offsets = new Int32Array(length + 1);
  const items: unknown[] = [];
  let valid: Uint8Array | undefined;
  for (let row = 0; row < length; row++) {
    const value = values[row];
    if (value == null) {
      valid ??= allBits(length);
      valid[row >> 3]! &= ~(1 << (row & 7));
    } else if (!isList(value)) throw refuse(value, row, listType(item));
    else for (let i = 0; i < value.length; i++) items.push(value[i]);
    offsets[row + 1] = items.length;
  }
  const child = makeColumn(items, item, (value, at, type) => refuse(value, rowOfItem(offsets, at), type));
  return listColumn(child, offsets, valid);
}

/** The row in whose list an item stands. */
export function rowOfItem(offsets: Int32Array, at: number): number {
  return offsets.findIndex((end, row) => row > 0 && at < end) - 1;
}

function texts(values: ArrayLike<unknown>, { type }: ColumnTypeInfo, refuse: Refuse): (string | null)[] {
  const convert = convertOf("utf8");
  return Array.from(values, (value, row) => {
    if (value == null) return null;
    if (convert(value, columnTypeOf(type)) === undefined) throw refuse(value, row, type);
    return value as string;
  });
}
