/** At most 48 bits, the most significant first; 0 where the bytes have ended. */
export function readBits(bytes: Uint8Array, start: number, count: number): number {
  let value = 0;
  for (let k = start; k < start + count; k++) value = value * 2 + (((bytes[k >> 3] ?? 0) >> (7 - (k & 7))) & 1);
  return value;
}
