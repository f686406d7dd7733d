import { sizeOf, stridesOf } from "../../chunk/chunk.ts";
import type { Whole } from "../kernel.ts";
import { copyStrided } from "./copy-strided.ts";
import { defineWhole } from "./define.ts";
import { assembledShape, concatenatedShape, reshaped, valueOf } from "./move-shapes.ts";
import { paramsOf } from "./params.ts";
import * as reference from "./reference/move.ts";

export const copy: Whole = defineWhole({
  kernels: ["copy"],
  shape: (_, [x]) => x!,
  native: (call) => copyStrided(call, call.args[0]!, call.out),
  reference: reference.copy,
});

export const assemble: Whole = defineWhole({
  kernels: ["copy"],
  shape: (step, _, places) => assembledShape(step, places),
  native(call) {
    const { starts, fill = 0 } = paramsOf(call.step, "assemble");
    const shape = assembledShape(call.step, call.places);
    const strides = stridesOf(shape);
    const { args } = call;
    // Parts that do not overlap and are together as large as the whole leave no gaps: then filling would only cost time.
    if (args.reduce((size, arg) => size + sizeOf(arg.shape), 0) < sizeOf(shape) || "fill" in call.step.params!)
      call.out.fill(valueOf(call.step, fill) as never);
    for (const [i, arg] of args.entries()) copyStrided(call, arg, call.out, offsetOf(starts[i]!, strides), strides);
  },
  reference: reference.assemble,
});

export const concatenate: Whole = defineWhole({
  kernels: ["copy"],
  shape: (step, args) => concatenatedShape(step, args),
  bound: (step, args) => sizeOf(concatenatedShape(step, args) as number[]),
  native(call) {
    const { axis } = paramsOf(call.step, "concatenate");
    const shape = concatenatedShape(
      call.step,
      call.args.map((arg) => arg.shape),
    ) as number[];
    const strides = stridesOf(shape);
    let start = 0;
    for (const arg of call.args) {
      copyStrided(call, arg, call.out, start * strides[axis]!, strides);
      start += arg.shape[axis]!;
    }
    return shape;
  },
  reference: reference.concatenate,
});

export const reshape: Whole = defineWhole({
  kernels: ["copy"],
  shape: (step, [x]) => reshaped(paramsOf(step, "reshape").shape, x!),
  bound: (_, [x]) => sizeOf(x!),
  native(call) {
    const [x] = call.args;
    copyStrided(call, x!, call.out);
    return reshaped(paramsOf(call.step, "reshape").shape, x!.shape) as number[];
  },
  reference: reference.reshape,
});

function offsetOf(start: readonly number[], strides: readonly number[]): number {
  return start.reduce((offset, index, axis) => offset + index * strides[axis]!, 0);
}
