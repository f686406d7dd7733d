import type { Value } from "./reference.ts";

/** The order of sorting: NaN is the greatest, -0 equals 0. */
export function compare(a: Value, b: Value): number {
  if (a === b) return 0;
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  if (Number.isNaN(b)) return -1;
  return a < b ? -1 : 1;
}

/** Positions in the order of the values; equal ones stay in order. */
export function argsorted(values: readonly Value[]): number[] {
  return values.map((_, i) => i).sort((i, j) => compare(values[i]!, values[j]!));
}
