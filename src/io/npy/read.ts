import { closeSync, readSync } from "node:fs";
import { type DType, dtypes, type TypedArray } from "../../chunk/dtype.ts";
import type { StepParams } from "../../graph/program.ts";
import type { Place } from "../../graph/task.ts";
import type { PanelReader } from "../../kernels/kernel.ts";
import { addPanelSource } from "../../kernels/sources/panel.ts";
import { StorageError } from "../../util/errors.ts";
import { openFile } from "./header.ts";
import { runsOf } from "./runs.ts";

/** What the `npy` source is told. The size and time stand in the token: a file that changed is another file. */
export type NpyParams = StepParams & {
  readonly path: string;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly bigEndian: boolean;
  readonly fileBytes: number;
  readonly modifiedMs: number;
};

/** The longest stretch read at once: views of bytes stay far below a gibibyte. */
const pieceBytes = 2 ** 28;

function openNpy(params: StepParams, place: Place, dtype: DType): PanelReader {
  const { path, offset, shape, bigEndian } = params as NpyParams;
  const { itemsize } = dtypes[dtype];
  const file = openFile(path);
  return {
    read(start, out) {
      let filled = 0;
      for (const { at, count } of runsOf(shape, place.origin, place.shape, start, out.length)) {
        readInto(file, path, offset + at * itemsize, out, filled, count);
        filled += count;
      }
      if (bigEndian && itemsize > 1) swap(out);
    },
    [Symbol.dispose]: () => closeSync(file),
  };
}

function readInto(file: number, path: string, position: number, out: TypedArray, start: number, count: number): void {
  const { BYTES_PER_ELEMENT: size } = out;
  for (let done = 0; done < count * size; ) {
    const bytes = new Uint8Array(out.buffer, out.byteOffset + start * size + done, Math.min(pieceBytes, count * size - done));
    const got = readSync(file, bytes, 0, bytes.length, position + done);
    if (got === 0) throw new StorageError(path, `is cut: it ended at byte ${position + done} while it was read; was it overwritten?`);
    done += got;
  }
}

const swaps: { readonly [itemsize: number]: (bytes: Buffer) => Buffer } = {
  2: (bytes) => bytes.swap16(),
  4: (bytes) => bytes.swap32(),
  8: (bytes) => bytes.swap64(),
};

function swap(out: TypedArray): void {
  for (let at = 0; at < out.byteLength; at += pieceBytes)
    swaps[out.BYTES_PER_ELEMENT]!(Buffer.from(out.buffer, out.byteOffset + at, Math.min(pieceBytes, out.byteLength - at)));
}

addPanelSource("npy", openNpy);
