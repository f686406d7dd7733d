import { type Backend, Status } from "../../kernels/kernel.ts";
import { must } from "../../util/must.ts";
import type { Source } from "../files/read.ts";
import { readBits } from "./bz2-bits.ts";
import { damaged, damagedBlock, isCut } from "./bz2-damage.ts";
import { windowOver } from "./window.ts";

/** Where in a file a block, or the end of a stream, is to be found, and how large blocks are there (in 100,000 bytes). */
export interface Bz2Place {
  readonly bit: number;
  readonly level: number;
}

/** A block without its last step: repetitions are still counted. */
export interface Bz2Block extends Bz2Place {
  /** Valid until the next block is read. */
  readonly text: Uint8Array;
  readonly crc: number;
  /** The bit after it. */
  readonly end: number;
}

/** Reads blocks of a file, and what is between them. */
export interface BlockReader {
  /** The block at a place, or the checksum of the stream that ends there. */
  next(place: Bz2Place): Bz2Block | number;
  bytes(position: number, count: number): Uint8Array;
}

/** Of a block the digits of pi, of an end those of its root. */
const blockMark = 0x314159265359;
const endMark = 0x177245385090;
const markBits = 48;
/** Links and pieces (native/kernels/bz2-unsort.hpp) are 5 bytes a byte of text; tables and unfilled pieces. */
const scratchBytes = (limit: number) => 5 * limit + 2 ** 18;
/** Text that cannot be compressed becomes a little longer. */
const usualBytes = (limit: number) => limit + (limit >> 4) + 2 ** 14;
/** With codes as long as can be it takes 2.3 MB. More is read only of tables that never end. */
const mostBytes = 2 ** 24;

export function blockReader(source: Source, backend: Backend): BlockReader {
  const { path } = source;
  const window = windowOver(source);
  const state = new Float64Array(4);
  let memory = new Uint8Array(0);

  function decode({ bit, level }: Bz2Place): Bz2Block {
    const limit = 100_000 * level;
    if (memory.length < limit) memory = new Uint8Array(limit);
    const start = Math.floor(bit / 8);
    for (let wanted = usualBytes(limit); ; wanted *= 2) {
      const bytes = window.at(start, wanted);
      state.fill(0);
      const call = { n: 1, inputs: [bytes], outputs: [memory], params: [bit % 8, limit], state, scratchBytes: scratchBytes(limit) };
      const status = backend.run("bz2/block", "uint8", call);
      must(status === Status.ok || status === Status.domain, `bz2/block: status ${status}`);
      const [fault, end, length, crc] = state as unknown as [number, number, number, number];
      if (fault === isCut && start + bytes.length < source.bytes && wanted < mostBytes) continue;
      if (status !== Status.ok) throw damagedBlock(path, bit, fault);
      return { bit, level, text: memory.subarray(0, length), crc, end: 8 * start + end };
    }
  }

  function bits(position: number, count: number): number {
    return readBits(window.at(Math.floor(position / 8), 8), position % 8, count);
  }

  return {
    next(place) {
      const mark = bits(place.bit, markBits);
      if (mark === blockMark) return decode(place);
      if (mark !== endMark) throw damaged(path, place.bit, "there is neither a block nor the end of a stream");
      return bits(place.bit + markBits, 32);
    },
    bytes: window.at,
  };
}
