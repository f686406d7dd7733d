import { dtypes } from "../../chunk/dtype.ts";
import type { Expr } from "../../expr/expr.ts";
import { DTypeError, ShapeError } from "../../util/errors.ts";
import { constant } from "../define/constant.ts";
import { castTo, elementwise } from "../define/elementwise.ts";
import { method } from "../define/entry.ts";
import { joinExpr } from "../define/join.ts";
import { rechunkExpr } from "../define/rechunk.ts";
import { broadcastExpr, permute } from "../define/region-op.ts";
import { type Stride, slice } from "../define/slice.ts";
import { coordinate, fullExpr } from "./creation.ts";
import { fromArray } from "./from-array.ts";
import { orderOps } from "./order.ts";
import { reductionOps } from "./reductions.ts";
import { knownShape } from "./shape.ts";
import { takeExpr } from "./take.ts";

/** One number for all, one pair for all axes, or a pair an axis. */
export type PerSide = number | readonly number[] | readonly (readonly number[])[];

export interface PadOptions {
  readonly constantValues?: PerSide;
  readonly endValues?: PerSide;
  readonly statLength?: PerSide;
  readonly reflectType?: "even" | "odd";
}

/** What one mode needs to make one side of one axis. */
interface Side {
  readonly x: Expr;
  readonly axis: number;
  readonly width: number;
  readonly left: boolean;
  readonly options: PadOptions;
}

const modes: { readonly [mode: string]: (side: Side) => Expr } = {
  constant: (side) => repeated(side, valueOf(side, side.options.constantValues ?? 0)),
  empty: (side) => repeated(side, 0),
  edge: (side) => spread(side, edgeOf(side)),
  linear_ramp: ramp,
  maximum: (side) => spread(side, reductionOps.max.apply(statPart(side), side.axis, { keepdims: true })),
  minimum: (side) => spread(side, reductionOps.min.apply(statPart(side), side.axis, { keepdims: true })),
  mean: (side) => spread(side, rounded(reductionOps.mean.apply(statPart(side), side.axis, { keepdims: true }), side)),
  median: (side) => spread(side, rounded(orderOps.median.apply(statPart(side), side.axis, { keepdims: true }), side)),
  reflect: (side) =>
    mirrored(
      side,
      (n) => Math.max(1, n - 1),
      (n) => Math.max(1, 2 * (n - 1)),
      (at, n) => (at < n ? at : 2 * (n - 1) - at),
    ),
  symmetric: (side) =>
    mirrored(
      side,
      (n) => n,
      (n) => 2 * n,
      (at, n) => (at < n ? at : 2 * n - 1 - at),
    ),
  wrap: (side) =>
    mirrored(
      side,
      (n) => n,
      (n) => n,
      (at) => at,
    ),
};
const aliases: { readonly [mode: string]: string } = { linearRamp: "linear_ramp" };

export function padExpr(x: Expr, widths: PerSide, mode = "constant", options: PadOptions = {}): Expr {
  const make = modes[aliases[mode] ?? mode];
  if (make === undefined) throw new DTypeError(`pad: unknown mode ${JSON.stringify(mode)}; one of ${Object.keys(modes).join(", ")}`);
  const shape = knownShape(x, "pad");
  return shape.reduce((padded, length, axis) => {
    const [before, after] = pairOf(widths, axis, shape.length, "pad");
    if (![before, after].every((width) => Number.isInteger(width) && width >= 0))
      throw new ShapeError(`pad: widths [${before}, ${after}] of axis ${axis} are not lengths`);
    if (before + after === 0) return padded;
    if (length === 0 && !["constant", "empty", "linear_ramp"].includes(aliases[mode] ?? mode))
      throw new ShapeError(`pad: axis ${axis} has no elements to make ${mode} from`);
    const side = (left: boolean, width: number): Expr[] => (width === 0 ? [] : [castTo(make({ x: padded, axis, width, left, options }), x.meta.dtype)]);
    return joinExpr(
      [...side(true, before), padded, ...side(false, after)].map((part) => alignOthers(part, padded, axis)),
      axis,
    );
  }, x);
}

/** All axes but one in the chunks of another array. */
function alignOthers(part: Expr, like: Expr, axis: number): Expr {
  return rechunkExpr(
    part,
    part.meta.chunks.map((own, i) => (i === axis ? own : like.meta.chunks[i]!)),
  );
}

function pairOf(spec: PerSide, axis: number, ndim: number, operation: string): [number, number] {
  if (typeof spec === "number") return [spec, spec];
  const nested = Array.isArray(spec[0]);
  const own = nested ? ((spec as readonly (readonly number[])[])[spec.length === 1 ? 0 : axis] ?? []) : (spec as readonly number[]);
  if ((nested && spec.length !== 1 && spec.length !== ndim) || own.length === 0 || own.length > 2)
    throw new ShapeError(`${operation}: ${JSON.stringify(spec)} does not give a pair for each of ${ndim} axes`);
  return own.length === 1 ? [own[0]!, own[0]!] : [own[0]!, own[1]!];
}

