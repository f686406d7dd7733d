import { roundToClass } from "../chunk/size-class.ts";
import type { Program } from "../graph/program.ts";
import { batchPrefix } from "../kernels/batch-kernels.ts";
import { aloneSteps } from "../ops/define/alone-steps.ts";
import { framesCall, groupsCall, valuesCall } from "../ops/define/frames-call.ts";
import type { PlanOptions } from "../schedule/plan.ts";

/** Kernels that call functions. */
const callers: readonly string[] = [framesCall, groupsCall, valuesCall, ...Object.values(aloneSteps)];
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

/** What a task needs of the pool that says it needs so much scratch memory. */
export function pooledScratchBytes(scratchBytes: number): number {
  return scratchBytes > ownBytes ? scratchBytes : 0;
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

/** What kernels of batches make of what they read, about: routes and hashes, numbers of groups, rows in order, and the columns that come out. */
const workOfBatches = 4;

/** What tasks take besides reads, results and what they say: scratch memory of the pool, and outside of it the copies that functions get and give, and batches. */
export const costs: Pick<PlanOptions, "costOf" | "pooledBytes"> = {
  costOf: (program) => ({
    copies: callsFunctions(program),
    workShare: program.steps.some((step) => "kernel" in step && step.kernel.startsWith(batchPrefix)) ? workOfBatches : 0,
  }),
  pooledBytes(scratchBytes) {
    const pooled = pooledScratchBytes(scratchBytes);
    return pooled > 0 ? roundToClass(pooled) : 0;
  },
};
