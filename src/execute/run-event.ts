import type { Task } from "../graph/task.ts";

/** Counters of a run, kept up to date in one object: read it in a listener, copy it to keep it. */
export interface RunCounters {
  /** Tasks to run, and how many are done. */
  readonly tasks: number;
  readonly finished: number;
  readonly spilledBytes: number;
  readonly restoredBytes: number;
  /** The most pool memory in use at once since the run began. */
  readonly peakBytes: number;
}

export type Happening =
  | { readonly kind: "begin" }
  /** Handed to the workers. */
  | { readonly kind: "started"; readonly node: number; readonly task: Task }
  | { readonly kind: "finished"; readonly node: number; readonly task: Task }
  | { readonly kind: "spilled"; readonly bytes: number }
  | { readonly kind: "restored"; readonly bytes: number }
  /** The last event, also when the run failed. */
  | { readonly kind: "end"; readonly failed: boolean };

/** What happens during a run, for progress bars and counters. */
export type RunEvent = Happening & { readonly counters: RunCounters };
