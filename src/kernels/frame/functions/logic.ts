import type { TypedArray } from "../../../chunk/dtype.ts";
import { bitsOf, flagsOf, validOver } from "../bitmap.ts";
import type { ColumnCall, ColumnKernel } from "../column-kernel.ts";
import { elementwise } from "../elementwise.ts";

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

function run({ backend, length }: ColumnCall, kernel: string, inputs: readonly TypedArray[]): TypedArray {
  return elementwise(backend, { kernel, dtype: "bool", result: "bool", inputs }, length);
}

/** `and` for `decisive` 0, `or` for 1: a value that decides alone makes the result known whatever the other is. */
function threeValued(kernel: string, decisive: 0 | 1): ColumnKernel {
  return (call) => {
    const { length, args } = call;
    const [a, b] = args as [(typeof args)[0], (typeof args)[0]];
    const [validA, validB] = [validOver(a, length), validOver(b, length)];
    const inputs = [a.values, b.values];
    if (validA === undefined && validB === undefined) return { type: "bool", length, values: run(call, kernel, inputs) };
    const [hasA, hasB] = [flagsOf(validA, length), flagsOf(validB, length)];
    const [x, y] = inputs as [Uint8Array, Uint8Array];
    const [step, otherStep] = [x.length === length ? 1 : 0, y.length === length ? 1 : 0];
    const values = new Uint8Array(length);
    for (let row = 0; row < length; row++) {
      const decidesA = hasA[row]! & (x[row * step]! ^ decisive ^ 1);
      const decidesB = hasB[row]! & (y[row * otherStep]! ^ decisive ^ 1);
      const decided = decidesA | decidesB;
      values[row] = decided ? decisive : decisive ^ 1;
      hasA[row] = decided | (hasA[row]! & hasB[row]!);
    }
    return { type: "bool", length, values, valid: bitsOf(hasA, length) };
  };
}

export const logic = {
  and: threeValued("logicalAnd", 0),
  or: threeValued("logicalOr", 1),
  xor: plain("logicalXor"),
  not: plain("logicalNot"),
} satisfies { readonly [name: string]: ColumnKernel };
