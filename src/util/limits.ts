import { readFileSync } from "node:fs";
import { totalmem } from "node:os";
import { bytesIn } from "./bytes.ts";

/** The share of what the process may use that chunks take by default: the rest is for the heap, code, workers and the system. */
const share = 0.6;

/** Memory for chunks unless told otherwise. */
export function defaultMemoryLimit(): number {
  return Math.floor(share * memoryOfProcess());
}

let memory: number | undefined;

/** The most memory that this process may use: that of the machine, or less if a control group says so. Asked once: reading files takes a tenth of a small run. */
export function memoryOfProcess(): number {
  memory ??= Math.min(totalmem(), ...cgroupLimits((path) => readFileSync(path, "utf8")));
  return memory;
}

/** What control groups allow, versions 1 and 2, this process's own group and those above it. */
export function cgroupLimits(read: (path: string) => string): number[] {
  const limits: number[] = [];
  for (const line of tryRead(read, "/proc/self/cgroup").split("\n")) {
    const [, controllers, group] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (controllers === undefined || group === undefined) continue;
    const isUnified = controllers === "";
    if (!isUnified && !controllers.split(",").includes("memory")) continue;
    const [root, name] = isUnified ? ["/sys/fs/cgroup", "memory.max"] : ["/sys/fs/cgroup/memory", "memory.limit_in_bytes"];
    const parts = group.split("/").filter((part) => part !== "" && part !== "..");
    for (let depth = parts.length; depth >= 0; depth--) {
      // "max", or nothing there, is no limit.
      const limit = Number.parseInt(tryRead(read, [root, ...parts.slice(0, depth), name].join("/")), 10);
      if (limit > 0) limits.push(limit);
    }
  }
  return limits;
}

function tryRead(read: (path: string) => string, path: string): string {
  try {
    return read(path);
  } catch {
    return "";
  }
}

/** More threads than this end a process rather than help it: each takes megabytes. */
export const mostWorkers = 1024;

export const isNumberOfWorkers = (value: unknown): boolean => Number.isInteger(value) && (value as number) > 0 && (value as number) <= mostWorkers;

/** Whether something is a number of bytes above 0, or text for one. */
export const isMemoryLimit = (value: unknown): boolean => ((typeof value === "string" ? bytesIn(value) : typeof value === "number" ? value : 0) ?? 0) > 0;
