import type { RunEvent } from "../execute/run-event.ts";
import type { PassName } from "../optimize/pass.ts";
import { optionNames } from "../util/option-names.ts";

declare global {
  /** As far as the types of this package need it: a program may have it neither of the DOM nor of Node.js. */
  interface AbortSignal {}
}

/** What every computation takes. */
export interface ComputeOptions {
  /**
   * Where tasks run. `"sync"` and `"single-threaded"` are read as `"synchronous"`. Unless this or `numWorkers` is given, arrays on which there is next to nothing to do are computed on the
   * calling thread: waking a worker takes longer.
   */
  readonly scheduler?: "synchronous" | "sync" | "single-threaded" | "threads";
  /** Worker threads; default: the cores this process may use. */
  readonly numWorkers?: number;
  /** Bytes, or text like `"2GB"`, that chunks, results and scratch may take at any time. */
  readonly memoryLimit?: number | string;
  /** Stops the work; what was done is freed within a second. */
  readonly signal?: AbortSignal;
  /** `true` draws a bar on a terminal; a function hears every event. */
  readonly progress?: boolean | ((event: RunEvent) => void);
  /** `"number"`: 64-bit integers come as numbers, and one that is not exact is a `RangeError`. */
  readonly int64?: "bigint" | "number";
  /** Passes of the optimizer that are left out. */
  readonly without?: readonly PassName[];
}

/** The names of the options: an object with no other keys may be one. */
export const computeOptionNames = optionNames<ComputeOptions>({
  scheduler: true,
  numWorkers: true,
  memoryLimit: true,
  signal: true,
  progress: true,
  int64: true,
  without: true,
});
