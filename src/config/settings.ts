import { isMemoryLimit, isNumberOfWorkers, mostWorkers } from "../util/limits.ts";

/** What can be set. `undefined`: decided when it is needed. */
export interface Settings {
  /** Where tasks run. */
  readonly scheduler: "synchronous" | "sync" | "single-threaded" | "threads";
  /** Worker threads; default: the cores the process may use. */
  readonly numWorkers: number | undefined;
  /** Bytes, or text like `"2GB"`, that chunks may take at any time; default: 60 % of what the process may use. */
  readonly memoryLimit: number | string | undefined;
  /** Where chunks go that do not fit into memory; default: the system's folder for temporary files. */
  readonly spillFolder: string | undefined;
  /** Whether to draw a progress bar on a terminal. */
  readonly progress: boolean;
  /** What 64-bit integers are given as. */
  readonly int64: "bigint" | "number";
}
export type Key = keyof Settings;

interface Rule {
  readonly fallback: unknown;
  /** What a value must be, in words, and whether one is. */
  readonly expected: string;
  readonly holds: (value: unknown) => boolean;
}

function oneOf(...choices: readonly string[]): Rule {
  return { fallback: choices[0], expected: `one of ${choices.join(", ")}`, holds: (value) => choices.includes(value as string) };
}

export const rules: { readonly [K in Key]: Rule } = {
  scheduler: oneOf("threads", "synchronous", "sync", "single-threaded"),
  numWorkers: { fallback: undefined, expected: `a whole number above 0, up to ${mostWorkers}`, holds: isNumberOfWorkers },
  memoryLimit: { fallback: undefined, expected: 'a number of bytes, or text like "2GB"', holds: isMemoryLimit },
  spillFolder: { fallback: undefined, expected: "a path", holds: (value) => typeof value === "string" && value !== "" },
  progress: { fallback: false, expected: "true or false", holds: (value) => typeof value === "boolean" },
  int64: oneOf("bigint", "number"),
};
