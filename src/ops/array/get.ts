import type { TypedArray } from "../../chunk/dtype.ts";
import { NDArray } from "../../chunk/ndarray.ts";
import type { Expr } from "../../expr/expr.ts";
import { isKnown } from "../../expr/meta.ts";
import { ShapeError } from "../../util/errors.ts";
import { UnknownLengths } from "../define/later.ts";
import { requireSameLengths } from "../define/lengths.ts";
import { rechunkExpr } from "../define/rechunk.ts";
import { permute } from "../define/region-op.ts";
import { type Stride, slice as sliceExpr } from "../define/slice.ts";
import { whole } from "../define/whole.ts";
import { fromArray, type NestedInput } from "./from-array.ts";
import { isExpr } from "./operand.ts";
import { ellipsis, newaxis, parseSlice, type Slice, strideOf } from "./selection.ts";
import { takeExpr } from "./take.ts";

/** What `get` takes for an axis. */
export type Index = number | null | string | Slice | typeof newaxis | typeof ellipsis | IndexArray;
/** Positions or a mask. */
export type IndexArray = Expr | TypedArray | NDArray | readonly NestedInput[];

type Basic = number | Slice | null;
export type Item = { readonly axis: number; readonly of: Basic | Expr } | { readonly axis: -1 };

/** NumPy's `x[…]`: numbers, slices, new axes, an ellipsis, arrays of positions and masks. */
export function getExpr(x: Expr, selection: readonly Index[]): Expr {
  const items = itemsOf(x, selection);
  const arrays = items.filter((item): item is { axis: number; of: Expr } => item.axis >= 0 && isExprItem(item));
  if (arrays.length > 1) {
    throw new ShapeError(`get: ${arrays.length} index arrays at once; use vindex(…) for elements at positions taken together, or get them one after the other`);
  }
  const sliced = applyBasic(x, items);
  const selected = arrays.length === 0 ? sliced : applyArray(sliced, arrays[0]!);
  return arrangeAxes(selected, items, arrays[0]);
}

function isExprItem(item: Item): boolean {
  return "of" in item && isExpr(item.of);
}

/** One entry for each axis of the input and each new one, in order. */
export function itemsOf(x: Expr, selection: readonly Index[], operation = "get"): Item[] {
  const ndim = x.meta.shape.length;
  const indices = selection.map((index) => (isArray(index) ? asIndex(index, operation) : index));
  const wrong = indices.findIndex((index) => !isIndex(index));
  if (wrong >= 0)
    throw new TypeError(`${operation}: ${String(indices[wrong])} is not an index; give numbers, slices, null, newaxis, ellipsis, positions or a mask`);
  const used = indices.reduce<number>(
    (count, index) => count + (index === newaxis || index === ellipsis ? 0 : isExpr(index) && index.meta.dtype === "bool" ? index.meta.shape.length : 1),
    0,
  );
  if (used > ndim)
    throw new ShapeError(`${operation}: ${used} indices for an array of ${ndim} dimensions, shape [${x.meta.shape.map((extent) => extent ?? "?").join(", ")}]`);
  if (indices.filter((index) => index === ellipsis).length > 1) throw new ShapeError(`${operation}: more than one ellipsis`);
  const open = indices.includes(ellipsis) ? indices : [...indices, ellipsis];
  const items: Item[] = [];
  let axis = 0;
  for (const index of open) {
    if (index === newaxis) items.push({ axis: -1 });
    else if (index === ellipsis) for (let rest = ndim - used; rest > 0; rest--) items.push({ axis: axis++, of: null });
    else {
      items.push({ axis, of: typeof index === "string" ? parseSlice(index, operation) : (index as Basic | Expr) });
      axis += isExpr(index) && index.meta.dtype === "bool" ? Math.max(1, index.meta.shape.length) : 1;
    }
  }
  return items;
}

function isIndex(index: unknown): boolean {
  const { kind } = (index ?? {}) as { readonly kind?: unknown };
  return index === null || typeof index === "number" || typeof index === "string" || isExpr(index) || ["slice", "newaxis", "ellipsis"].includes(kind as string);
}

function isArray(index: Index): index is IndexArray {
  return isExpr(index) || ArrayBuffer.isView(index) || Array.isArray(index) || index instanceof NDArray;
}

