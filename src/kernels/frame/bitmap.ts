import { bitmapBytes, type Column } from "../../chunk/column.ts";

export function hasBit(bitmap: Uint8Array, i: number): boolean {
  return (bitmap[i >> 3]! & (1 << (i & 7))) !== 0;
}

/** The rows that have a value in both; no bitmap: all rows. */
export function bothValid(a: Uint8Array | undefined, b: Uint8Array | undefined, length: number): Uint8Array | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const out = new Uint8Array(bitmapBytes(length));
  for (let i = 0; i < out.length; i++) out[i] = a[i]! & b[i]!;
  return out;
}

/** Bits of a byte a row. */
export function bitsOf(flags: ArrayLike<number | bigint>, length: number): Uint8Array {
  const out = new Uint8Array(bitmapBytes(length));
  const whole = length & ~7;
  const bytes = flags as ArrayLike<number>;
  for (let i = 0; i < whole; i += 8) {
    out[i >> 3] =
      bytes[i]! |
      (bytes[i + 1]! << 1) |
      (bytes[i + 2]! << 2) |
      (bytes[i + 3]! << 3) |
      (bytes[i + 4]! << 4) |
      (bytes[i + 5]! << 5) |
      (bytes[i + 6]! << 6) |
      (bytes[i + 7]! << 7);
  }
  for (let i = whole; i < length; i++) out[i >> 3]! |= bytes[i]! << (i & 7);
  return out;
}

/** A byte a row: 1 where it has a value. */
export function flagsOf(valid: Uint8Array | undefined, length: number): Uint8Array {
  const out = new Uint8Array(length);
  if (valid === undefined) return out.fill(1);
  for (let i = 0; i < length; i++) out[i] = (valid[i >> 3]! >> (i & 7)) & 1;
  return out;
}

/** Which rows of a column have a value, where one row may stand for all. */
export function validOver({ valid, length }: Column, rows: number): Uint8Array | undefined {
  if (valid === undefined || length === rows) return valid;
  return hasBit(valid, 0) ? undefined : new Uint8Array(bitmapBytes(rows));
}
