import { bitmapBytes, type Column, isValid } from "./column.ts";

/** Node.js has this, its types do not: `toString` without looking at the name of the encoding. */
type Slices = { utf8Slice(from?: number, to?: number): string };

/** How many bytes are decoded at once: strings of V8 end near 2^29. */
const pieceBytes = 2 ** 27;

/** A text column of these rows; `null` and `undefined` are missing. */
export function textColumn(rows: readonly (string | null | undefined)[]): Column {
  const { length } = rows;
  const offsets = new Int32Array(length + 1);
  let bytes = 0;
  let missing = 0;
  for (let row = 0; row < length; row++) {
    const text = rows[row];
    if (text == null) missing++;
    else bytes += Buffer.byteLength(text);
    if (bytes > 0x7fff_ffff) throw new RangeError(`${length} rows of text take more than 2 GiB; use more partitions`);
    offsets[row + 1] = bytes;
  }
  const values = new Uint8Array(bytes);
  const target = Buffer.from(values.buffer);
  const valid = missing > 0 ? new Uint8Array(bitmapBytes(length)) : undefined;
  for (let row = 0; row < length; row++) {
    const text = rows[row];
    if (text == null) continue;
    target.write(text, offsets[row]!);
    if (valid !== undefined) valid[row >> 3]! |= 1 << (row & 7);
  }
  return { type: "utf8", length, values, offsets, valid };
}

/** The rows of a text column; `null` where a value is missing. */
export function textsOf(column: Column): (string | null)[] {
  const { length, values, valid } = column;
  const offsets = column.offsets!;
  const bytes = Buffer.from(values.buffer as ArrayBuffer, values.byteOffset, values.byteLength) as Buffer & Slices;
  const out = new Array<string | null>(length);
  for (let from = 0; from < length; ) {
    let to = from + 1;
    while (to < length && offsets[to + 1]! - offsets[from]! <= pieceBytes) to++;
    decode(bytes, offsets, from, to, out);
    from = to;
  }
  if (valid !== undefined) for (let row = 0; row < length; row++) if (!isValid(column, row)) out[row] = null;
  return out;
}

/** Decoding all rows at once and cutting is several times as fast as decoding each; it tells where to cut only if every character is a byte. */
function decode(bytes: Slices, offsets: Int32Array, from: number, to: number, out: (string | null)[]): void {
  const start = offsets[from]!;
  const all = bytes.utf8Slice(start, offsets[to]);
  const isAscii = all.length === offsets[to]! - start;
  for (let row = from; row < to; row++)
    out[row] = isAscii ? all.slice(offsets[row]! - start, offsets[row + 1]! - start) : bytes.utf8Slice(offsets[row], offsets[row + 1]);
}
