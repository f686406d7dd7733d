import { sizeOf, stridesOf } from "../../src/chunk/chunk.ts";
import { type DType, dtypes, type TypedArray, viewOf } from "../../src/chunk/dtype.ts";
import type { KernelStep, Program } from "../../src/graph/program.ts";
import type { Place } from "../../src/graph/task.ts";
import type { Backend, Operand } from "../../src/kernels/kernel.ts";
import { measure } from "../../src/kernels/measure.ts";
import { dtypeOf } from "../../src/kernels/registers.ts";
import { type ProgramRun, runProgram } from "../../src/kernels/run.ts";

/** A step with the dtype it computes in as its result, unless said. */
export function step(kernel: string, dtype: DType, args: readonly number[], more: Partial<KernelStep> = {}): KernelStep {
  return { kernel, dtype, args, result: dtype, ...more };
}

/** An operand in C order. */
export function operand(dtype: DType, data: TypedArray, shape: readonly number[]): Operand {
  return { dtype, data, offset: 0, shape, strides: stridesOf(shape) };
}

/** The same memory with its axes reversed. */
export function transposed({ shape, strides, ...rest }: Operand): Operand {
  return { ...rest, shape: [...shape].reverse(), strides: [...strides].reverse() };
}

export interface Prepared extends ProgramRun {
  readonly outputs: readonly TypedArray[];
  readonly check: () => void;
}

/** Memory for a run as `measure` asks for it, full of what must not matter; `check` says whether anything around it was written. */
export function prepare(backend: Backend, program: Program, places: readonly Place[], inputs: readonly Operand[]): Prepared {
  const { shapes, scratchBytes } = measure(
    program,
    places,
    inputs.map((input) => input.shape),
  );
  const guard = 64;
  const memory = (bytes: number) => new Uint8Array(new SharedArrayBuffer(bytes + 2 * guard)).fill(0xa5);
  const scratch = memory(scratchBytes);
  const sizes = shapes.map(sizeOf);
  const outputs = program.outputs.map((register, i) => memory(sizes[i]! * dtypes[dtypeOf(program, register)].itemsize));
  return {
    backend,
    program,
    places,
    inputs,
    scratch: scratch.subarray(guard, guard + scratchBytes),
    outputs: outputs.map((bytes, i) => viewOf(dtypeOf(program, program.outputs[i]!), bytes.buffer, guard, sizes[i]!)),
    check() {
      for (const bytes of [scratch, ...outputs]) {
        const around = [...bytes.subarray(0, guard), ...bytes.subarray(bytes.length - guard)];
        if (around.some((byte) => byte !== 0xa5)) throw new Error("memory around the scratch or an output was written");
      }
    },
  };
}

export interface Ran {
  readonly shapes: readonly (readonly number[])[];
  readonly outputs: readonly TypedArray[];
}

/** Runs a program in memory of its own. */
export function runOn(backend: Backend, program: Program, places: readonly Place[], inputs: readonly Operand[]): Ran {
  const run = prepare(backend, program, places, inputs);
  const shapes = runProgram(run);
  run.check();
  return { shapes, outputs: run.outputs.map((output, i) => output.subarray(0, sizeOf(shapes[i]!))) };
}

/** The bytes of an array as text: equal text, equal bits. Every NaN is the same. */
export function bitsOf(array: TypedArray): string {
  const plain = array.slice() as TypedArray;
  if (plain instanceof Float64Array || plain instanceof Float32Array) {
    for (let i = 0; i < plain.length; i++) if (Number.isNaN(plain[i])) plain[i] = NaN;
  }
  return Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength).toString("hex");
}
