import type { Column } from "../../chunk/column.ts";
import type { DType } from "../../chunk/dtype.ts";
import { type Backend, type KernelCall, Status } from "../../kernels/kernel.ts";

/** What a column is put together in, page by page. Values are as the file has them: only of rows that have one, close together. */
export interface ColumnSink {
  /** The dictionary of the pages that follow, plain. */
  dictionary(bytes: Uint8Array, count: number): void;
  /** `count` values, for rows from `row` on. */
  page(encoding: number, bytes: Uint8Array, row: number, count: number): void;
  /** Moves the first `count` of `rows` values from `row` on to where the bitmap has a bit. */
  spread(bitmap: Uint8Array, row: number, rows: number, count: number): void;
  finish(valid: Uint8Array | undefined): Column;
}

/** Runs a kernel on what a file has. Wrong data is a `RangeError`. */
export function decode(backend: Backend, kernel: string, dtype: DType, call: KernelCall): void {
  if (backend.run(kernel, dtype, call) !== Status.ok) throw new RangeError("its values cannot be decoded");
}

/** Numbers of a dictionary: a byte says how many bits each has. */
export function numbersOf(bytes: Uint8Array): { readonly width: number; readonly numbers: Uint8Array } {
  if (bytes.length === 0) throw new RangeError("it has no numbers of a dictionary");
  return { width: bytes[0]!, numbers: bytes.subarray(1) };
}

/** What begins with its length in 32 bits. */
export function prefixed(bytes: Uint8Array): { readonly own: Uint8Array; readonly rest: Uint8Array } {
  const length = bytes.length < 4 ? Number.POSITIVE_INFINITY : new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  if (length > bytes.length - 4) throw new RangeError("it ends within its levels");
  return { own: bytes.subarray(4, 4 + length), rest: bytes.subarray(4 + length) };
}
