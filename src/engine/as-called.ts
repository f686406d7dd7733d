import { availableParallelism } from "node:os";
import { settingsNow } from "../config/config.ts";
import type { Key, Settings } from "../config/settings.ts";
import { passNames } from "../optimize/pass.ts";
import { bytesIn } from "../util/bytes.ts";
import { ChunkwiseError } from "../util/errors.ts";
import { defaultMemoryLimit, isMemoryLimit, isNumberOfWorkers, mostWorkers } from "../util/limits.ts";
import { refuseUnknown } from "../util/option-names.ts";
import { shown } from "../util/shown.ts";
import { type ComputeOptions, computeOptionNames } from "./options.ts";

const settingsKey = Symbol("chunkwise.settings");

const schedulers: { readonly [name: string]: "synchronous" | "threads" } = {
  synchronous: "synchronous",
  sync: "synchronous",
  "single-threaded": "synchronous",
  threads: "threads",
};

interface Rule {
  readonly holds: (value: unknown) => boolean;
  /** What is wrong with a value for which it does not. */
  readonly fault: (told: string) => string;
}
const not = (key: string, expected: string) => (told: string) => `${key} is ${told}, not ${expected}`;

/** Values that would change nothing where they mean nothing. `undefined` is as if nothing was said. */
const rules: { readonly [K in keyof ComputeOptions]-?: Rule } = {
  scheduler: {
    holds: (value) => typeof value === "string" && Object.hasOwn(schedulers, value),
    fault: (told) => `unknown scheduler ${told}; one of ${Object.keys(schedulers).join(", ")}`,
  },
  numWorkers: { holds: isNumberOfWorkers, fault: (told) => `numWorkers ${told} is not a whole number above 0, up to ${mostWorkers}` },
  memoryLimit: { holds: isMemoryLimit, fault: (told) => `memoryLimit ${told} is not a number of bytes above 0 (like 2e9, "64MiB" or "2GB")` },
  signal: {
    holds: (value) => {
      const { addEventListener, throwIfAborted } = (value ?? {}) as Partial<AbortSignal>;
      return typeof addEventListener === "function" && typeof throwIfAborted === "function";
    },
    fault: not("signal", "an AbortSignal"),
  },
  progress: { holds: (value) => typeof value === "boolean" || typeof value === "function", fault: not("progress", "true, false or a function") },
  int64: { holds: (value) => value === "bigint" || value === "number", fault: not("int64", '"bigint" or "number"') },
  without: {
    holds: (value) => Array.isArray(value) && value.every((name) => passNames.includes(name)),
    fault: not("without", `a list of passes: ${passNames.join(", ")}`),
  },
};

const toldOf = (value: unknown) => (Array.isArray(value) ? JSON.stringify(value) : typeof value === "object" && value !== null ? "an object" : shown(value));

/**
 * Options as they are when something is called, checked, and with them the settings of that moment: what is set later, or a scope that ends before the result is there, changes nothing.
 * `names` are the options there are, if these are not those of `compute`, or are looked at elsewhere (`"any"`).
 */
export function asCalled<O extends ComputeOptions>(operation: string, options: O, names: readonly string[] | "any" = computeOptionNames): O {
  if (hasSettings(options)) return options;
  refuseUnknown(operation, options, names === "any" ? Object.keys(options ?? {}) : names);
  for (const [key, { holds, fault }] of Object.entries(rules)) {
    const value = options[key as keyof ComputeOptions];
    if (value !== undefined && !holds(value)) throw new ChunkwiseError("OPTION", `${operation}: ${fault(toldOf(value))}`);
  }
  return withSettings(options, settingsNow());
}

const withSettings = <O extends ComputeOptions>(options: O, settings: Settings): O => ({ ...options, [settingsKey]: settings });

/** Of options that say more, those that a compute takes. */
export function computingPart(options: ComputeOptions): ComputeOptions {
  const own = Object.entries(options).filter(([name, value]) => computeOptionNames.includes(name) && value !== undefined);
  return withSettings(Object.fromEntries(own), hasSettings(options) ? options[settingsKey] : settingsNow());
}

function hasSettings(options: object): options is { readonly [settingsKey]: Settings } {
  return typeof options === "object" && options !== null && settingsKey in options;
}

/** A setting of the moment when something was called. */
export function settingOf<K extends Key>(options: ComputeOptions, key: K): Settings[K] {
  return (hasSettings(options) ? options[settingsKey] : settingsNow())[key];
}

export function schedulerOf(options: ComputeOptions): "synchronous" | "threads" {
  return schedulers[options.scheduler ?? settingOf(options, "scheduler")]!;
}

/** How many tasks run at once. */
export function workersOf(options: ComputeOptions): number {
  return schedulerOf(options) === "threads" ? (options.numWorkers ?? settingOf(options, "numWorkers") ?? availableParallelism()) : 1;
}

/** Bytes that chunks may take at any time. */
export function memoryLimitOf(options: ComputeOptions): number {
  const limit = options.memoryLimit ?? settingOf(options, "memoryLimit") ?? defaultMemoryLimit();
  return typeof limit === "string" ? bytesIn(limit)! : limit;
}
