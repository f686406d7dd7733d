/** What the scheduler is told. */
export type Event =
  /** The number of a task that is done, and whose results take what was known before. (Not an object, since there may be a million.) */
  | number
  /** A task is done. `bytes` has what its results take. */
  | { readonly kind: "finished"; readonly task: number; readonly bytes: readonly number[] }
  /** A running task asks for memory for its results that grow, in their order (bytes as the pool counts), and waits. Once a task. So many that have been sent stand `behind` it and wait too. */
  | { readonly kind: "asked"; readonly task: number; readonly bytes: readonly number[]; readonly behind?: number }
  /** A task has ended without results: it failed, was stopped, or its worker is gone. */
  | { readonly kind: "ended"; readonly task: number }
  /** A chunk has been written to disk; its memory is still there. */
  | { readonly kind: "spilled"; readonly chunk: number }
  /** A chunk has been read back. */
  | { readonly kind: "restored"; readonly chunk: number }
  /** Writing or reading a chunk did not work. */
  | { readonly kind: "lost"; readonly chunk: number }
  /** A worker is gone that had no task: one task less is carried out at once. */
  | { readonly kind: "gone" }
  /** Less than the limit is to be used from now on, where that can be; or as much again. */
  | { readonly kind: "allow"; readonly bytes: number }
  /** Give up: the run was aborted or something went wrong. */
  | { readonly kind: "stop" };

/** Who does what the scheduler says, at once, and tells it what comes of it later: not from within. */
export interface Commands {
  /**
   * Give the task its results' and scratch memory (but not of results that grow) and run it: all it reads is there. One that `follows` another also reads what that makes, which
   * is not done yet, and is to run right after it; else that is -1.
   */
  run(task: number, follows: number): void;
  /** Give a task that asked the memory it asked for. */
  grant(task: number): void;
  /** Hand an output over; it may be freed right after. */
  deliver(chunk: number): void;
  /** Write a chunk to disk. */
  spill(chunk: number): void;
  /** Give back the memory of a chunk that is on disk. */
  drop(chunk: number): void;
  /** Read a chunk back from disk. */
  restore(chunk: number): void;
  /** Nobody needs a chunk any more, in memory or on disk. */
  free(chunk: number): void;
  /** A task needs this much, which will never be there. A stop follows. */
  stuck(task: number, askedBytes: number): void;
  /** Stop what is running. */
  cancel(): void;
  /** The end: everything that was to be freed is. */
  done(): void;
}
