import { parseDType } from "../../chunk/dtype.ts";
import type { Expr } from "../../expr/expr.ts";
import { isKnown, sameChunks } from "../../expr/meta.ts";
import { ShapeError } from "../../util/errors.ts";
import { type Axis, normalizeAxes, normalizeAxis } from "../define/axis.ts";
import { type Casting, checkCast } from "../define/casting.ts";
import { type ChunkSpec, normalizeChunks } from "../define/chunks.ts";
import { castTo } from "../define/elementwise.ts";
import { func, method } from "../define/entry.ts";
import { later, UnknownLengths } from "../define/later.ts";
import { rechunkExpr } from "../define/rechunk.ts";
import { broadcastExpr, permute } from "../define/region-op.ts";
import { reshapeExpr } from "../define/reshape.ts";
import { type Stride, slice } from "../define/slice.ts";
import { checkInteger, checkLengths } from "./arguments.ts";
import { asExpr, type OperandInput } from "./operand.ts";

/** The shape, where there is no way without it. */
export function knownShape(x: Expr, operation: string): readonly number[] {
  if (isKnown(x.meta.shape)) return x.meta.shape;
  throw new UnknownLengths(operation, `the shape [${x.meta.shape.map((extent) => extent ?? "?").join(", ")}] is not known`);
}

const ndimOf = (x: Expr) => x.meta.shape.length;
const range = (length: number) => Array.from({ length }, (_, i) => i);

function transpose(x: Expr, ...axes: readonly (number | readonly number[] | null)[]): Expr {
  const given = axes.length === 1 && Array.isArray(axes[0]) ? (axes[0] as readonly number[]) : axes[0] === null ? [] : (axes as readonly number[]);
  const order = given.length === 0 ? range(ndimOf(x)).reverse() : given.map((axis) => normalizeAxis(axis, ndimOf(x), "transpose"));
  if (order.length !== ndimOf(x) || new Set(order).size !== order.length)
    throw new ShapeError(`transpose: axes [${given}] do not name each of ${ndimOf(x)} axes once`);
  return permute(x, order);
}

function swapaxes(x: Expr, first: Axis, second: Axis): Expr {
  const [a, b] = [normalizeAxis(first, ndimOf(x), "swapaxes"), normalizeAxis(second, ndimOf(x), "swapaxes")];
  return permute(
    x,
    range(ndimOf(x)).map((axis) => (axis === a ? b : axis === b ? a : axis)),
  );
}

const listOf = (axis: Axis | readonly Axis[]): readonly Axis[] => (typeof axis === "number" ? [axis] : axis);

function moveaxis(x: Expr, source: Axis | readonly Axis[], destination: Axis | readonly Axis[]): Expr {
  const from = listOf(source).map((axis) => normalizeAxis(axis, ndimOf(x), "moveaxis"));
  const to = listOf(destination).map((axis) => normalizeAxis(axis, ndimOf(x), "moveaxis"));
  if (from.length !== to.length || new Set(from).size !== from.length || new Set(to).size !== to.length) {
    throw new ShapeError(`moveaxis: source [${from}] and destination [${to}] must name as many axes, each once`);
  }
  const rest = range(ndimOf(x)).filter((axis) => !from.includes(axis));
  const order = range(ndimOf(x)).map((axis) => (to.includes(axis) ? from[to.indexOf(axis)]! : rest.shift()!));
  return permute(x, order);
}

function squeeze(x: Expr, axis?: Axis | readonly Axis[] | null): Expr {
  const { shape } = x.meta;
  const axes = axis === undefined || axis === null ? range(shape.length).filter((i) => shape[i] === 1) : normalizeAxes(axis, shape.length, "squeeze");
  const wrong = axes.find((i) => shape[i] !== 1);
  if (wrong !== undefined) throw new ShapeError(`squeeze: axis ${wrong} has ${shape[wrong] ?? "?"} elements, not 1`);
  // An axis of one element may still be cut into it and empty chunks.
  const joined = rechunkExpr(
    x,
    x.meta.chunks.map((axis, i) => (axes.includes(i) ? [1] : axis)),
  );
  return permute(
    joined,
    range(shape.length).filter((i) => !axes.includes(i)),
  );
}

export function expandDims(x: Expr, axis: Axis | readonly Axis[]): Expr {
  const count = listOf(axis).length;
  const added = normalizeAxes(axis, ndimOf(x) + count, "expandDims");
  let next = 0;
  return permute(
    x,
    range(ndimOf(x) + count).map((i) => (added.includes(i) ? -1 : next++)),
  );
}

