import type { RunEvent } from "../execute/run-event.ts";
import type { RunOptions } from "../execute/run-graph.ts";
import { memoryLimitOf, schedulerOf, settingOf } from "./as-called.ts";
import type { ComputeOptions } from "./options.ts";
import { progressBar } from "./progress.ts";

/** What users write, and what is configured, as what a run takes; disposing it takes the progress bar away. */
export function runOptions(options: ComputeOptions): { readonly options: RunOptions } & Disposable {
  const progress = options.progress ?? settingOf(options, "progress");
  const bar = progress === true ? progressBar() : undefined;
  const listen: ((event: RunEvent) => void) | undefined = typeof progress === "function" ? progress : bar?.hear;
  const workers = options.numWorkers ?? settingOf(options, "numWorkers");
  const spillFolder = settingOf(options, "spillFolder");
  return {
    options: {
      scheduler: schedulerOf(options),
      memoryLimit: memoryLimitOf(options),
      // Who says where tasks run, or on how many workers, means it.
      staysIfSmall: options.scheduler === undefined && options.numWorkers === undefined,
      ...(workers !== undefined && { numWorkers: workers }),
      ...(spillFolder !== undefined && { spillFolder }),
      ...(options.signal !== undefined && { signal: options.signal }),
      ...(listen !== undefined && { onEvent: listen }),
    },
    [Symbol.dispose]: () => bar?.[Symbol.dispose](),
  };
}