function asIndex(index: IndexArray, operation: string): Expr {
  return isExpr(index) ? index : fromArray(index as readonly NestedInput[], { chunks: -1 }, operation);
}

function applyBasic(x: Expr, items: readonly Item[]): Expr {
  const { shape } = x.meta;
  const strides = shape.map((): Stride | undefined => undefined);
  for (const item of items) {
    if (item.axis < 0 || !("of" in item) || item.of === null || isExpr(item.of)) continue;
    const length = shape[item.axis];
    if (length === undefined) throw new UnknownLengths("get", `the length of axis ${item.axis} is not known`);
    strides[item.axis] = typeof item.of === "number" ? oneOf(item.of, length, item.axis) : strideOf(item.of, length);
  }
  return strides.every((stride) => stride === undefined) ? x : sliceExpr(x, strides);
}

export function oneOf(index: number, length: number, axis: number, operation = "get"): Stride {
  if (!Number.isInteger(index)) throw new ShapeError(`${operation}: index ${index} is not an integer`);
  if (index < -length || index >= length) throw new ShapeError(`${operation}: index ${index} is out of bounds for axis ${axis} of length ${length}`);
  return { start: index < 0 ? index + length : index, step: 1, count: 1 };
}

function applyArray(x: Expr, { axis, of }: { readonly axis: number; readonly of: Expr }): Expr {
  return of.meta.dtype === "bool" ? maskExpr(x, of, axis) : takeExpr(x, of, axis, "get");
}

/** What a mask takes: along one axis, or of the whole array as one axis. The extents are not known before it runs. */
export function maskExpr(x: Expr, mask: Expr, axis: number): Expr {
  const { shape, chunks, dtype } = x.meta;
  const covered = mask.meta.shape;
  covered.forEach((extent, i) => {
    if (extent !== undefined && shape[axis + i] !== undefined && extent !== shape[axis + i]) {
      throw new ShapeError(`get: a mask of shape [${covered}] does not fit axes ${axis} to ${axis + covered.length - 1} of shape [${shape}]`);
    }
  });
  if (covered.length === 0) throw new ShapeError("get: a mask needs at least one axis");
  covered.forEach((_, i) => {
    requireSameLengths("get", [
      { of: x, axis: axis + i },
      { of: mask, axis: i },
    ]);
  });
  if (covered.length === 1) {
    const aligned = isKnown(covered) ? rechunkExpr(mask, [chunks[axis]!]) : mask;
    return whole({
      kernel: "compress",
      inputs: [x, aligned],
      dtype,
      chunks: chunks.map((own, i) => (i === axis ? own.map(() => undefined) : own)),
      reads: [chunks.map((_, i) => i), [axis]],
      values: { axis },
    });
  }
  if (covered.length !== shape.length) {
    throw new ShapeError(`get: a mask covers one axis or all of them; this one has ${covered.length} axes, the array ${shape.length}`);
  }
  // C order of the whole array asks for chunks of whole rows.
  const rows = chunks.map((own, i) => (i === 0 ? own : [shape[i]!]));
  return whole({
    kernel: "extract",
    inputs: [rechunkExpr(x, rows), rechunkExpr(mask, rows)],
    dtype,
    chunks: [rows[0]!.map(() => undefined)],
    reads: [rows.map((_, i) => (i === 0 ? 0 : "only")), rows.map((_, i) => (i === 0 ? 0 : "only"))],
  });
}

/** Drops the axes that a number picked, puts in the new ones, and spreads the axes of an index array. */
function arrangeAxes(x: Expr, items: readonly Item[], array: { readonly axis: number; readonly of: Expr } | undefined): Expr {
  const indexAxes = array === undefined ? 1 : array.of.meta.dtype === "bool" ? 1 : array.of.meta.shape.length;
  const order: number[] = [];
  let own = 0;
  for (const item of items) {
    if (item.axis < 0) order.push(-1);
    else if ("of" in item && isExpr(item.of)) for (let i = 0; i < indexAxes; i++) order.push(own++);
    else if ("of" in item && typeof item.of === "number") own++;
    else order.push(own++);
  }
  return permute(x, order);
}