function broadcastTo(x: Expr, shape: readonly number[] | number, options: { readonly chunks?: ChunkSpec } = {}): Expr {
  const wanted = typeof shape === "number" ? [shape] : shape;
  checkLengths(wanted, "broadcastTo");
  const own = knownShape(x, "broadcastTo");
  const skipped = wanted.length - own.length;
  if (skipped < 0 || own.some((extent, axis) => extent !== 1 && extent !== wanted[axis + skipped])) {
    throw new ShapeError(`broadcastTo: shape [${own.join(", ")}] does not broadcast to [${wanted.join(", ")}]`);
  }
  const previous = wanted.map((extent, axis) => (axis < skipped || own[axis - skipped] === 1 ? [extent] : x.meta.chunks[axis - skipped]!));
  const chunks = options.chunks === undefined ? previous : normalizeChunks(options.chunks, wanted, x.meta.dtype, "broadcastTo", previous);
  return broadcastExpr(x, wanted, chunks);
}

export function flip(x: Expr, axis?: Axis | readonly Axis[] | null): Expr {
  const axes = normalizeAxes(axis, ndimOf(x), "flip");
  const shape = knownShape(x, "flip");
  return slice(
    x,
    shape.map((count, i): Stride | undefined => (axes.includes(i) ? { start: count - 1, step: -1, count } : undefined)),
  );
}

function rot90(x: Expr, k = 1, axes: readonly [Axis, Axis] = [0, 1]): Expr {
  const [a, b] = [normalizeAxis(axes[0], ndimOf(x), "rot90"), normalizeAxis(axes[1], ndimOf(x), "rot90")];
  if (a === b) throw new ShapeError(`rot90: axes [${axes}] must differ`);
  checkInteger(k, "rot90", "number of turns");
  const turns = ((k % 4) + 4) % 4;
  if (turns === 0) return x;
  if (turns === 2) return flip(x, [a, b]);
  return turns === 1 ? swapaxes(flip(x, b), a, b) : flip(swapaxes(x, a, b), b);
}

function astype(x: Expr, dtype: unknown, { casting = "unsafe" }: { readonly casting?: Casting } = {}): Expr {
  const to = parseDType(dtype, "astype");
  checkCast(x.meta.dtype, to, casting, "astype");
  return castTo(x, to);
}

/** Rows of at least `ndim` axes: NumPy's `atleast_1d`, `atleast_2d`, `atleast_3d`. */
export function atLeast(ndim: 1 | 2 | 3, x: Expr): Expr {
  const missing = ndim - ndimOf(x);
  if (missing <= 0) return x;
  if (ndim === 3 && ndimOf(x) === 2) return expandDims(x, 2);
  if (ndim === 3 && ndimOf(x) === 1) return expandDims(x, [0, 2]);
  return expandDims(x, range(missing));
}