const valueOf = ({ x, axis, left }: Side, spec: PerSide) => pairOf(spec, axis, x.meta.shape.length, "pad")[left ? 0 : 1];

const withLength = (x: Expr, axis: number, length: number) => (x.meta.shape as readonly number[]).map((extent, i) => (i === axis ? length : extent));
const withChunks = (x: Expr, axis: number, length: number) => x.meta.chunks.map((own, i) => (i === axis ? [length] : (own as readonly number[])));

function repeated({ x, axis, width }: Side, value: number): Expr {
  const { dtype } = x.meta;
  return fullExpr(withLength(x, axis, width), dtypes[dtype].kind === "float" ? value : Math.trunc(value), { dtype, chunks: withChunks(x, axis, width) }, "pad");
}

/** A slice of one element along the axis, repeated. */
function spread({ x, axis, width }: Side, line: Expr): Expr {
  return broadcastExpr(line, withLength(x, axis, width), withChunks(x, axis, width));
}

function part(x: Expr, axis: number, stride: Stride): Expr {
  return slice(
    x,
    x.meta.shape.map((_, i): Stride | undefined => (i === axis ? stride : undefined)),
  );
}

function edgeOf({ x, axis, left }: Side): Expr {
  return part(x, axis, { start: left ? 0 : x.meta.shape[axis]! - 1, step: 1, count: 1 });
}

function statPart(side: Side): Expr {
  const length = side.x.meta.shape[side.axis]!;
  const asked = side.options.statLength === undefined ? length : valueOf(side, side.options.statLength);
  if (asked < 1) throw new ShapeError(`pad: statLength ${asked} leaves nothing to look at`);
  const count = Math.min(asked, length);
  return part(side.x, side.axis, { start: side.left ? 0 : length - count, step: 1, count });
}

/** A mean among integers is the nearest of them. */
function rounded(value: Expr, { x }: Side): Expr {
  const { kind } = dtypes[x.meta.dtype];
  const { dtype } = value.meta;
  return castTo(kind === "float" || kind === "bool" ? value : elementwise("rint", dtype, dtype, [value]), x.meta.dtype);
}

/** From the end value to the edge in even steps, as `linspace` makes them. */
function ramp(side: Side): Expr {
  const { x, axis, width, left } = side;
  const end = valueOf(side, side.options.endValues ?? 0);
  const edge = castTo(length(side) === 0 ? repeated({ ...side, width: 1 }, 0) : edgeOf(side), "float64");
  const index = permute(
    coordinate(0, [[width]], "float64"),
    x.meta.shape.map((_, i) => (i === axis ? 0 : -1)),
  );
  const number = (value: number) => constant("float64", value);
  const op = (kernel: string, a: Expr, b: Expr) => elementwise(kernel, "float64", "float64", [a, b]);
  const step = op("divide", op("subtract", edge, number(end)), number(width));
  const line = op("add", op("multiply", index, step), number(end));
  const { kind } = dtypes[x.meta.dtype];
  const whole = kind === "float" || kind === "bool" ? line : elementwise("floor", "float64", "float64", [line]);
  return left ? whole : part(whole, axis, { start: width - 1, step: -1, count: width });
}

const length = ({ x, axis }: Side) => x.meta.shape[axis]!;

type Lengths = (n: number) => number;
type Pick = (at: number, n: number) => number;

/** Elements of the array again, in an order that comes back after `period`; a mirror shows as many as `reachOf` says. */
function mirrored(side: Side, reachOf: Lengths, periodOf: Lengths, pick: Pick): Expr {
  const { x, axis, width, left, options } = side;
  const n = length(side);
  const period = periodOf(n);
  if (options.reflectType === "odd") return oddlyMirrored(side, reachOf, periodOf, pick);
  const positions = Array.from({ length: width }, (_, i) => {
    const at = left ? i - width : n + i;
    return pick(((at % period) + period) % period, n);
  });
  return takeExpr(x, fromArray(positions, { chunks: -1 }, "pad"), axis, "pad");
}

/** Twice the edge minus the mirror image, a mirror after the other. */
function oddlyMirrored(side: Side, reachOf: Lengths, periodOf: Lengths, pick: Pick): Expr {
  const { x, axis, left } = side;
  const { dtype } = x.meta;
  let current = x;
  let missing = side.width;
  const made: Expr[] = [];
  while (missing > 0) {
    const n = current.meta.shape[axis]!;
    const reach = Math.min(missing, reachOf(n));
    const image = mirrored({ ...side, x: current, width: reach, options: {} }, reachOf, periodOf, pick);
    const edge = edgeOf({ ...side, x: current });
    const twice = elementwise("add", dtype, dtype, [edge, edge]);
    const next = alignOthers(elementwise("subtract", dtype, dtype, [twice, image]), x, axis);
    made.push(next);
    current = joinExpr(left ? [next, current] : [current, next], axis);
    missing -= reach;
  }
  return joinExpr(left ? made.reverse() : made, axis);
}

export const padOps = {
  /** The array with more elements around it, in NumPy's modes. NumPy's `pad`. */
  pad: method("pad", padExpr, "padWidth mode", "constantValues endValues statLength reflectType"),
};
