import type { KernelStep } from "../../graph/program.ts";
import type { WholeName, WholeParams } from "./names.ts";

/** The parameters of a step whose kernel is this one. */
export function paramsOf<K extends WholeName>(step: KernelStep, _kernel: K): WholeParams[K] {
  return (step.params ?? {}) as unknown as WholeParams[K];
}
