import type { Batch } from "../chunk/column.ts";
import type { KernelStep } from "../graph/program.ts";
import type { Place } from "../graph/task.ts";
import { must } from "../util/must.ts";
import type { Backend } from "./kernel.ts";

/** A kernel `frame/…`: batches → batch. What it gives may share memory with what it is given. */
export interface BatchKernel {
  run(call: BatchCall): Batch;
}

export interface BatchCall {
  readonly backend: Backend;
  readonly step: KernelStep;
  readonly args: readonly Batch[];
  readonly places: readonly Place[];
  /** Nonzero: give up soon, with a `StoppedError`. */
  readonly stop: Int32Array | undefined;
}

/** What the names of batch kernels begin with. */
export const batchPrefix = "frame/";

const kernels = new Map<string, BatchKernel>();

export function addBatchKernel(name: string, kernel: BatchKernel): void {
  must(name.startsWith(batchPrefix), `${name} does not begin with ${batchPrefix}`);
  kernels.set(name, kernel);
}

let load: (() => void) | undefined;

/** Says how the kernels come in that are not there: once, when the first of them is asked for. */
export function loadBatchKernels(how: () => void): void {
  load ??= how;
}

export function batchKernelOf(name: string): BatchKernel {
  if (!kernels.has(name)) load?.();
  const kernel = kernels.get(name);
  must(kernel !== undefined, `no kernel ${name}`);
  return kernel;
}

/** Gives the batch it is given: a task whose result is a chunk of another task makes a copy of it. */
addBatchKernel("frame/same", { run: ({ args }) => args[0]! });
