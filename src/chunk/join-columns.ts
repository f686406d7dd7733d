import { bitmapBytes, type Column, isValid, textBytes } from "./column.ts";
import { type ColumnType, columnTypeOf } from "./column-type.ts";
import { unifyDictionaries } from "./dictionary.ts";
import { dtypes } from "./dtype.ts";

/** The rows of columns of one type, one after the other; one column is given as it is. */
export function joinColumns(type: ColumnType, parts: readonly Column[]): Column {
  if (parts.length === 1) return parts[0]!;
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const { kind, storage } = columnTypeOf(type);
  const columns = kind === "category" ? unifyDictionaries(parts) : parts;
  const valid = parts.some((part) => part.valid !== undefined) ? joinBitmaps(parts, length) : undefined;
  if (kind === "utf8") return { type, length, ...joinText(parts, length), valid };
  const values = new dtypes[storage].array(length);
  let at = 0;
  for (const part of columns) {
    values.set(part.values.subarray(0, part.length) as never, at);
    at += part.length;
  }
  return { type, length, values, valid, ...(kind === "category" && { dictionary: columns[0]?.dictionary ?? joinColumns("utf8", []) }) };
}

function joinText(parts: readonly Column[], length: number): Required<Pick<Column, "values" | "offsets">> {
  const bytes = parts.reduce((sum, part) => sum + textBytes(part), 0);
  if (bytes > 0x7fff_ffff) throw new RangeError(`${length} rows of text take more than 2 GiB; use more partitions`);
  const values = new Uint8Array(bytes);
  const offsets = new Int32Array(length + 1);
  let [row, at] = [0, 0];
  for (const part of parts) {
    const first = part.offsets![0]!;
    values.set((part.values as Uint8Array).subarray(first, part.offsets![part.length]), at);
    for (let i = 0; i <= part.length; i++) offsets[row + i] = part.offsets![i]! - first + at;
    row += part.length;
    at = offsets[row]!;
  }
  return { values, offsets };
}

function joinBitmaps(parts: readonly Column[], length: number): Uint8Array {
  const out = new Uint8Array(bitmapBytes(length));
  let at = 0;
  for (const part of parts) {
    if ((at & 7) === 0 && part.valid !== undefined) {
      out.set(part.valid.subarray(0, bitmapBytes(part.length)), at >> 3);
      // Bits past the end may be set.
      if ((part.length & 7) !== 0) out[(at + part.length) >> 3]! &= (1 << ((at + part.length) & 7)) - 1;
    } else for (let row = 0; row < part.length; row++) if (isValid(part, row)) out[(at + row) >> 3]! |= 1 << ((at + row) & 7);
    at += part.length;
  }
  return out;
}
