import { stridesOf } from "../chunk/chunk.ts";
import { type DType, dtypes, type TypedArray, viewOf } from "../chunk/dtype.ts";
import type { Program } from "../graph/program.ts";
import type { Place, View } from "../graph/task.ts";
import type { Operand } from "../kernels/kernel.ts";
import type { Allocate } from "../kernels/run.ts";
import type { TaskCall } from "./executor.ts";
import { callsFunctions } from "./scratch.ts";

/** A task where it runs: its program, and its reads, results and scratch memory as memory. */
export interface Work {
  readonly program: Program;
  /** Of the task; read before anything is waited for. */
  readonly literal?: Uint8Array | undefined;
  readonly places: readonly Place[];
  readonly inputs: readonly Operand[];
  /** Room for the results; what is longer than the result is left alone. Nothing for results that grow. */
  readonly outputs: readonly (TypedArray | undefined)[];
  /** How results that grow get their memory. */
  readonly allocate: Allocate;
  /** Whether the shapes of the results are to be told. */
  readonly tellsShapes: boolean;
  /** What the shapes of the results must be, where it was said; nothing if kernels make what was planned. */
  readonly shapes: readonly (readonly (number | undefined)[])[];
  /** `undefined`: the thread's own is enough. */
  readonly scratch: Uint8Array | undefined;
  /** Keeps alive what only this thread has, for as long as values may name it; where there is nothing, no value may. */
  readonly keepLocal?: ((value: object) => void) | undefined;
  /** Nonzero: stop soon. */
  readonly stop: Int32Array;
}

/** Whether the shapes that come out are looked at: those of user's functions, and those that were open. */
export function mustTellShapes({ task, isOpen }: TaskCall): boolean {
  return isOpen || callsFunctions(task.program);
}

/** A chunk as a program reads it. */
export function operandOf(dtype: DType, data: TypedArray, shape: readonly number[], view: View | undefined): Operand {
  return view === undefined
    ? { dtype, data, offset: 0, shape, strides: stridesOf(shape) }
    : { dtype, data, offset: view.offset, shape: view.shape, strides: view.strides };
}

/** The dtype of a register of a program. */
export function dtypeOfRegister(program: Program, register: number): DType {
  const inputs = program.inputs.length;
  return register < inputs ? program.inputs[register]! : program.steps[register - inputs]!.result;
}

/** As many elements as fit into so many bytes. */
export function roomFor(dtype: DType, buffer: ArrayBufferLike, byteOffset: number, byteLength: number): TypedArray {
  return viewOf(dtype, buffer, byteOffset, Math.floor(byteLength / dtypes[dtype].itemsize));
}
