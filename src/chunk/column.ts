import { must } from "../util/must.ts";
import { type ColumnType, columnTypeOf } from "./column-type.ts";
import { dtypes, type TypedArray } from "./dtype.ts";

/** A column in Arrow's layout, but for booleans, which take a byte each. */
export interface Column {
  readonly type: ColumnType;
  readonly length: number;
  /** An element a row; of text, the UTF-8 bytes of all rows. What stands where a value is missing does not matter, but may be read. */
  readonly values: TypedArray;
  /** Of text: where each row's bytes begin in `values`, and where the last one's end. The first need not be 0. Of lists the same, in `child`. */
  readonly offsets?: Int32Array | undefined;
  /** Bit i (least significant first in each byte) tells whether row i has a value; without it every row has. */
  readonly valid?: Uint8Array | undefined;
  /** Of categories: the texts that the codes number, each once and none missing. */
  readonly dictionary?: Column | undefined;
  /** Of lists: what stands in them, one row after the other. `values` has nothing then. */
  readonly child?: Column | undefined;
}

/** Some rows of a frame: columns of one length. Their names are in the frame's schema. */
export interface Batch {
  readonly length: number;
  readonly columns: readonly Column[];
}

/** How many bytes a validity bitmap of so many rows has. */
export function bitmapBytes(length: number): number {
  return Math.ceil(length / 8);
}

/** Whether a row has a value. */
export function isValid(column: Column, row: number): boolean {
  return column.valid === undefined || (column.valid[row >> 3]! & (1 << (row & 7))) !== 0;
}

const bitsSet = Uint8Array.from({ length: 256 }, (_, byte) => {
  let count = 0;
  for (let rest = byte; rest > 0; rest &= rest - 1) count++;
  return count;
});

/** How many of the first bits of a bitmap are set. */
export function countBits(bitmap: Uint8Array, length: number): number {
  const whole = length >> 3;
  let count = 0;
  for (let i = 0; i < whole; i++) count += bitsSet[bitmap[i]!]!;
  if ((length & 7) !== 0) count += bitsSet[bitmap[whole]! & ((1 << (length & 7)) - 1)]!;
  return count;
}

/** How many rows have no value. */
export function nullCount({ valid, length }: Column): number {
  return valid === undefined ? 0 : length - countBits(valid, length);
}

/** The bytes of a text column that its rows use; of lists, how many values stand in them. */
export function textBytes({ offsets, length }: Column): number {
  return offsets![length]! - offsets![0]!;
}

/** Rows `from … to - 1` of a column; only a bitmap is copied, and only where `from` is no multiple of 8. */
export function sliceColumn(column: Column, from: number, to: number): Column {
  const { type, offsets, values } = column;
  must(0 <= from && from <= to && to <= column.length, `slice ${from} … ${to} of ${column.length} rows`);
  return {
    ...column,
    length: to - from,
    values: offsets === undefined ? values.subarray(from, to) : values,
    offsets: offsets?.subarray(from, to + 1),
    valid: column.valid && sliceBitmap(column.valid, from, to),
    type,
  };
}

export function sliceBatch({ columns }: Batch, from: number, to: number): Batch {
  return { length: to - from, columns: columns.map((column) => sliceColumn(column, from, to)) };
}

/** Bits `from … to - 1` as a bitmap that begins with them. */
export function sliceBitmap(bitmap: Uint8Array, from: number, to: number): Uint8Array {
  const first = from >> 3;
  const shift = from & 7;
  if (shift === 0) return bitmap.subarray(first, first + bitmapBytes(to - from));
  const out = new Uint8Array(bitmapBytes(to - from));
  for (let i = 0; i < out.length; i++) out[i] = (bitmap[first + i]! >> shift) | ((bitmap[first + i + 1] ?? 0) << (8 - shift));
  return out;
}

/** A column of rows without values. */
export function nullColumn(type: ColumnType, length: number): Column {
  const { storage, kind, item } = columnTypeOf(type);
  const hasOffsets = kind === "utf8" || item !== undefined;
  return {
    type,
    length,
    values: new dtypes[storage].array(hasOffsets ? 0 : length),
    ...(hasOffsets && { offsets: new Int32Array(length + 1) }),
    ...(item !== undefined && { child: nullColumn(item, 0) }),
    ...(length > 0 && { valid: new Uint8Array(bitmapBytes(length)) }),
    ...(kind === "category" && { dictionary: nullColumn("utf8", 0) }),
  };
}

/** A batch of these types without rows. */
export function emptyBatch(types: readonly ColumnType[]): Batch {
  return { length: 0, columns: types.map((type) => nullColumn(type, 0)) };
}
