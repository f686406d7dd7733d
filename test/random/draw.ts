import { createHash } from "node:crypto";
import { sizeOf } from "../../src/chunk/chunk.ts";
import { type DType, dtypes, type TypedArray } from "../../src/chunk/dtype.ts";
import type { StepParams } from "../../src/graph/program.ts";
import type { Place } from "../../src/graph/task.ts";
import { type Backend, Status } from "../../src/kernels/kernel.ts";
import { allBackends } from "../../src/kernels/load.ts";
import { encodeRandom } from "../../src/kernels/sources/random.ts";
import { must } from "../../src/util/must.ts";

export const backends: readonly Backend[] = allBackends();

/** Draws a chunk, `tile` elements a call. */
export function drawChunk(backend: Backend, name: string, dtype: DType, params: StepParams, place: Place, tile = 4096): TypedArray {
  const size = sizeOf(place.shape);
  const out = new dtypes[dtype].array(size);
  const state = new Uint8Array(1 << 14);
  const encoded = encodeRandom(params, place);
  for (let at = 0; at < size; at += tile) {
    const part = out.subarray(at, Math.min(at + tile, size));
    const status = backend.run(`random/${name}`, dtype, { n: part.length, inputs: [], outputs: [part], params: encoded, state });
    must(status === Status.ok, `${name} on ${backend.isa}: status ${status}`);
  }
  return out;
}

export function sha256(values: TypedArray): string {
  return createHash("sha256")
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .digest("hex");
}

/** 64-bit integers as the words that kernels take. */
export function wordsOf64(...values: readonly (bigint | string)[]): number[] {
  return values.flatMap((value) => [Number(BigInt(value) & 0xffff_ffffn), Number(BigInt(value) >> 32n)]);
}
