/** What the scheduler is told. */
export type Event =
  /** A task is done. `bytes` has what its results take, where that was not known before. */
  | { readonly kind: "finished"; readonly task: number; readonly bytes?: readonly number[] | undefined }
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
  /** Give up: the run was aborted or something went wrong. */
  | { readonly kind: "stop" };

/** What is to be done, in this order. */
export type Command =
  /**
   * Give the task its results' and scratch memory (but not of results that grow) and run it: all it reads is there. One that `follows` another also reads what that makes, which
   * is not done yet, and is to run right after it; else that is -1.
   */
  | { readonly kind: "run"; readonly task: number; readonly follows: number }
  /** Give a task that asked the memory it asked for. */
  | { readonly kind: "grant"; readonly task: number }
  /** Hand an output over; it may be freed right after. */
  | { readonly kind: "deliver"; readonly chunk: number }
  /** Write a chunk to disk. */
  | { readonly kind: "spill"; readonly chunk: number }
  /** Give back the memory of a chunk that is on disk. */
  | { readonly kind: "drop"; readonly chunk: number }
  /** Read a chunk back from disk. */
  | { readonly kind: "restore"; readonly chunk: number }
  /** Nobody needs a chunk any more, in memory or on disk. */
  | { readonly kind: "free"; readonly chunk: number }
  /** A task needs this much, which will never be there. A stop follows. */
  | { readonly kind: "stuck"; readonly task: number; readonly askedBytes: number }
  /** Stop what is running. */
  | { readonly kind: "cancel" }
  /** The end: everything that was to be freed is. */
  | { readonly kind: "done" };
