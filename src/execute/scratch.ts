import { roundToClass } from "../chunk/size-class.ts";
import type { Program } from "../graph/program.ts";
import type { Task } from "../graph/task.ts";
import { batchPrefix } from "../kernels/batch-kernels.ts";
import { aloneSteps } from "../ops/define/alone-steps.ts";
import { framesCall, groupsCall } from "../ops/define/frames-call.ts";

/** Kernels that call functions. */
const callers: readonly string[] = [framesCall, groupsCall, ...Object.values(aloneSteps)];
const known = new WeakMap<Program, boolean>();
// Mostly the next task has the same program as the last one.
let last: { readonly program: Program; readonly calls: boolean } | undefined;

/** Whether a program calls functions of the user's. */
export function callsFunctions(program: Program): boolean {
  if (last?.program === program) return last.calls;
  const calls = known.get(program) ?? program.steps.some((step) => !("kernel" in step) || callers.includes(step.kernel));
  known.set(program, calls);
  last = { program, calls };
  return calls;
}

/** Scratch memory that every thread has for itself: tasks that need no more get none of the pool's. */
const ownBytes = 2 ** 16;

/** What a task needs of the pool as scratch memory. */
export function pooledScratchBytes(task: Task): number {
  return task.scratchBytes > ownBytes ? task.scratchBytes : 0;
}

let own: Uint8Array | undefined;

/** The thread's own scratch memory, or more of it while a task that has it waits. */
export function takeOwnScratch(): Uint8Array {
  const taken = own ?? new Uint8Array(new SharedArrayBuffer(ownBytes + 64), 64 - 16, ownBytes);
  own = undefined;
  return taken;
}

export function giveBackOwnScratch(scratch: Uint8Array | undefined): void {
  if (scratch !== undefined) own = scratch;
}

/** What a task takes besides reads and results: scratch memory of the pool, and outside of it the copies that functions get and give, and batches. */
export function scratchBytesOf(task: Task, readBytes: number): number {
  const pooled = pooledScratchBytes(task);
  let total = (pooled > 0 ? roundToClass(pooled) : 0) + (task.heapBytes ?? 0);
  if (callsFunctions(task.program)) {
    total += readBytes;
    for (const result of task.results) if (result.grows !== true) total += result.bytes;
  }
  return total;
}

/** What kernels of batches make of what they read, about: routes and hashes, numbers of groups, rows in order, and the columns that come out. */
const workOfBatches = 4;

/** How many bytes batch kernels get to work in for each byte that is read. */
export function workShareOf({ program }: Task): number {
  return program.steps.some((step) => "kernel" in step && step.kernel.startsWith(batchPrefix)) ? workOfBatches : 0;
}
