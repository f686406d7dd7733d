import { stridesOf } from "../../chunk/chunk.ts";
import type { Operand, WholeCall } from "../kernel.ts";
import { gatherFrom, noAxes } from "./gather-along.ts";
import type { Memory } from "./memory.ts";
import { addRamp, offsetsOf } from "./offsets.ts";
import { wholeAxis } from "./take.ts";

/** Replaces the positions along an axis that stand in the result by what `beside` has there. Scratch memory: `offsetsBytes`. */
export function takeBeside(call: WholeCall, memory: Memory, shape: readonly number[], axis: number, beside: Operand): void {
  const positions: Operand = { dtype: "float64", data: call.out, offset: 0, shape, strides: stridesOf(shape) };
  const offsets = offsetsOf(call, memory, shape, [positions], [wholeAxis(beside, axis)]);
  addRamp(call, offsets, shape, beside.strides.with(axis, 0));
  gatherFrom(call, beside, noAxes, offsets, noAxes, call.out);
}
