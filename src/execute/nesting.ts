import { AsyncLocalStorage } from "node:async_hooks";
import { GraphError } from "../util/errors.ts";

/** The task that something belongs to: what tells that it is to stop. */
const inTask = new AsyncLocalStorage<AbortSignal>();
let workerLimitBytes: number | undefined;
let importing = 0;

/** Runs what belongs to a task: a compute in it runs at once and on this thread, since the outer run holds the workers, and stops when the task is to. */
export function nested<T>(signal: AbortSignal, call: () => T): T {
  return inTask.run(signal, call);
}

/** The signal of a compute, and that of the task that it belongs to. */
export function signalWithin(own: AbortSignal | undefined): AbortSignal | undefined {
  const outer = inTask.getStore();
  if (outer === undefined || own === undefined) return own ?? outer;
  return AbortSignal.any([own, outer]);
}

/** Whether this is within a task. */
export function isNested(): boolean {
  return workerLimitBytes !== undefined || inTask.getStore() !== undefined;
}

/** This thread is a worker; computes within its tasks may use so much memory. */
export function enterWorker(limitBytes: number): void {
  workerLimitBytes = limitBytes;
}

export function nestedLimitBytes(): number {
  return workerLimitBytes ?? Number.POSITIVE_INFINITY;
}

/** Imports a module for a task. */
export async function importForTask(url: string): Promise<{ readonly [name: string]: unknown }> {
  importing++;
  try {
    return (await import(url)) as { readonly [name: string]: unknown };
  } finally {
    importing--;
  }
}

/** A program's entry script that is imported by a worker for one of its functions must not start over. */
export function refuseWhileImporting(): void {
  if (workerLimitBytes === undefined || importing === 0) return;
  throw new GraphError("compute: a module that a task imports must not compute while it loads; move the function that the task calls to a file of its own");
}
