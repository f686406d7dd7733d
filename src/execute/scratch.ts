import { roundToClass } from "../chunk/size-class.ts";
import type { Program } from "../graph/program.ts";
import type { Task } from "../graph/task.ts";

const known = new WeakMap<Program, boolean>();

/** Whether a program calls functions of the user's. */
export function callsFunctions(program: Program): boolean {
  let calls = known.get(program);
  if (calls === undefined) known.set(program, (calls = program.steps.some((step) => !("kernel" in step))));
  return calls;
}

/** What a task takes besides reads and results: scratch memory of the pool, and the copies that functions get and give, which are not of the pool. */
export function scratchBytesOf(task: Task, readBytes: number): number {
  let total = task.scratchBytes > 0 ? roundToClass(task.scratchBytes) : 0;
  if (callsFunctions(task.program)) {
    total += readBytes;
    for (const result of task.results) total += result.bytes;
  }
  return total;
}
