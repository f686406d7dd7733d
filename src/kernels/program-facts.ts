import type { Program, Register } from "../graph/program.ts";
import { kindOf } from "./classify.ts";

/** What is worked out once for a program, whatever the shapes. */
export interface ProgramFacts {
  /** The steps that read a register, in order. */
  readonly users: readonly (readonly number[])[];
  /** The first output that a register is; -1 for none. */
  readonly outputOf: Int32Array;
  /** Outputs that an output before them is too. */
  readonly repeated: readonly number[];
  /** Outputs that are batches: how large they are is seen when they are there. */
  readonly batches: readonly number[];
  /** Inputs that only batch kernels read, as bytes: their shapes do not matter. */
  readonly isPacked: readonly boolean[];
  /** For each step, the batches that nothing needs after it. */
  readonly spent: readonly (readonly Register[])[];
}

const known = new WeakMap<Program, ProgramFacts>();

export function factsOf(program: Program): ProgramFacts {
  let facts = known.get(program);
  if (facts === undefined) known.set(program, (facts = examine(program)));
  return facts;
}

function examine({ inputs, steps, outputs }: Program): ProgramFacts {
  const count = inputs.length + steps.length;
  const isBatch = steps.map((step) => kindOf(step) === "batch");
  const users: number[][] = Array.from({ length: count }, () => []);
  for (let at = 0; at < steps.length; at++) for (const arg of new Set(steps[at]!.args)) users[arg]!.push(at);
  const outputOf = new Int32Array(count).fill(-1);
  const repeated: number[] = [];
  const batches: number[] = [];
  for (let output = 0; output < outputs.length; output++) {
    const register = outputs[output]!;
    if (isBatch[register - inputs.length]) batches.push(output);
    else if (outputOf[register]! >= 0) repeated.push(output);
    if (outputOf[register]! < 0) outputOf[register] = output;
  }
  const isPacked = inputs.map((_, register) => outputOf[register]! < 0 && users[register]!.every((user) => isBatch[user]));
  const spent: Register[][] = steps.map(() => []);
  for (let register = 0; register < count; register++) {
    const last = users[register]!.at(-1);
    if (last !== undefined && isBatch[last] && outputOf[register]! < 0) spent[last]!.push(register);
  }
  return { users, outputOf, repeated, batches, isPacked, spent };
}
