import type { Program } from "../graph/program.ts";
import type { Place } from "../graph/task.ts";
import { planOf } from "./plan.ts";

/** What a task needs and makes, known without running it. */
export interface Measure {
  /** Of each output of the program. Where it depends on what only running tells, `shapes` has an upper bound and `known` is false. */
  readonly shapes: readonly (readonly number[])[];
  readonly known: readonly boolean[];
  /** An upper bound of the scratch memory `runProgram` takes. */
  readonly scratchBytes: number;
}

/** Shapes of the outputs and scratch memory of a program at these places. Input extents may be upper bounds. */
export function measure(program: Program, places: readonly Place[], inputShapes: readonly (readonly number[])[]): Measure {
  let scratchBytes = 0;
  const known = program.inputs.map(() => true);
  let plan = planOf(program, 0, places, inputShapes);
  for (;;) {
    scratchBytes += plan.scratchBytes;
    for (let at = known.length - program.inputs.length; at < plan.next; at++)
      known.push(plan.known[known.length]! && program.steps[at]!.args.every((arg) => known[arg]));
    if (plan.next === program.steps.length) break;
    plan = planOf(program, plan.next, places, plan.shapes);
  }
  return {
    shapes: program.outputs.map((register) => plan.shapes[register]!),
    known: program.outputs.map((register) => known[register]!),
    scratchBytes,
  };
}
