import { config } from "../config/config.ts";
import type { RunEvent } from "../execute/run-event.ts";
import type { RunOptions } from "../execute/run-graph.ts";
import { passNames } from "../optimize/pass.ts";
import { parseBytes } from "../util/bytes.ts";
import { ChunkwiseError } from "../util/errors.ts";
import { defaultMemoryLimit, isNumberOfWorkers, mostWorkers } from "../util/limits.ts";
import { refuseUnknown } from "../util/option-names.ts";
import { type ComputeOptions, computeOptionNames } from "./options.ts";
import { progressBar } from "./progress.ts";

const schedulers: { readonly [name: string]: "synchronous" | "threads" } = {
  synchronous: "synchronous",
  sync: "synchronous",
  "single-threaded": "synchronous",
  threads: "threads",
};

interface Rule {
  readonly holds: (value: unknown) => boolean;
  readonly expected: string;
}

/** Values that would change nothing where they mean nothing. */
const values: { readonly [K in "signal" | "progress" | "int64" | "without"]: Rule } = {
  signal: {
    holds: (value) => typeof (value as Partial<EventTarget> | null)?.addEventListener === "function",
    expected: "an AbortSignal",
  },
  progress: { holds: (value) => typeof value === "boolean" || typeof value === "function", expected: "true, false or a function" },
  int64: { holds: (value) => value === "bigint" || value === "number", expected: '"bigint" or "number"' },
  without: {
    holds: (value) => Array.isArray(value) && value.every((name) => passNames.includes(name)),
    expected: `a list of passes: ${passNames.join(", ")}`,
  },
};

const told = (value: unknown) => (typeof value === "object" && value !== null && !Array.isArray(value) ? "an object" : JSON.stringify(value));

/** Bytes that chunks may take at any time. */
export function memoryLimitOf(options: ComputeOptions): number {
  const limit = options.memoryLimit ?? config.get("memoryLimit") ?? defaultMemoryLimit();
  const bytes = typeof limit === "string" ? parseBytes(limit, "compute") : limit;
  if (!(bytes > 0)) throw new ChunkwiseError("OPTION", `compute: memoryLimit ${JSON.stringify(limit)} is not a number of bytes above 0`);
  return bytes;
}

function workersOf(options: ComputeOptions): number | undefined {
  const workers = options.numWorkers;
  if (workers !== undefined && !isNumberOfWorkers(workers))
    throw new ChunkwiseError("OPTION", `compute: numWorkers ${workers} is not a whole number above 0, up to ${mostWorkers}`);
  return workers;
}

/** What users write, and what is configured, as what a run takes; disposing it takes the progress bar away. */
export function runOptions(options: ComputeOptions): { readonly options: RunOptions } & Disposable {
  refuseUnknown("compute", options, computeOptionNames);
  for (const [key, { holds, expected }] of Object.entries(values)) {
    const value = options[key as keyof typeof values];
    if (value !== undefined && !holds(value)) throw new ChunkwiseError("OPTION", `compute: ${key} is ${told(value)}, not ${expected}`);
  }
  const name = options.scheduler ?? config.get("scheduler");
  const scheduler = Object.hasOwn(schedulers, name) ? schedulers[name] : undefined;
  if (scheduler === undefined)
    throw new ChunkwiseError("OPTION", `compute: unknown scheduler ${JSON.stringify(name)}; one of ${Object.keys(schedulers).join(", ")}`);
  const progress = options.progress ?? config.get("progress");
  const bar = progress === true ? progressBar() : undefined;
  const listen: ((event: RunEvent) => void) | undefined = typeof progress === "function" ? progress : bar?.hear;
  const workers = workersOf(options);
  return {
    options: {
      scheduler,
      memoryLimit: memoryLimitOf(options),
      // Who says where tasks run, or on how many workers, means it.
      staysIfSmall: options.scheduler === undefined && workers === undefined,
      ...(workers !== undefined && { numWorkers: workers }),
      ...(options.signal !== undefined && { signal: options.signal }),
      ...(listen !== undefined && { onEvent: listen }),
    },
    [Symbol.dispose]: () => bar?.[Symbol.dispose](),
  };
}
