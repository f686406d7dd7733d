import { bitmapBytes } from "./column.ts";

/** A byte for each of `length` bits from bit `from` on. */
export function bytesFromBits(bits: Uint8Array, from: number, length: number): Uint8Array {
  const out = new Uint8Array(length);
  for (let i = 0; i < length; i++) out[i] = (bits[(from + i) >> 3]! >> ((from + i) & 7)) & 1;
  return out;
}

/** A bit for each byte: whether it is not 0. */
export function bitsFromBytes(bytes: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(bitmapBytes(length));
  for (let i = 0; i < length; i++) if (bytes[i] !== 0) out[i >> 3]! |= 1 << (i & 7);
  return out;
}
