import type { KernelStep, Program, Register } from "../graph/program.ts";
import type { Stage } from "./stages.ts";

export interface Numbered {
  readonly register: Register;
  readonly step: KernelStep;
}

/** The steps of a tile stage; where one kernel does the work of two with the same bits (`multiply`, then `add`), one step. */
export function joinSteps(program: Program, stage: Stage): Numbered[] {
  const first = program.inputs.length;
  const steps = stage.steps.map((at): Numbered => ({ register: first + at, step: program.steps[at] as KernelStep }));
  const kept = new Set(stage.stores);
  const uses = new Map<Register, number>();
  for (const { step } of steps) for (const arg of step.args) uses.set(arg, (uses.get(arg) ?? 0) + 1);
  const byRegister = new Map(steps.map((one) => [one.register, one]));
  const gone = new Set<Register>();
  const joined = steps.map((one): Numbered => {
    const { step } = one;
    if (step.kernel !== "add" || !isFloat(step)) return one;
    const product = step.args.find((arg) => byRegister.get(arg)?.step.kernel === "multiply" && uses.get(arg) === 1 && !kept.has(arg));
    if (product === undefined) return one;
    gone.add(product);
    const other = step.args[0] === product ? step.args[1]! : step.args[0]!;
    return { register: one.register, step: { ...step, kernel: "multiplyAdd", args: [...byRegister.get(product)!.step.args, other] } };
  });
  return joined.filter(({ register }) => !gone.has(register));
}

function isFloat({ dtype }: KernelStep): boolean {
  return dtype === "float64" || dtype === "float32";
}