/** Shapes and chunks. Nothing here changes a value. */
export const shapeOps = {
  /** The same elements (C order) in another shape; one extent may be -1. Any shape of the same size will do. NumPy's `reshape`. */
  reshape: method("reshape", (x: Expr, ...shape: readonly (number | readonly number[])[]) => reshapeExpr(x, shape.flat() as number[], "reshape"), "shape ..."),
  /** All elements as one axis, C order. NumPy's `ravel`. */
  ravel: method("same", (x: Expr) => reshapeExpr(x, [-1], "ravel"), ""),
  /** All elements as one axis, C order. NumPy's `flatten`. */
  flatten: method("same", (x: Expr) => reshapeExpr(x, [-1], "flatten"), ""),
  /** Axes in another order, reversed unless said. NumPy's `transpose`. */
  transpose: method("transpose", transpose, "axes ..."),
  /** Two axes exchanged. NumPy's `swapaxes`. */
  swapaxes: method("swapaxes", swapaxes, "axis1 axis2"),
  /** Axes moved to other positions. NumPy's `moveaxis`. */
  moveaxis: method("moveaxis", moveaxis, "source destination"),
  /** One axis rolled back to before `start`. NumPy's `rollaxis`. */
  rollaxis: method(
    "rollaxis",
    (x: Expr, axis: Axis, start: number = 0) => {
      const from = normalizeAxis(axis, ndimOf(x), "rollaxis");
      const to = start < 0 ? start + ndimOf(x) : start;
      return moveaxis(x, from, from < to ? to - 1 : to);
    },
    "axis start",
  ),
  /** Axes of one element taken away. NumPy's `squeeze`. */
  squeeze: method("axes", squeeze, "axis"),
  /** New axes of one element, at these positions of the result. NumPy's `expand_dims`. */
  expandDims: method("axes", expandDims, "axis"),
  /** The array repeated to a larger shape, without copying. NumPy's `broadcast_to`. */
  broadcastTo: method("broadcastTo", broadcastTo, "shape", "chunks"),
  /** Reversed along axes. NumPy's `flip`. */
  flip: method("axes", flip, "axis"),
  /** Reversed along the second axis. NumPy's `fliplr`. */
  fliplr: method("same", (x: Expr) => flip(x, 1), ""),
  /** Reversed along the first axis. NumPy's `flipud`. */
  flipud: method("same", (x: Expr) => flip(x, 0), ""),
  /** Turned by quarter turns in the plane of two axes. NumPy's `rot90`. */
  rot90: method("rot90", rot90, "k axes"),
  /** The same array in other chunks. Dask's `rechunk`. */
  rechunk: method("rechunk", rechunkTo, "chunks{}"),
  /** The same values in another dtype, as NumPy casts: floats are cut to integers, integers wrap around. NumPy's `astype`. */
  astype: method("astype", astype, "dtype", "casting"),
  /** With at least one axis. NumPy's `atleast_1d`. */
  atleast1d: func("same", (x: OperandInput) => atLeast(1, asExpr(x, "atleast1d")), "x"),
  /** With at least two axes. NumPy's `atleast_2d`. */
  atleast2d: func("same", (x: OperandInput) => atLeast(2, asExpr(x, "atleast2d")), "x"),
  /** With at least three axes. NumPy's `atleast_3d`. */
  atleast3d: func("same", (x: OperandInput) => atLeast(3, asExpr(x, "atleast3d")), "x"),
};

/** In chunks as they are written. */
export function rechunkTo(x: Expr, chunks: ChunkSpec): Expr {
  const { shape, dtype } = x.meta;
  return isKnown(shape) ? rechunkExpr(x, normalizeChunks(chunks, shape, dtype, "rechunk", x.meta.chunks)) : rechunkUnknown(x, chunks);
}

/** Where some extents are unknown, the other axes can still be cut anew, and all of such an axis can become one chunk; into how many it would be cut otherwise, nobody can say. */
function rechunkUnknown(x: Expr, spec: ChunkSpec): Expr {
  const { shape, dtype } = x.meta;
  const open = shape.map((extent) => extent === undefined);
  const ofAxis = (axis: number): unknown => {
    if (spec === null || typeof spec !== "object") return spec;
    const given = Array.isArray(spec)
      ? spec[axis]
      : ((spec as { readonly [axis: number]: unknown })[axis] ?? (spec as { readonly [axis: number]: unknown })[axis - shape.length]);
    return given === undefined ? "auto" : given;
  };
  const cut = shape.findIndex((_, axis) => open[axis] && !["auto", null, -1].includes(ofAxis(axis) as null));
  if (cut >= 0) {
    throw new ShapeError(
      `rechunk: axis ${cut} has an unknown length (after a mask) and cannot be cut into chunks of ${JSON.stringify(ofAxis(cut))}; call computeChunkSizes() first, or rechunk({ ${cut}: -1 })`,
    );
  }
  const isJoined = (axis: number) => open[axis] === true && ofAxis(axis) !== "auto";
  const known = x.meta.chunks.map((axis) => axis.map((extent) => extent ?? 0));
  const wanted = normalizeChunks(
    spec,
    known.map((axis) => axis.reduce((sum, extent) => sum + extent, 0)),
    dtype,
    "rechunk",
    known,
  );
  const chunks = x.meta.chunks.map((own, axis) => (isJoined(axis) ? [undefined] : open[axis] ? own : wanted[axis]!));
  if (sameChunks(chunks, x.meta.chunks)) return x;
  return later("rechunk", [x], { chunks }, { dtype, chunks }, ([y]) =>
    rechunkExpr(
      y!,
      chunks.map((own, axis) => (isJoined(axis) ? [y!.meta.shape[axis]!] : open[axis] ? y!.meta.chunks[axis]! : own)),
    ),
  );
}
