import { type DType, dtypes, type TypedArrayOf, viewOf } from "../../chunk/dtype.ts";
import { must } from "../../util/must.ts";

/** Scratch memory of a kernel, handed out piece by piece, each on a cache line. */
export interface Memory {
  take<D extends DType>(dtype: D, length: number): TypedArrayOf[D];
  /** What is left, for a native kernel. */
  rest(): Uint8Array;
}

export function memoryOf(scratch: Uint8Array): Memory {
  let used = 0;
  return {
    take(dtype, length) {
      const at = used;
      used += linesOf(dtype, length);
      must(used <= scratch.length, `scratch memory of ${scratch.length} bytes is too small for ${length} ${dtype} at ${at}`);
      return viewOf(dtype, scratch.buffer, scratch.byteOffset + at, length) as never;
    },
    rest: () => scratch.subarray(used),
  };
}

/** Bytes that `take` takes. */
export function linesOf(dtype: DType, length: number): number {
  return Math.ceil((length * dtypes[dtype].itemsize) / 64) * 64;
}
