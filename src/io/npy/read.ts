import { closeSync, fstatSync } from "node:fs";
import { type DType, dtypes, type TypedArray } from "../../chunk/dtype.ts";
import type { StepParams } from "../../graph/program.ts";
import type { Place } from "../../graph/task.ts";
import type { PanelReader } from "../../kernels/kernel.ts";
import { addPanelSource } from "../../kernels/sources/panel.ts";
import { StorageError } from "../../util/errors.ts";
import { openFile, pieceOf, readExactly } from "../files/read.ts";
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

function openNpy(params: StepParams, place: Place, dtype: DType): PanelReader {
  const { path, offset, shape, bigEndian } = params as NpyParams;
  const { itemsize } = dtypes[dtype];
  const file = openUnchanged(params as NpyParams);
  return {
    read(start, out) {
      let filled = 0;
      for (const { at, count } of runsOf(shape, place.origin, place.shape, start, out.length)) {
        readExactly(file, path, offset + at * itemsize, out.subarray(filled, filled + count));
        filled += count;
      }
      if (bigEndian && itemsize > 1) swap(out);
    },
    [Symbol.dispose]: () => closeSync(file),
  };
}

/** Where things lie in a file is known from its header: one that is not what it was would be read wrongly. */
function openUnchanged({ path, fileBytes, modifiedMs }: NpyParams): number {
  const file = openFile(path);
  const { size, mtimeMs } = fstatSync(file);
  if (size === fileBytes && mtimeMs === modifiedMs) return file;
  closeSync(file);
  throw new StorageError(path, `${size < fileBytes ? "is cut" : "has changed"} since it was opened: ${fileBytes} bytes then, ${size} now; read it again`);
}

const swaps: { readonly [itemsize: number]: (bytes: Buffer) => Buffer } = {
  2: (bytes) => bytes.swap16(),
  4: (bytes) => bytes.swap32(),
  8: (bytes) => bytes.swap64(),
};

function swap(out: TypedArray): void {
  for (let at = 0; at < out.byteLength; ) {
    const { buffer, byteOffset, length } = pieceOf(out, at);
    swaps[out.BYTES_PER_ELEMENT]!(Buffer.from(buffer, byteOffset, length));
    at += length;
  }
}

addPanelSource("npy", openNpy);
