import { loadBeside } from "../util/load-module.ts";
import { must } from "../util/must.ts";
import type { Whole } from "./kernel.ts";
import { mergeKernel } from "./merge.ts";
import { draws } from "./whole/draws.ts";
import { wholeNames } from "./whole/names.ts";

// Chains of elementwise steps and reductions do without them.
const table = () => loadBeside<typeof import("./whole/table.ts")>(import.meta.url, "./whole/table");

const added = new Map<string, Whole>();

/** Makes a kernel that is not of this folder known; those of `io/` do when they are loaded. */
export function addWhole(kernel: string, whole: Whole): void {
  added.set(kernel, whole);
}

/** The kernel of a step that runs on whole operands; nothing for other kernels. */
export function findWhole(kernel: string): Whole | undefined {
  return (
    mergeKernel(kernel) ??
    (Object.hasOwn(wholeNames, kernel) ? table().wholeKernel(kernel) : undefined) ??
    added.get(kernel) ??
    (Object.hasOwn(draws, kernel) ? draws[kernel] : undefined)
  );
}

export function wholeOf(kernel: string): Whole {
  const whole = findWhole(kernel);
  must(whole !== undefined, `no kernel ${kernel}`);
  return whole;
}
