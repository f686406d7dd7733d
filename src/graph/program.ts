import type { DType } from "../chunk/dtype.ts";

/** A value that a program passes on: its inputs are 0 … inputs.length - 1, then each step's result in turn. */
export type Register = number;

/** What can be written as JSON, and bigints: all that a step may carry. */
export type Literal = null | boolean | number | bigint | string | readonly Literal[] | { readonly [key: string]: Literal };
export type StepParams = { readonly [key: string]: Literal };

/** Runs a kernel: `add`, `reduce/sum`, `random/normal`, `sort` … (src/README.md lists the families). */
export interface KernelStep {
  readonly kernel: string;
  /** The dtype it computes in: every argument has it unless the kernel says otherwise (`where`, `cast`). */
  readonly dtype: DType;
  readonly args: readonly Register[];
  readonly result: DType;
  readonly params?: StepParams;
  /** Which of the task's places this step is at: sources and whatever depends on positions have one. */
  readonly place?: number;
}

/** Calls a function that a module exports. */
export interface ModuleStep {
  readonly module: string;
  readonly name: string;
  readonly args: readonly Register[];
  readonly result: DType;
  readonly params?: StepParams;
  readonly place?: number;
  /** What the user called, for errors. */
  readonly operation?: string;
}

/** Calls a checked, self-contained function by its source. */
export interface FunctionStep {
  readonly source: string;
  readonly args: readonly Register[];
  readonly result: DType;
  readonly params?: StepParams;
  readonly place?: number;
  /** What the user called, for errors. */
  readonly operation?: string;
}

export type Step = KernelStep | ModuleStep | FunctionStep;

/** What a task does, as plain data: it can cross a thread or a network. Tasks that differ only in where they are share one. */
export interface Program {
  /** The dtypes of the inputs. */
  readonly inputs: readonly DType[];
  readonly steps: readonly Step[];
  readonly outputs: readonly Register[];
}
