import { closeSync, openSync, writeSync } from "node:fs";
import { sizeOf } from "../../chunk/chunk.ts";
import type { TypedArray } from "../../chunk/dtype.ts";
import { dense } from "../../kernels/dense.ts";
import { addWhole } from "../../kernels/wholes.ts";
import { StorageError } from "../../util/errors.ts";
import { runsOf } from "./runs.ts";

/** What the `npy/write` kernel is told: where in which file the array lies. */
export type NpyWriteParams = { readonly path: string; readonly offset: number; readonly shape: readonly number[] };

const pieceBytes = 2 ** 28;

/** Writes a chunk to its place in a file that is there already; gives one `true` a chunk. */
addWhole("npy/write", {
  shape: (_, [chunk]) => chunk!.map(() => 1),
  run({ step, args, out, places }) {
    const { path, offset, shape } = step.params as NpyWriteParams;
    const place = places[step.place!]!;
    const values = dense(args[0]!);
    const file = openSync(path, "r+");
    try {
      let written = 0;
      for (const { at, count } of runsOf(shape, place.origin, place.shape, 0, sizeOf(place.shape))) {
        writeFrom(file, path, offset + at * values.BYTES_PER_ELEMENT, values, written, count);
        written += count;
      }
    } finally {
      closeSync(file);
    }
    out[0] = 1 as never;
  },
});

function writeFrom(file: number, path: string, position: number, values: TypedArray, start: number, count: number): void {
  const size = values.BYTES_PER_ELEMENT;
  for (let done = 0; done < count * size; ) {
    const bytes = new Uint8Array(values.buffer, values.byteOffset + start * size + done, Math.min(pieceBytes, count * size - done));
    try {
      done += writeSync(file, bytes, 0, bytes.length, position + done);
    } catch (cause) {
      throw new StorageError(path, `cannot be written: ${(cause as Error).message}`, { cause });
    }
  }
}
