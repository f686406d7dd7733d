import { isAscii } from "node:buffer";
import type { Column } from "../../../chunk/column.ts";
import type { DType, TypedArray } from "../../../chunk/dtype.ts";
import { MemoryLimitError } from "../../../util/errors.ts";
import { type Backend, type KernelCall, Status } from "../../kernel.ts";
import { callKernel } from "../rows/kernel-call.ts";

/** A text as kernels take it: the bytes that its rows use, their offsets, and what these count from. */
export interface TextOperand {
  readonly bytes: Uint8Array;
  readonly offsets: Int32Array;
  readonly base: number;
}

export function textOperand({ values, offsets, length }: Column): TextOperand {
  const base = offsets![0]!;
  return { bytes: values.subarray(base, offsets![length]) as Uint8Array, offsets: offsets!, base };
}

/** Runs a kernel of native/kernels/text*.cpp; the dtype matters to those that have one. */
export function runText(backend: Backend, kernel: string, call: KernelCall, dtype: DType = "uint8"): void {
  if (callKernel(backend, kernel, dtype, call, Status.domain) === Status.ok) return;
  throw new MemoryLimitError(kernel, 2 ** 31, 2 ** 31 - 1, "one column of a partition holds less than 2 GiB of text: use more partitions");
}

/** What a kernel over one text takes besides it. */
export interface TextExtras {
  /** After the base. */
  readonly params?: readonly number[];
  readonly inputs?: readonly TypedArray[];
  readonly dtype?: DType;
}

/** Runs a kernel over one text. */
export function runOver(
  backend: Backend,
  kernel: string,
  x: Column,
  outputs: readonly TypedArray[],
  { params = [], inputs = [], dtype }: TextExtras = {},
): void {
  const { bytes, offsets, base } = textOperand(x);
  runText(backend, kernel, { n: x.length, inputs: [bytes, offsets, ...inputs], outputs, params: [base, ...params] }, dtype);
}

/** Whether no row has a byte beyond ASCII. */
export function isAsciiColumn(x: Column): boolean {
  return isAscii(textOperand(x).bytes);
}

const encoder = new TextEncoder();
export const encode = (text: string): Uint8Array => encoder.encode(text);
