import { type Backend, Status } from "../../kernels/kernel.ts";
import type { Source } from "../files/read.ts";
import type { Bz2Block, Bz2Place } from "./bz2-block.ts";
import { damaged } from "./bz2-damage.ts";
import { bz2Parts } from "./bz2-index.ts";
import { bz2Blocks } from "./bz2-stream.ts";
import type { Codec, PartReader } from "./codec.ts";

/** bzip2, decoded by our own kernels: block by block, so that tasks can share a file. */
export const bz2: Codec = {
  name: "bz2",
  endings: [".bz2", ".bzip2"],
  magic: [0x42, 0x5a, 0x68],
  open: (source, backend) => bz2Reader(source, backend),
  split: bz2Parts,
  // A part that says no level is the whole file.
  openPart: (source, backend, { start, end, level }) =>
    level === undefined ? bz2Reader(source, backend) : bz2Reader(source, backend, { bit: start, level }, end),
};

/** Bytes of the blocks from a place on (from the start of the file) that begin before bit `end`; `readOn` gives those of the blocks after them. */
export function bz2Reader(source: Source, backend: Backend, from?: Bz2Place, end = Number.POSITIVE_INFINITY): PartReader {
  const blocks = bz2Blocks(source, backend, from);
  // `Bz2Text` of native/kernels/bz2-expand.hpp.
  const state = new Float64Array(5);
  let next: Bz2Block | undefined;
  let block: Bz2Block | undefined;
  let atEnd = false;

  function fill(target: Uint8Array, before: number): number {
    let done = 0;
    while (done < target.length) {
      if (block === undefined) {
        if (!atEnd) next ??= blocks.next().value;
        atEnd = next === undefined;
        if (next === undefined || next.bit >= before) break;
        block = next;
        next = undefined;
        state.set([0, 0, 0xffffffff, 0, 0]);
      }
      const call = { n: block.text.length, inputs: [block.text], outputs: [target.subarray(done)], state };
      const status = backend.run("bz2/expand", "uint8", call);
      done += state[1]!;
      if (status === Status.more) continue;
      if (status !== Status.ok) throw damaged(source.path, block.bit, "a repetition is cut off at its end");
      if (~state[2]! >>> 0 !== block.crc) throw damaged(source.path, block.bit, "the checksum is wrong");
      block = undefined;
    }
    return done;
  }

  return { read: (target) => fill(target, end), readOn: (target) => fill(target, Number.POSITIVE_INFINITY) };
}
