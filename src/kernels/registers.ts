import type { DType } from "../chunk/dtype.ts";
import type { Program, Register } from "../graph/program.ts";

export function dtypeOf(program: Program, register: Register): DType {
  return register < program.inputs.length ? program.inputs[register]! : program.steps[register - program.inputs.length]!.result;
}
