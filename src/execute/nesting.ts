import { AsyncLocalStorage } from "node:async_hooks";
import { GraphError } from "../util/errors.ts";

const inTask = new AsyncLocalStorage<true>();
let workerLimitBytes: number | undefined;
let importing = 0;

/** Runs what belongs to a task: a compute in it runs at once and on this thread, since the outer run holds the workers. */
export function nested<T>(call: () => T): T {
  return inTask.getStore() ? call() : inTask.run(true, call);
}

/** Whether this is within a task. */
export function isNested(): boolean {
  return workerLimitBytes !== undefined || inTask.getStore() === true;
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
