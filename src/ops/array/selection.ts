import { ShapeError } from "../../util/errors.ts";
import { shown } from "../../util/shown.ts";
import type { Stride } from "../define/slice.ts";

/** NumPy's `slice`: from `start` (included) to `stop` (excluded), every `step`th; negative ones count from the end or go back. */
export interface Slice {
  readonly kind: "slice";
  readonly start: number | null;
  readonly stop: number | null;
  readonly step: number;
}

/**
 * `slice(stop)`, `slice(start, stop)` or `slice(start, stop, step)`, as Python's; `null` leaves a bound open.
 * @example x.get(slice(2, 10, 3), slice(null, null, -1))   // x[2:10:3, ::-1]
 */
export function slice(start: number | null, stop?: number | null, step?: number | null): Slice {
  const [from, to] = stop === undefined ? [null, start] : [start, stop];
  for (const bound of [from, to, step ?? 1]) {
    if (bound === null || Number.isInteger(bound)) continue;
    const wayOut = typeof bound === "number" ? "" : "; loc takes a range of other keys as { from, to }";
    throw new ShapeError(`slice: ${shown(bound)} is not an integer or null${wayOut}`);
  }
  if (step === 0) throw new ShapeError("slice: the step must not be 0");
  return { kind: "slice", start: from, stop: to, step: step ?? 1 };
}

/** A new axis of one element, NumPy's `newaxis`. */
export const newaxis = { kind: "newaxis" } as const;
/** All axes that are not mentioned, NumPy's `...`. */
export const ellipsis = { kind: "ellipsis" } as const;

/** "2:10:3" → slice(2, 10, 3). */
export function parseSlice(text: string, operation = "get"): Slice {
  const parts = text.split(":");
  const bounds = parts.map((part) => (part.trim() === "" ? null : Number(part)));
  if (parts.length < 2 || parts.length > 3 || bounds.some((bound) => bound !== null && !Number.isInteger(bound))) {
    throw new ShapeError(`${operation}: ${JSON.stringify(text)} is not a slice like "2:10:3"`);
  }
  return slice(bounds[0]!, bounds[1]!, bounds[2] ?? null);
}

/** A slice of an axis of known length, as Python's `slice.indices`: bounds beyond the ends are cut off. */
export function strideOf({ start, stop, step }: Slice, length: number): Stride {
  const [low, high] = step > 0 ? [0, length] : [-1, length - 1];
  const clip = (bound: number) => Math.min(high, Math.max(low, bound < 0 ? bound + length : bound));
  const from = start === null ? (step > 0 ? 0 : length - 1) : clip(start);
  const to = stop === null ? (step > 0 ? length : -1) : clip(stop);
  return { start: from, step, count: Math.max(0, Math.ceil((to - from) / step)) };
}
