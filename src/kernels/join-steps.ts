import type { KernelStep, Program, Register } from "../graph/program.ts";
import type { Stage } from "./stages.ts";
import { superinstructions } from "./superinstructions.ts";

export interface Numbered {
  readonly register: Register;
  readonly step: KernelStep;
}

/** The steps of a tile stage; where one kernel does the work of two with the same bits, one step. */
export function joinSteps(program: Program, stage: Stage): Numbered[] {
  const inputs = program.inputs.length;
  const steps = stage.steps.map((at): Numbered => ({ register: inputs + at, step: program.steps[at] as KernelStep }));
  const kept = new Set(stage.stores);
  const uses = new Map<Register, number>();
  for (const { step } of steps) for (const arg of step.args) uses.set(arg, (uses.get(arg) ?? 0) + 1);
  const byRegister = new Map(steps.map((one) => [one.register, one]));
  const gone = new Set<Register>();
  const joined = steps.map((one): Numbered => {
    const { step } = one;
    if (!isFloat(step)) return one;
    for (const { first, second, kernel } of superinstructions) {
      if (step.kernel !== second) continue;
      const inner = step.args.find((arg) => byRegister.get(arg)?.step.kernel === first && uses.get(arg) === 1 && !kept.has(arg));
      if (inner === undefined) continue;
      gone.add(inner);
      return { register: one.register, step: { ...step, kernel, args: [...byRegister.get(inner)!.step.args, ...step.args.filter((arg) => arg !== inner)] } };
    }
    return one;
  });
  return joined.filter(({ register }) => !gone.has(register));
}

function isFloat({ dtype }: KernelStep): boolean {
  return dtype === "float64" || dtype === "float32";
}
