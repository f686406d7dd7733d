import type { Reach } from "./window-function.ts";

/** Which of its ends belong to a window. */
export type Closed = "right" | "left" | "both" | "neither";

/** A window of so many rows, or of so many ticks, that ends with each row or has it in its middle. */
export type WindowBounds = {
  readonly rows?: number;
  readonly ticks?: bigint;
  readonly center: boolean;
  readonly closed: Closed;
};

export const closesLeft = ({ closed }: WindowBounds) => closed === "left" || closed === "both";
export const closesRight = ({ closed }: WindowBounds) => closed === "right" || closed === "both";

/** The rows of the window of row i: from `i + low` up to, without, `i + high`. As in pandas, a closed left end is one row more. */
export function rowBounds(bounds: WindowBounds): { readonly low: number; readonly high: number } {
  const rows = bounds.rows!;
  const offset = bounds.center ? Math.floor((rows - 1) / 2) : 0;
  return { low: 1 + offset - rows - (closesLeft(bounds) ? 1 : 0), high: 1 + offset - (closesRight(bounds) ? 0 : 1) };
}

export function reachOf(bounds: WindowBounds): Reach {
  const { ticks, center } = bounds;
  if (ticks !== undefined) return { kind: "ticks", before: center ? (ticks + 1n) / 2n : ticks, after: center ? (ticks + 1n) / 2n : 0n };
  const { low, high } = rowBounds(bounds);
  return { kind: "rows", before: Math.max(0, -low), after: Math.max(0, high - 1) };
}
