import { config } from "../config/config.ts";
import type { RunEvent } from "../execute/run-event.ts";
import type { RunOptions } from "../execute/run-graph.ts";
import { parseBytes } from "../util/bytes.ts";
import { ChunkwiseError } from "../util/errors.ts";
import { defaultMemoryLimit } from "../util/limits.ts";
import type { ComputeOptions } from "./options.ts";
import { progressBar } from "./progress.ts";

const schedulers: { readonly [name: string]: "synchronous" | "threads" } = {
  synchronous: "synchronous",
  sync: "synchronous",
  "single-threaded": "synchronous",
  threads: "threads",
};

/** Bytes that chunks may take at any time. */
export function memoryLimitOf({ memoryLimit }: ComputeOptions): number {
  if (memoryLimit === undefined) return defaultMemoryLimit();
  return typeof memoryLimit === "string" ? parseBytes(memoryLimit, "compute") : memoryLimit;
}

/** What users write as what a run takes; disposing it takes the progress bar away. */
export function runOptions(options: ComputeOptions): { readonly options: RunOptions } & Disposable {
  const scheduler = schedulers[options.scheduler ?? config.get("scheduler")];
  if (scheduler === undefined) throw new ChunkwiseError("OPTION", `compute: unknown scheduler ${JSON.stringify(options.scheduler)}; one of ${Object.keys(schedulers).join(", ")}`);
  const progress = options.progress ?? config.get("progress");
  const bar = progress === true ? progressBar() : undefined;
  const listen: ((event: RunEvent) => void) | undefined = typeof progress === "function" ? progress : bar?.hear;
  return {
    options: {
      scheduler,
      ...(options.numWorkers !== undefined && { numWorkers: options.numWorkers }),
      memoryLimit: memoryLimitOf(options),
      ...(options.signal !== undefined && { signal: options.signal }),
      ...(listen !== undefined && { onEvent: listen }),
    },
    [Symbol.dispose]: () => bar?.[Symbol.dispose](),
  };
}
