import { must } from "../util/must.ts";
import { type Batch, bitmapBytes, type Column, textBytes } from "./column.ts";
import { type ColumnType, columnTypeOf } from "./column-type.ts";
import { dtypes, type TypedArray, viewOf } from "./dtype.ts";
import { itemsOf } from "./list.ts";

// A packed batch is one chunk: a head of float64 words (mark, rows, columns, columns with dictionaries, length of the types' text, then for each column, dictionary and what lists hold rows,
// bytes of text and flags), the text of the types, then the buffers, each at a multiple of 64 bytes: validity, offsets, values.

const mark = 0x4357_4231; // "CWB1"
const fixedWords = 5;
const wordsPerColumn = 3;
const Flag = { valid: 1, dictionary: 2 } as const;

const aligned = (bytes: number) => Math.ceil(bytes / 64) * 64;

/** The columns, each followed by its dictionary, or by what its lists hold. */
function flat(columns: readonly Column[]): Column[] {
  return columns.flatMap((column) => {
    if (column.child !== undefined) return [column, ...flat([itemsOf(column)])];
    return column.dictionary === undefined ? [column] : [column, column.dictionary];
  });
}

const typesText = (columns: readonly Column[]) => columns.map(({ type }) => type).join("\n");

function headBytes(count: number, textLength: number): number {
  return aligned(8 * (fixedWords + wordsPerColumn * count) + textLength);
}

/** How many bytes the values of a column take. */
function valueBytes(column: Column): number {
  if (column.child !== undefined) return 0;
  return column.offsets === undefined ? column.length * dtypes[columnTypeOf(column.type).storage].itemsize : textBytes(column);
}

/** How many bytes `pack` fills. */
export function packedBytes(batch: Batch): number {
  const all = flat(batch.columns);
  let bytes = headBytes(all.length, typesText(batch.columns).length);
  for (const column of all) {
    if (column.valid !== undefined) bytes += aligned(bitmapBytes(column.length));
    if (column.offsets !== undefined) bytes += aligned(4 * (column.length + 1));
    bytes += aligned(valueBytes(column));
  }
  return bytes;
}

/** Writes a batch into memory that begins at a multiple of 8. */
export function pack(batch: Batch, out: Uint8Array): void {
  const all = flat(batch.columns);
  const text = typesText(batch.columns);
  const words = new Float64Array(out.buffer, out.byteOffset, fixedWords + wordsPerColumn * all.length);
  words.set([mark, batch.length, batch.columns.length, all.length, text.length]);
  for (let i = 0; i < text.length; i++) out[words.byteLength + i] = text.charCodeAt(i);
  let at = headBytes(all.length, text.length);
  const put = (bytes: Uint8Array) => {
    out.set(bytes, at);
    at += aligned(bytes.length);
  };
  all.forEach((column, i) => {
    const { length, valid, offsets, values } = column;
    const bytes = valueBytes(column);
    words.set([length, bytes, (valid ? Flag.valid : 0) | (column.dictionary ? Flag.dictionary : 0)], fixedWords + wordsPerColumn * i);
    if (valid !== undefined) put(valid.subarray(0, bitmapBytes(length)));
    if (offsets !== undefined) {
      const target = new Int32Array(out.buffer, out.byteOffset + at, length + 1);
      const first = offsets[0]!;
      if (first === 0) target.set(offsets.subarray(0, length + 1));
      else for (let row = 0; row <= length; row++) target[row] = offsets[row]! - first;
      at += aligned(target.byteLength);
    }
    const from = offsets === undefined || bytes === 0 ? 0 : offsets[0]!;
    put(new Uint8Array(values.buffer, values.byteOffset + from, bytes));
  });
}

/** The batch that `pack` wrote: views of `bytes`, nothing is copied. */
export function unpack(bytes: Uint8Array): Batch {
  const head = new Float64Array(bytes.buffer, bytes.byteOffset, fixedWords);
  must(head[0] === mark, "no packed batch");
  const [, length, count, total, textLength] = head as unknown as [number, number, number, number, number];
  const words = new Float64Array(bytes.buffer, bytes.byteOffset, fixedWords + wordsPerColumn * total);
  const text = bytes.subarray(words.byteLength, words.byteLength + textLength);
  const types = count === 0 ? [] : (String.fromCharCode(...text).split("\n") as ColumnType[]);
  let next = 0;
  let at = headBytes(total, textLength);
  const take = (size: number) => {
    const from = bytes.byteOffset + at;
    at += aligned(size);
    return from;
  };
  const read = (type: ColumnType): Column => {
    const [rows, size, flags] = words.subarray(fixedWords + wordsPerColumn * next++) as unknown as [number, number, number];
    const { storage, kind, item } = columnTypeOf(type);
    const valid = flags & Flag.valid ? new Uint8Array(bytes.buffer, take(bitmapBytes(rows)), bitmapBytes(rows)) : undefined;
    const offsets = kind === "utf8" || item !== undefined ? new Int32Array(bytes.buffer, take(4 * (rows + 1)), rows + 1) : undefined;
    const values: TypedArray = viewOf(storage, bytes.buffer, take(size), size / dtypes[storage].itemsize);
    const dictionary = flags & Flag.dictionary ? read("utf8") : undefined;
    const child = item === undefined ? undefined : read(item);
    return { type, length: rows, values, offsets, valid, dictionary, child };
  };
  return { length, columns: types.map(read) };
}
