import type { Column } from "../../../chunk/column.ts";
import type { TypedArray } from "../../../chunk/dtype.ts";
import { validFrom, validOver } from "../bitmap.ts";
import type { ColumnCall, ColumnKernel } from "../column-kernel.ts";
import { elementwise } from "../elementwise.ts";
import { bitmapToBytes } from "../rows/bitmap.ts";

function plain(kernel: string): ColumnKernel {
  return (call) => ({
    type: "bool",
    length: call.length,
    values: run(
      call,
      kernel,
      call.args.map(({ values }) => values),
    ),
  });
}

function run({ backend, length }: ColumnCall, kernel: string, inputs: readonly TypedArray[]): Uint8Array {
  return elementwise(backend, { kernel, dtype: "bool", result: "bool", inputs }, length) as Uint8Array;
}

/** `and` and `or`: the result is known where both are, and where one that is known decides alone. */
function threeValued(kernel: "logicalAnd" | "logicalOr"): ColumnKernel {
  return (call) => {
    const { backend, length, args } = call;
    const [a, b] = args as [Column, Column];
    const [validA, validB] = [validOver(a, length), validOver(b, length)];
    if (validA === undefined && validB === undefined) return { type: "bool", length, values: run(call, kernel, [a.values, b.values]) };
    const [hasA, hasB] = [bitmapToBytes(backend, validA, length), bitmapToBytes(backend, validB, length)];
    const [trueA, trueB] = [run(call, "logicalAnd", [hasA, a.values]), run(call, "logicalAnd", [hasB, b.values])];
    const values = run(call, kernel, [trueA, trueB]);
    // False decides `and`, true `or`: what is known and not true is false.
    const [decidedA, decidedB] = kernel === "logicalOr" ? [trueA, trueB] : [run(call, "logicalXor", [hasA, trueA]), run(call, "logicalXor", [hasB, trueB])];
    const known = run(call, "logicalOr", [run(call, "logicalAnd", [hasA, hasB]), run(call, "logicalOr", [decidedA, decidedB])]);
    return { type: "bool", length, values, valid: validFrom(backend, known) };
  };
}

export const logic = {
  and: threeValued("logicalAnd"),
  or: threeValued("logicalOr"),
  xor: plain("logicalXor"),
  not: plain("logicalNot"),
} satisfies { readonly [name: string]: ColumnKernel };
