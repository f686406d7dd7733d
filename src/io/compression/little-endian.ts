/** 0 where the bytes have ended. */
export function readUint(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let k = count - 1; k >= 0; k--) value = 256 * value + (bytes[at + k] ?? 0);
  return value;
}
