import { type Chunk, elements } from "../../chunk/chunk.ts";
import type { Expr } from "../../expr/expr.ts";
import { ShapeError } from "../../util/errors.ts";
import { type Axis, normalizeAxis } from "../define/axis.ts";
import { castTo } from "../define/elementwise.ts";
import { method } from "../define/entry.ts";
import { joinExpr } from "../define/join.ts";
import { meanDType } from "../define/promotion.ts";
import { rechunkExpr } from "../define/rechunk.ts";
import { permute } from "../define/region-op.ts";
import { reshapeExpr } from "../define/reshape.ts";
import { isStored } from "../define/stored.ts";
import { fromArray } from "./from-array.ts";
import { concatenateExpr } from "./join.ts";
import { on, part } from "./on-elements.ts";
import { asExpr, isExpr, type OperandInput } from "./operand.ts";
import { reductionOps } from "./reductions.ts";
import { knownShape } from "./shape.ts";

/** How far apart elements are along an axis: one distance for all, or where each of them stands. */
export type Spacing = number | readonly number[] | Float64Array | Expr;

export interface GradientOptions {
  readonly axis?: Axis | readonly Axis[] | null;
  /** Of which order differences at the ends are exact. */
  readonly edgeOrder?: 1 | 2;
}

/** One distance, or the distances between neighbors. */
function distancesOf(spacing: Spacing, length: number, axis: number): number | Float64Array {
  if (typeof spacing === "number") return spacing;
  const places = placesOf(spacing);
  if (places.length === 1 && isExpr(spacing)) return places[0]!;
  if (places.length !== length) throw new ShapeError(`gradient: ${places.length} coordinates for ${length} elements along axis ${axis}`);
  const distances = places.subarray(1).map((place, i) => place - places[i]!);
  return distances.every((one) => one === distances[0]) ? (distances[0] ?? 1) : distances;
}

function placesOf(spacing: Exclude<Spacing, number>): Float64Array {
  if (!isExpr(spacing)) return Float64Array.from(spacing);
  if (!isStored(spacing)) throw new ShapeError("gradient: coordinates must be in memory; compute() them first");
  return Float64Array.from((spacing.held as readonly Chunk[]).flatMap((chunk) => Array.from<number | bigint>(elements(chunk)).map(Number)));
}

/** The coefficients with which three neighbors make the derivative at the first, the middle or the last of them: those of the parabola through them. */
function weightsOf(at: "first" | "middle" | "last", left: number, right: number): readonly [number, number, number] {
  const both = left + right;
  if (at === "first") return [-(2 * left + right) / (left * both), both / (left * right), -left / (right * both)];
  if (at === "last") return [right / (left * both), -both / (left * right), (2 * right + left) / (right * both)];
  return [-right / (left * both), (right - left) / (left * right), left / (right * both)];
}

function along(x: Expr, axis: number, spacing: Spacing, edgeOrder: 1 | 2): Expr {
  const shape = knownShape(x, "gradient");
  const length = shape[axis]!;
  if (length < edgeOrder + 1)
    throw new ShapeError(`gradient: ${length} elements along axis ${axis} are too few for edgeOrder ${edgeOrder}; it takes ${edgeOrder + 1}`);
  const distances = distancesOf(spacing, length, axis);
  const gap = (i: number) => (typeof distances === "number" ? distances : distances.at(i)!);
  const one = (at: number) => part(x, axis, at, 1);
  const sum = (weights: readonly OperandInput[], from: (k: number) => Expr) =>
    weights.map((weight, k) => on("multiply", from(k), weight)).reduce((a, b) => on("add", a, b));
  const ends =
    edgeOrder === 1
      ? [on("divide", on("subtract", one(1), one(0)), gap(0)), on("divide", on("subtract", one(length - 1), one(length - 2)), gap(-1))]
      : [sum(weightsOf("first", gap(0), gap(1 % (length - 1))), (k) => one(k)), sum(weightsOf("last", gap(-2), gap(-1)), (k) => one(length - 3 + k))];
  const inner = length - 2;
  const middle = () => {
    if (typeof distances === "number") return on("divide", on("subtract", part(x, axis, 2, inner), part(x, axis, 0, inner)), 2 * distances);
    const rows = Array.from({ length: inner }, (_, i) => weightsOf("middle", distances[i]!, distances[i + 1]!));
    const column = (k: 0 | 1 | 2) =>
      permute(
        castTo(
          fromArray(
            Float64Array.from(rows, (row) => row[k]),
            {},
            "gradient",
          ),
          x.meta.dtype,
        ),
        shape.map((_, i) => (i === axis ? 0 : -1)),
      );
    return sum([column(0), column(1), column(2)], (k) => part(x, axis, k, inner));
  };
  return rechunkExpr(joinExpr(inner > 0 ? [ends[0]!, middle(), ends[1]!] : ends, axis), x.meta.chunks);
}

