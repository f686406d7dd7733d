import type { Batch } from "../chunk/column.ts";
import type { KernelStep } from "../graph/program.ts";
import type { Place } from "../graph/task.ts";
import { must } from "../util/must.ts";
import type { Backend, Operand } from "./kernel.ts";

/** A kernel `frame/…`: batches → batch. What it gives may share memory with what it is given. */
export interface BatchKernel {
  run(call: BatchCall): Batch;
}

/** The same where it may have to wait: for a function of the user's. */
export interface WaitingKernel {
  run(call: BatchCall): Batch | Promise<Batch>;
}

/** A kernel `frame/…`: arrays → batch. */
export interface ArrayKernel {
  readonly of: "arrays";
  run(call: ArrayCall): Batch;
}

export interface ArrayCall {
  readonly step: KernelStep;
  readonly args: readonly Operand[];
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

const kernels = new Map<string, WaitingKernel | ArrayKernel>();

export function addBatchKernel(name: string, kernel: WaitingKernel): void {
  must(name.startsWith(batchPrefix), `${name} does not begin with ${batchPrefix}`);
  kernels.set(name, kernel);
}

export function addArrayKernel(name: string, kernel: ArrayKernel): void {
  must(name.startsWith(batchPrefix), `${name} does not begin with ${batchPrefix}`);
  kernels.set(name, kernel);
}

let load: (() => void) | undefined;

/** Says how the kernels come in that are not there: once, when the first of them is asked for. */
export function loadBatchKernels(how: () => void): void {
  load ??= how;
}

export function batchKernelOf(name: string): WaitingKernel | ArrayKernel {
  if (!kernels.has(name)) load?.();
  const kernel = kernels.get(name);
  must(kernel !== undefined, `no kernel ${name}`);
  return kernel;
}

/** Gives the batch it is given: a task whose result is a chunk of another task makes a copy of it. */
addBatchKernel("frame/same", { run: ({ args }) => args[0]! });
