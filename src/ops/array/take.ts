import type { Chunk } from "../../chunk/chunk.ts";
import { elements } from "../../chunk/chunk.ts";
import { dtypes } from "../../chunk/dtype.ts";
import type { Expr } from "../../expr/expr.ts";
import { DTypeError, ShapeError } from "../../util/errors.ts";
import { shown } from "../../util/shown.ts";
import { constant } from "../define/constant.ts";
import { castTo, elementwise } from "../define/elementwise.ts";
import { rechunkExpr } from "../define/rechunk.ts";
import { isStored } from "../define/stored.ts";
import { whole } from "../define/whole.ts";

/** Elements at positions along an axis: NumPy's `take`. Positions known now are checked now. */
export function takeExpr(x: Expr, indices: Expr, axis: number, operation: string): Expr {
  checkIndices(indices, x.meta.shape[axis], axis, operation);
  const { chunks, dtype } = x.meta;
  const joined = rechunkExpr(
    x,
    chunks.map((own, i) => (i === axis ? [own.reduce<number>((sum, extent) => sum + (extent ?? 0), 0)] : own)),
  );
  const spread = indices.meta.chunks;
  return whole({
    kernel: "take",
    inputs: [joined, indices],
    dtype,
    chunks: [...chunks.slice(0, axis), ...spread, ...chunks.slice(axis + 1)],
    reads: [joined.meta.chunks.map((_, i) => (i < axis ? i : i === axis ? "only" : i + spread.length - 1)), spread.map((_, i) => axis + i)],
    values: { axis },
  });
}

/** Index arrays are integers, or numbers without a fraction. Those in memory are looked at now. */
export function checkIndices(indices: Expr, length: number | undefined, axis: number, operation: string): void {
  const { dtype } = indices.meta;
  if (dtypes[dtype].kind === "bool") throw new DTypeError(`${operation}: positions are numbers, not bool; use compress or a mask`);
  if (!isStored(indices) || length === undefined) return;
  for (const chunk of indices.held as readonly Chunk[]) {
    for (const index of elements(chunk)) {
      if (!(index >= -length && index < length)) throw new ShapeError(`${operation}: index ${index} is out of bounds for axis ${axis} of length ${length}`);
      if (typeof index === "number" && !Number.isInteger(index)) throw new DTypeError(`${operation}: index ${index} is not an integer`);
    }
  }
}

/** What becomes of a position that is none of an axis: an error, counted on from the other end, or the nearest there is. */
export const outsideModes = ["raise", "wrap", "clip"] as const;
export type OutsideMode = (typeof outsideModes)[number];

/** Positions with those outside of `length` elements brought in, as the mode says. */
export function broughtIn(positions: Expr, length: number, mode: OutsideMode, operation: string): Expr {
  if (!outsideModes.includes(mode)) throw new RangeError(`${operation}: mode is ${shown(mode)}; one of ${outsideModes.join(", ")}`);
  if (mode === "raise") return positions;
  if (length === 0) throw new ShapeError(`${operation}: there are no elements to ${mode} positions to`);
  const op = (kernel: string, x: Expr, value: number) => elementwise(kernel, "float64", "float64", [x, constant("float64", value)]);
  const numbers = castTo(positions, "float64");
  return mode === "wrap" ? op("remainder", numbers, length) : op("minimum", op("maximum", numbers, 0), length - 1);
}
