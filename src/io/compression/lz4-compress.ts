// The block format of LZ4 (Y. Collet, "LZ4 Block Format Description"): literals, then a match of four bytes or more within the last 64 KiB, again and again. Found greedily, with the last
// place of every four bytes in a table; where nothing matches for long, ever more bytes are passed over.

const leastMatch = 4;
/** The last five bytes are literals, and the last match begins twelve before the end. */
const [lastLiterals, lastMatch] = [5, 12];
const farthest = 0xffff;
const tableBits = 14;
const blockBytes = 2 ** 22;

/** Version 1, blocks independent and of up to 4 MiB, no checksums; the last byte is one of the two before it. */
const header = Uint8Array.of(0x04, 0x22, 0x4d, 0x18, 0x60, 0x70, 0x73);
const uncompressedFlag = 0x8000_0000;

/** One frame. */
export function compressLz4(bytes: Uint8Array): Uint8Array {
  const blocks = Math.ceil(bytes.length / blockBytes);
  const out = new Uint8Array(header.length + bytes.length + 4 * blocks + 4);
  const view = new DataView(out.buffer);
  out.set(header);
  let at = header.length;
  for (let from = 0; from < bytes.length; from += blockBytes) {
    const block = bytes.subarray(from, from + blockBytes);
    const size = compressBlock(block, out.subarray(at + 4, at + 4 + block.length));
    view.setUint32(at, size ?? block.length + uncompressedFlag, true);
    if (size === undefined) out.set(block, at + 4);
    at += 4 + (size ?? block.length);
  }
  // Four zeros end the frame.
  return out.subarray(0, at + 4);
}

/** How many bytes it has become; nothing if that would be no less. */
function compressBlock(source: Uint8Array, out: Uint8Array): number | undefined {
  const places = new Int32Array(2 ** tableBits).fill(-1);
  const end = source.length;
  const room = out.length;
  let [at, anchor, to] = [0, 0, 0];

  /** Writes what is beyond 15 of a length, 255 a byte. */
  const more = (length: number) => {
    let rest = length - 15;
    for (; rest >= 255; rest -= 255) out[to++] = 255;
    out[to++] = rest;
  };
  const literals = (length: number, matchLength: number) => {
    out[to++] = (Math.min(length, 15) << 4) | Math.min(matchLength, 15);
    if (length >= 15) more(length);
    out.set(source.subarray(anchor, anchor + length), to);
    to += length;
  };

  while (at <= end - lastMatch) {
    const four = word(source, at);
    const slot = Math.imul(four, 2654435761) >>> (32 - tableBits);
    const before = places[slot]!;
    places[slot] = at;
    if (before < 0 || at - before > farthest || word(source, before) !== four) {
      at += 1 + ((at - anchor) >> 6);
      continue;
    }
    let length = leastMatch;
    while (at + length < end - lastLiterals && source[before + length] === source[at + length]) length++;
    const count = at - anchor;
    if (to + count + count / 255 + length / 255 + 16 > room) return undefined;
    literals(count, length - leastMatch);
    out[to++] = (at - before) & 255;
    out[to++] = (at - before) >> 8;
    if (length - leastMatch >= 15) more(length - leastMatch);
    at += length;
    anchor = at;
  }
  const count = end - anchor;
  if (to + count + count / 255 + 16 > room) return undefined;
  literals(count, 0);
  return to;
}

const word = (bytes: Uint8Array, at: number) => bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
