import { bitmapBytes, countBits } from "../../chunk/column.ts";

/** The most bytes that the levels of so many rows take. */
export const levelBytes = (rows: number): number => 16 + bitmapBytes(rows);

/** Which of rows `from … to - 1` have a value, as pages of the first version begin: their length, then one run. `from` is a multiple of 8. Returns how many bytes that are. */
export function putLevels(valid: Uint8Array | undefined, from: number, to: number, out: Uint8Array): number {
  const rows = to - from;
  const bits = valid?.subarray(from >> 3, (from >> 3) + bitmapBytes(rows));
  const present = bits === undefined ? rows : countBits(bits, rows);
  let at = 4;
  const head = (value: number) => {
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) out[at++] = (rest % 128) | 128;
    out[at++] = rest;
  };
  if (bits === undefined || present === rows || present === 0) {
    head(2 * rows);
    out[at++] = present === 0 ? 0 : 1;
  } else {
    head(2 * bits.length + 1);
    out.set(bits, at);
    at += bits.length;
    if (rows % 8 !== 0) out[at - 1]! &= (1 << (rows % 8)) - 1;
  }
  new DataView(out.buffer, out.byteOffset, 4).setUint32(0, at - 4, true);
  return at;
}
