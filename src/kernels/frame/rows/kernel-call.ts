import type { DType } from "../../../chunk/dtype.ts";
import { MemoryLimitError } from "../../../util/errors.ts";
import { must } from "../../../util/must.ts";
import { type Backend, type KernelCall, Status } from "../../kernel.ts";

/** What kernels get for a bitmap that is not there. */
export const noBits = new Uint8Array(0);

/** Runs a kernel that must end with `ok`, or one of the other statuses named. */
export function callKernel(backend: Backend, kernel: string, dtype: DType, call: KernelCall, ...others: readonly Status[]): Status {
  const { maxBytes } = backend;
  const needed = maxBytes === undefined ? 0 : bytesOf([...call.inputs, ...call.outputs]) + (call.scratchBytes ?? 0);
  if (needed > (maxBytes ?? 0)) {
    throw new MemoryLimitError(`${kernel} in WebAssembly`, needed, maxBytes!, "use smaller partitions, or the native addon");
  }
  const status = backend.run(kernel, dtype, call);
  must(status === Status.ok || others.includes(status), `${kernel} of ${dtype} ended with status ${status}`);
  return status;
}

/** Whether a backend has a kernel, and these arrays fit into its memory. */
export function canCall(backend: Backend, kernel: string, dtype: DType, ...arrays: readonly { readonly byteLength: number }[]): boolean {
  if (!backend.has(kernel, dtype)) return false;
  return backend.maxBytes === undefined || bytesOf(arrays) <= backend.maxBytes;
}

/** What arrays take, each from a cache line on, with parameters and state beside them. */
function bytesOf(arrays: readonly { readonly byteLength: number }[]): number {
  return arrays.reduce((bytes, array) => bytes + array.byteLength + 64, 1024);
}

/** Rows `[from, to)` few enough for one call, that begin where a byte of a bitmap does: all of them where memory has no bound. */
export function* panelsOf(backend: Backend, length: number, bytesPerRow: number): Generator<readonly [from: number, to: number]> {
  const most = backend.maxBytes === undefined ? length : Math.max(64, Math.floor(backend.maxBytes / 2 / bytesPerRow / 64) * 64);
  for (let from = 0; from < length; from += most) yield [from, Math.min(length, from + most)];
}

/** The bytes of a bitmap that tell of rows `[from, to)`; `from` is a multiple of 8. */
export function bitsOf(bitmap: Uint8Array | undefined, from: number, to: number): Uint8Array {
  return bitmap === undefined ? noBits : bitmap.subarray(from >> 3, (to + 7) >> 3);
}
