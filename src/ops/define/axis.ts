import { ShapeError } from "../../util/errors.ts";

/** An axis as users count it: negative from the end. */
export type Axis = number;

/** One axis as 0 … ndim - 1. */
export function normalizeAxis(axis: Axis, ndim: number, operation: string): number {
  if (!Number.isInteger(axis) || axis < -ndim || axis >= ndim) {
    throw new ShapeError(`${operation}: axis ${String(axis)} is out of range for an array of ${ndim} ${ndim === 1 ? "dimension" : "dimensions"}`);
  }
  return axis < 0 ? axis + ndim : axis;
}

/** Axes as a sorted list without repeats; all of them for `null` or nothing. */
export function normalizeAxes(axis: Axis | readonly Axis[] | null | undefined, ndim: number, operation: string): number[] {
  if (axis === null || axis === undefined) return Array.from({ length: ndim }, (_, i) => i);
  if (typeof axis !== "number" && !Array.isArray(axis))
    throw new ShapeError(`${operation}: ${String(axis)} is no axis; give a number, a list of numbers, or null for all`);
  const axes = (typeof axis === "number" ? [axis] : axis).map((one) => normalizeAxis(one, ndim, operation));
  const sorted = [...new Set(axes)].sort((a, b) => a - b);
  if (sorted.length !== axes.length) throw new ShapeError(`${operation}: axis ${JSON.stringify(axis)} names an axis twice`);
  return sorted;
}
