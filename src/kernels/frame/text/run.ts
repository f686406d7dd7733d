import { isAscii } from "node:buffer";
import type { Column } from "../../../chunk/column.ts";
import type { TypedArray } from "../../../chunk/dtype.ts";
import { MemoryLimitError } from "../../../util/errors.ts";
import { must } from "../../../util/must.ts";
import { type Backend, Status } from "../../kernel.ts";

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

/** Runs a kernel of native/kernels/text*.cpp over `n` rows. */
export function runText(
  backend: Backend,
  kernel: string,
  n: number,
  inputs: readonly TypedArray[],
  outputs: readonly TypedArray[],
  params: readonly number[],
): void {
  const status = backend.run(kernel, "uint8", { n, inputs, outputs, params });
  if (status === Status.domain)
    throw new MemoryLimitError(kernel, 2 ** 31, 2 ** 31 - 1, "one column of a partition holds less than 2 GiB of text: use more partitions");
  must(status === Status.ok, `${kernel} ended with status ${status}`);
}

/** Runs a kernel over one text: its parameters begin with the base. */
export function runOver(
  backend: Backend,
  kernel: string,
  x: Column,
  outputs: readonly TypedArray[],
  params: readonly number[] = [],
  more: readonly TypedArray[] = [],
): void {
  const { bytes, offsets, base } = textOperand(x);
  runText(backend, kernel, x.length, [bytes, offsets, ...more], outputs, [base, ...params]);
}

/** Whether no row has a byte beyond ASCII. */
export function isAsciiColumn(x: Column): boolean {
  return isAscii(textOperand(x).bytes);
}

const encoder = new TextEncoder();
export const encode = (text: string): Uint8Array => encoder.encode(text);
