import type { Backend } from "../../kernels/kernel.ts";
import { StorageError } from "../../util/errors.ts";
import type { Source } from "../files/read.ts";
import { type BlockReader, type Bz2Block, type Bz2Place, blockReader } from "./bz2-block.ts";
import { damaged } from "./bz2-damage.ts";

const headerBytes = 4;
/** The mark of an end and the checksum of the stream; then bits up to a whole byte. */
const endBits = 80;

/** The blocks of a file in their order, from a place on or from its start, through all its streams. */
export function* bz2Blocks(source: Source, backend: Backend, from?: Bz2Place): Generator<Bz2Block, undefined> {
  const reader = blockReader(source, backend);
  let isWhole = from === undefined;
  for (let place: Bz2Place | undefined = from ?? streamAt(source, reader, 0); place !== undefined; isWhole = true) {
    const end = yield* streamBlocks(source, reader, place, isWhole);
    place = streamAfter(source, reader, end);
  }
  return undefined;
}

/** The blocks of a stream from a place on. Returns the bit where it ends. All of its blocks, `isWhole`, give its checksum. */
export function* streamBlocks(source: Source, reader: BlockReader, { bit, level }: Bz2Place, isWhole: boolean): Generator<Bz2Block, number> {
  let sum = 0;
  for (let at = bit; ; ) {
    const next = reader.next({ bit: at, level });
    if (typeof next === "number") {
      if (isWhole && next !== sum) throw damaged(source.path, at, "the checksum of the whole stream is wrong");
      return at;
    }
    // What is done with the block may be that the next one is read.
    at = next.end;
    sum = combine(sum, next.crc);
    yield next;
  }
}

/** The checksum of a stream after one more block. */
export function combine(sum: number, crc: number): number {
  return (((sum << 1) | (sum >>> 31)) ^ crc) >>> 0;
}

/** Where the first block is of the stream that begins at a byte. */
export function streamAt(source: Source, reader: BlockReader, byte: number): Bz2Place {
  const [b, z, h, digit = 0] = reader.bytes(byte, headerBytes);
  if (b !== 0x42 || z !== 0x5a || h !== 0x68 || digit < 0x31 || digit > 0x39) {
    throw new StorageError(
      source.path,
      byte === 0 ? "is not bzip2 data: it does not begin with BZh1 … BZh9" : `has something at byte ${byte} that is no bzip2 stream`,
    );
  }
  return { bit: 8 * (byte + headerBytes), level: digit - 0x30 };
}

/** The stream after the one that ends at a bit, if there is one. */
export function streamAfter(source: Source, reader: BlockReader, end: number): Bz2Place | undefined {
  const byte = Math.ceil((end + endBits) / 8);
  if (byte > source.bytes) throw new StorageError(source.path, `is cut: it ends, at byte ${source.bytes}, within the end of a bzip2 stream`);
  return onlyZeros(source, byte) ? undefined : streamAt(source, reader, byte);
}

/** Some tools fill files up with zeros. */
function onlyZeros(source: Source, position: number): boolean {
  const piece = new Uint8Array(Math.min(2 ** 16, source.bytes - position));
  for (let at = position; at < source.bytes; ) {
    const got = source.read(at, piece);
    if (got === 0 || piece.subarray(0, got).some((byte) => byte !== 0)) return got === 0;
    at += got;
  }
  return true;
}
