import { readUint } from "./little-endian.ts";

/** "Zstandard Compression and the application/zstd Media Type" (RFC 8878): what is around the blocks. */
export const zstdMagic = 0xfd2fb528;
/** Without the last four bits, which are free. */
export const skippableMagic = 0x184d2a50;
export const longestHeader = 18;

export interface ZstdHeader {
  /** With the magic number. */
  readonly length: number;
  readonly hasChecksum: boolean;
  readonly windowBytes: number;
}

/** What the head of a frame says, `undefined` if it is cut, a text if it cannot be decoded. */
export function readZstdHeader(bytes: Uint8Array): ZstdHeader | string | undefined {
  const flags = bytes[4];
  if (flags === undefined) return undefined;
  if (flags & 8) return "a frame of an unknown version";
  const single = (flags & 32) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][flags & 3]!;
  const sizeCode = flags >> 6;
  const sizeBytes = sizeCode === 0 ? Number(single) : 2 ** sizeCode;
  const size = 5 + Number(!single) + dictionaryBytes;
  const length = size + sizeBytes;
  if (bytes.length < length) return undefined;
  if (readUint(bytes, size - dictionaryBytes, dictionaryBytes) !== 0) return "a frame that needs a dictionary";
  const descriptor = bytes[5]!;
  const base = 2 ** (10 + (descriptor >> 3));
  const windowBytes = single ? readUint(bytes, size, sizeBytes) + (sizeCode === 1 ? 256 : 0) : base + (base / 8) * (descriptor & 7);
  return { length, hasChecksum: (flags & 4) !== 0, windowBytes };
}

/** A block's bytes with its three that say so, and whether it is the last. */
export function readZstdBlock(bytes: Uint8Array): { readonly length: number; readonly isLast: boolean } {
  const head = readUint(bytes, 0, 3);
  // A block of one byte that repeats says how often.
  const isRepeated = ((head >> 1) & 3) === 1;
  return { length: 3 + (isRepeated ? 1 : head >> 3), isLast: (head & 1) === 1 };
}
