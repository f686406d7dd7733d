import { closeSync, openSync } from "node:fs";
import { sizeOf } from "../../chunk/chunk.ts";
import { dense } from "../../kernels/dense.ts";
import { addWhole } from "../../kernels/wholes.ts";
import { writeAt } from "../files/write.ts";
import { runsOf } from "./runs.ts";

/** What the `npy/write` kernel is told: where in which file the array lies. */
export type NpyWriteParams = { readonly path: string; readonly offset: number; readonly shape: readonly number[] };

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
        writeAt(file, path, offset + at * values.BYTES_PER_ELEMENT, values.subarray(written, written + count));
        written += count;
      }
    } finally {
      closeSync(file);
    }
    out[0] = 1 as never;
  },
});
