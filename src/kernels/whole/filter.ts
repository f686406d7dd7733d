import { sizeOf } from "../../chunk/chunk.ts";
import type { Operand, Whole, WholeCall } from "../kernel.ts";
import { denseIn } from "./copy-strided.ts";
import { aroundAxis, defineWhole, runKernel } from "./define.ts";
import { gatherAlong } from "./gather-along.ts";
import { linesOf, type Memory } from "./memory.ts";
import { eachPanel, panelBytes } from "./panels.ts";
import { paramsOf } from "./params.ts";
import * as reference from "./reference/filter.ts";

export const compress: Whole = defineWhole({
  kernels: ["gather", "copy"],
  shape: (step, [x]) => x!.with(paramsOf(step, "compress").axis, undefined),
  bound: (_, [x]) => sizeOf(x!),
  scratchBytes: (_, [, mask]) => linesOf("int64", mask![0]! + 1) + linesOf("bool", mask![0]!),
  native(call, memory) {
    const { axis } = paramsOf(call.step, "compress");
    const [x, mask] = call.args;
    const offsets = maskOffsets(call, memory, mask!, x!.strides[axis]!);
    gatherAlong(call, x!, axis, offsets);
    return x!.shape.with(axis, offsets.length);
  },
  reference: reference.compress,
});

export const extract: Whole = defineWhole({
  kernels: ["extract", "copy"],
  shape: () => [undefined],
  bound: (_, [x]) => sizeOf(x!),
  scratchBytes: (_, args) => panelBytes(args),
  native(call, memory) {
    const count = new Float64Array(1);
    eachPanel(call, memory, call.args, (inputs) => {
      runKernel(call, call.backend, "extract", call.step.dtype, { n: inputs[0]!.length, inputs, outputs: [call.out], state: count });
    });
    return [count[0]!];
  },
  reference: reference.extract,
});

export const nonzero: Whole = defineWhole({
  kernels: ["nonzero", "copy"],
  shape: () => [undefined],
  bound: (_, [x]) => sizeOf(x!),
  scratchBytes: (_, [x]) => panelBytes([x!]),
  native(call, memory) {
    const { axis } = paramsOf(call.step, "nonzero");
    const found = flatNonzero(call, memory, call.out as Float64Array);
    if (axis !== undefined) coordinate(call, axis, found, call.out as Float64Array, 0, 1);
    return [found.length];
  },
  reference: reference.nonzero,
});

export const argwhere: Whole = defineWhole({
  kernels: ["nonzero", "copy"],
  shape: (_, [x]) => [undefined, x!.length],
  bound: (_, [x]) => sizeOf(x!) * x!.length,
  scratchBytes: (_, [x]) => panelBytes([x!]) + linesOf("float64", sizeOf(x!)),
  native(call, memory) {
    const { shape } = call.args[0]!;
    const found = flatNonzero(call, memory, memory.take("float64", sizeOf(shape)));
    for (const axis of shape.keys()) coordinate(call, axis, found, call.out as Float64Array, axis, shape.length);
    return [found.length, shape.length];
  },
  reference: reference.argwhere,
});

/** Offsets, `step` elements apart, of where a mask is true. */
export function maskOffsets(call: WholeCall, memory: Memory, mask: Operand, step: number): BigInt64Array {
  const flags = denseIn(call, mask, memory);
  const offsets = memory.take("int64", flags.length + 1);
  const count = new Float64Array(1);
  runKernel(call, call.backend, "maskOffsets", "bool", { n: flags.length, inputs: [flags], outputs: [offsets], params: [0, step], state: count });
  return offsets.subarray(0, count[0]);
}

function flatNonzero(call: WholeCall, memory: Memory, out: Float64Array): Float64Array {
  const count = new Float64Array(1);
  eachPanel(call, memory, [call.args[0]!], ([x], start) => {
    runKernel(call, call.backend, "nonzero", call.step.dtype, { n: x!.length, inputs: [x!], outputs: [out], params: [start, 1], state: count });
  });
  return out.subarray(0, count[0]);
}

/** Coordinates along an axis of flat positions, in the array if the step has a place. */
function coordinate(call: WholeCall, axis: number, flat: Float64Array, out: Float64Array, start: number, step: number): void {
  const [, extent, after] = aroundAxis(call.args[0]!.shape, axis);
  const origin = call.step.place === undefined ? 0 : call.places[call.step.place]!.origin[axis]!;
  runKernel(call, call.backend, "unravelled", "float64", { n: flat.length, inputs: [flat], outputs: [out], params: [after, extent, origin, start, step] });
}
