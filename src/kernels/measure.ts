import type { Program } from "../graph/program.ts";
import type { Place } from "../graph/task.ts";
import { planOf } from "./plan.ts";

/** What a task needs and makes, known without running it. */
export interface Measure {
  /** Of each output of the program. Where only running tells an extent, `shapes` has an upper bound and `known` is false. */
  readonly shapes: readonly (readonly number[])[];
  readonly known: readonly boolean[];
  /** An upper bound of the scratch memory `runProgram` takes. */
  readonly scratchBytes: number;
}

/** Shapes of the outputs and scratch memory of a program at these places. Input extents may be upper bounds. */
export function measure(program: Program, places: readonly Place[], inputShapes: readonly (readonly number[])[]): Measure {
  let scratchBytes = 0;
  let plan = planOf(program, 0, places, inputShapes);
  for (;;) {
    scratchBytes += plan.scratchBytes;
    if (plan.next === program.steps.length) break;
    plan = planOf(program, plan.next, places, plan.shapes);
  }
  return {
    shapes: program.outputs.map((register) => plan.shapes[register]!),
    known: program.outputs.map((register) => plan.known[register]!),
    scratchBytes,
  };
}