function gradient(x: Expr, ...args: readonly (Spacing | GradientOptions)[]): Expr | Expr[] {
  const last = args[args.length - 1];
  const hasOptions = typeof last === "object" && last !== null && !Array.isArray(last) && !ArrayBuffer.isView(last) && !isExpr(last);
  const { axis, edgeOrder = 1 } = hasOptions ? (last as GradientOptions) : {};
  if (edgeOrder !== 1 && edgeOrder !== 2) throw new RangeError(`gradient: edgeOrder is ${String(edgeOrder)}, not 1 or 2`);
  const spacings = (hasOptions ? args.slice(0, -1) : args) as readonly Spacing[];
  const { length: ndim } = x.meta.shape;
  const axes = axis === undefined || axis === null ? x.meta.shape.map((_, i) => i) : [axis].flat().map((one) => normalizeAxis(one, ndim, "gradient"));
  if (spacings.length > 1 && spacings.length !== axes.length) throw new ShapeError(`gradient: ${spacings.length} spacings for ${axes.length} axes`);
  const from = castTo(x, meanDType[x.meta.dtype]);
  const found = axes.map((one, i) => along(from, one, spacings[spacings.length === 1 ? 0 : i] ?? 1, edgeOrder));
  return found.length === 1 ? found[0]! : found;
}

/** The differences of neighbors, all elements as one axis, between what is put before and after. */
function ediff1d(x: Expr, toEnd?: OperandInput | null, toBegin?: OperandInput | null): Expr {
  const flat = reshapeExpr(x, [-1], "ediff1d");
  const [length] = knownShape(flat, "ediff1d") as [number];
  const count = Math.max(0, length - 1);
  const differences = on("subtract", part(flat, 0, Math.min(1, length), count), part(flat, 0, 0, count));
  const beside = (values: OperandInput | null | undefined) =>
    values === undefined || values === null ? [] : [castTo(reshapeExpr(asExpr(values, "ediff1d"), [-1], "ediff1d"), x.meta.dtype)];
  return concatenateExpr([...beside(toBegin), differences, ...beside(toEnd)], 0, "ediff1d");
}

/** The area under a line through the elements along an axis. */
function trapezoid(y: Expr, x?: OperandInput | null, dx = 1, axis: Axis = -1): Expr {
  const from = castTo(y, meanDType[y.meta.dtype]);
  const at = normalizeAxis(axis, from.meta.shape.length, "trapezoid");
  const count = Math.max(0, knownShape(from, "trapezoid")[at]! - 1);
  const pair = (of: Expr, one: number): readonly [Expr, Expr] => [part(of, one, count === 0 ? 0 : 1, count), part(of, one, 0, count)];
  const places = x === undefined || x === null ? undefined : asExpr(x, "trapezoid");
  const widths = (of: Expr): Expr => {
    const line = of.meta.shape.length === 1;
    if (knownShape(of, "trapezoid")[line ? 0 : at] !== count + 1)
      throw new ShapeError(`trapezoid: x of shape [${of.meta.shape}] for y of shape [${y.meta.shape}]`);
    const found = on("subtract", ...pair(of, line ? 0 : at));
    return line
      ? permute(
          found,
          from.meta.shape.map((_, i) => (i === at ? 0 : -1)),
        )
      : found;
  };
  const heights = on("divide", on("add", ...pair(from, at)), 2);
  return reduceAlong(on("multiply", heights, places === undefined ? dx : widths(places)), at);
}

const reduceAlong = (x: Expr, axis: number) => reductionOps.sum.apply(x, axis) as Expr;

/** Differences of neighbors. */
export const gradientOps = {
  /** The derivative along each axis, by differences of the second order: an array for one axis (say which, and the type knows), a list for several. Spacings are distances or coordinates. NumPy's `gradient`. */
  gradient: method("gradient", gradient, "...", "axis edgeOrder"),
  /** The differences of neighbors, all elements as one axis. NumPy's `ediff1d`. */
  ediff1d: method("ediff1d", ediff1d, "toEnd toBegin"),
  /** The area under the line through the elements along an axis. NumPy's `trapezoid`. */
  trapezoid: method("trapezoid", trapezoid, "x dx axis"),
};
