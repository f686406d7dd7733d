import { type Backend, Status } from "../../kernels/kernel.ts";
import { must } from "../../util/must.ts";
import type { Source } from "../files/read.ts";
import { readBits } from "./bz2-bits.ts";
import { type BlockReader, type Bz2Place, blockReader } from "./bz2-block.ts";
import { combine, streamAfter, streamAt, streamBlocks } from "./bz2-stream.ts";
import type { Part } from "./codec.ts";

/** What looks like the start of a block, or the end of a stream. Compressed data may look like it by chance. */
interface Mark {
  readonly bit: number;
  readonly isEnd: boolean;
  /** Of the block, or of all blocks. */
  readonly crc: number;
}

const pieceBytes = 2 ** 22;
/** A mark and its checksum, at any bit. */
const markBytes = 11;

/**
 * Where the blocks of a file are, without decoding them: by their marks. That these are all and no others is shown by the checksum of a stream, which is made from
 * those of its blocks; where it does not agree, the blocks are decoded one after the other to see.
 */
export function bz2Index(source: Source, backend: Backend): Bz2Place[] {
  const reader = blockReader(source, backend);
  const marks = marksOf(source, backend);
  const places: Bz2Place[] = [];
  let mark = marks.next();
  for (let stream: Bz2Place | undefined = streamAt(source, reader, 0); stream !== undefined; ) {
    const { bit, level } = stream;
    let blocks: Bz2Place[] = [];
    let sum = 0;
    // Marks before it lie between streams, or in one that had to be decoded.
    while (!mark.done && mark.value.bit < bit) mark = marks.next();
    const first = mark.value?.bit;
    for (; !mark.done && !mark.value.isEnd; mark = marks.next()) {
      blocks.push({ bit: mark.value.bit, level });
      sum = combine(sum, mark.value.crc);
    }
    let end = mark.value?.bit;
    if (end === undefined || mark.value?.crc !== sum || first !== bit) [blocks, end] = decoded(source, reader, stream);
    for (const block of blocks) places.push(block);
    stream = streamAfter(source, reader, end);
  }
  return places;
}

/** The blocks of a stream and where it ends. */
function decoded(source: Source, reader: BlockReader, stream: Bz2Place): [Bz2Place[], number] {
  const found: Bz2Place[] = [];
  const blocks = streamBlocks(source, reader, stream, true);
  for (;;) {
    const { done, value } = blocks.next();
    if (done) return [found, value];
    found.push({ bit: value.bit, level: value.level });
  }
}

/** Runs of blocks, of about `partBytes` of text. */
export function bz2Parts(source: Source, backend: Backend, partBytes: number): Part[] {
  const places = bz2Index(source, backend);
  const parts: Part[] = [];
  for (let first = 0; first < places.length; ) {
    const { bit, level } = places[first]!;
    let next = first;
    for (let bytes = 0; next < places.length && (next === first || bytes + 100_000 * places[next]!.level <= partBytes); next++)
      bytes += 100_000 * places[next]!.level;
    parts.push({ start: bit, end: places[next]?.bit ?? 8 * source.bytes, level });
    first = next;
  }
  return parts;
}

function* marksOf(source: Source, backend: Backend): Generator<Mark, undefined> {
  const memory = new Uint8Array(Math.min(source.bytes, pieceBytes + markBytes));
  const bits = new Float64Array(256);
  const state = new Float64Array(2);
  for (let at = 0; at < source.bytes; at += pieceBytes) {
    const piece = memory.subarray(0, source.read(at, memory));
    state.fill(0);
    let status: Status = Status.more;
    while (status === Status.more) {
      status = backend.run("bz2/scan", "uint8", { n: Math.min(piece.length, pieceBytes), inputs: [piece], outputs: [bits], state });
      must(status === Status.ok || status === Status.more, `bz2/scan: status ${status}`);
      for (const found of bits.slice(0, state[1])) {
        const isEnd = found < 0;
        const bit = isEnd ? -1 - found : found;
        yield { bit: 8 * at + bit, isEnd, crc: readBits(piece, bit + 48, 32) };
      }
    }
  }
  return undefined;
}
