import type { Expr } from "../../expr/expr.ts";
import { ShapeError } from "../../util/errors.ts";
import { type Axis, normalizeAxis } from "../define/axis.ts";
import { castTo } from "../define/elementwise.ts";
import { method } from "../define/entry.ts";
import { rechunkExpr } from "../define/rechunk.ts";
import { broadcastExpr, permute } from "../define/region-op.ts";
import { reshapeExpr } from "../define/reshape.ts";
import { concatenateExpr } from "./join.ts";
import { part } from "./on-elements.ts";
import { asExpr, type OperandInput } from "./operand.ts";
import { type Slice, strideOf } from "./selection.ts";
import { expandDims, knownShape } from "./shape.ts";

/** Positions along an axis: one, several, or a slice. */
export type Positions = number | readonly number[] | Slice;

const isSlice = (at: Positions): at is Slice => typeof at === "object" && "kind" in at;

/** Positions counted from the start, in the order given. The end counts as one where something is put before it. */
function positionsOf(at: Positions, length: number, axis: number, operation: string, withEnd: boolean): number[] {
  if (isSlice(at)) {
    const { start, step, count } = strideOf(at, length);
    return Array.from({ length: count }, (_, i) => start + i * step);
  }
  return [at].flat().map((one) => {
    if (!Number.isInteger(one) || one < -length || one > (withEnd ? length : length - 1))
      throw new ShapeError(`${operation}: index ${String(one)} is out of bounds for axis ${axis} of length ${length}`);
    return one < 0 ? one + length : one;
  });
}

function onAxis(x: Expr, axis: Axis | null | undefined, operation: string): { readonly from: Expr; readonly along: number; readonly length: number } {
  const flat = axis === undefined || axis === null;
  const from = flat ? reshapeExpr(x, [-1], operation) : x;
  const along = flat ? 0 : normalizeAxis(axis, x.meta.shape.length, operation);
  return { from, along, length: knownShape(from, operation)[along]! };
}

/** The stretches of the axis that positions leave, one after the other. */
function remove(x: Expr, at: Positions, axis?: Axis | null): Expr {
  const { from, along, length } = onAxis(x, axis, "delete");
  const gone = [...new Set(positionsOf(at, length, along, "delete", false))].sort((a, b) => a - b);
  if (gone.length === 0) return from;
  const borders = [-1, ...gone, length];
  const stretches = borders.slice(1).map((end, i) => part(from, along, borders[i]! + 1, end - borders[i]! - 1));
  return concatenateExpr(stretches, along, "delete");
}

/** Values before positions of the array as it was. */
function insert(x: Expr, at: Positions, values: OperandInput, axis?: Axis | null): Expr {
  const { from, along, length } = onAxis(x, axis, "insert");
  const places = positionsOf(at, length, along, "insert", true);
  const given = castTo(asExpr(values, "insert"), from.meta.dtype);
  const { length: ndim } = from.meta.shape;
  // At one position, values of fewer axes are one slice (NumPy moves their first axis to it); at several, they stand along the axis.
  const missing = ndim - given.meta.shape.length;
  if (missing < 0) throw new ShapeError(`insert: values of shape [${given.meta.shape}] into shape [${from.meta.shape}]`);
  const wide = expandDims(
    given,
    Array.from({ length: missing }, (_, i) => i),
  );
  const placed = typeof at === "number" && ndim > 1 ? moveFirst(wide, along) : wide;
  const count = typeof at === "number" ? placed.meta.shape[along]! : places.length;
  const shape = knownShape(from, "insert").with(along, count);
  const fits = placed.meta.shape.every((extent, i) => extent === 1 || extent === shape[i]);
  if (!fits)
    throw new ShapeError(
      `insert: values of shape [${given.meta.shape}] do not fit ${places.length} positions along axis ${along} of shape [${from.meta.shape}]`,
    );
  const chunks = (from.meta.chunks as readonly (readonly number[])[]).with(along, [count]);
  const all = rechunkExpr(broadcastExpr(placed, shape, chunks), chunks);
  if (typeof at === "number")
    return concatenateExpr([part(from, along, 0, places[0]!), all, part(from, along, places[0]!, length - places[0]!)], along, "insert");
  const order = places.map((place, i) => ({ place, i })).sort((a, b) => a.place - b.place || a.i - b.i);
  const pieces: Expr[] = [];
  let next = 0;
  for (const { place, i } of order) {
    if (place > next) pieces.push(part(from, along, next, place - next));
    pieces.push(part(all, along, i, 1));
    next = place;
  }
  pieces.push(part(from, along, next, length - next));
  return concatenateExpr(pieces, along, "insert");
}

/** What NumPy does with values at one position: their first axis goes along it. */
function moveFirst(x: Expr, along: number): Expr {
  const order = x.meta.shape.map((_, i) => i).slice(1);
  order.splice(along, 0, 0);
  return permute(x, order);
}

/** Parts of an axis: as many as asked for, or cut at positions. */
function split(operation: string, evenOnly: boolean) {
  return (x: Expr, sections: number | readonly number[], axis: Axis = 0): Expr[] => {
    const along = normalizeAxis(axis, x.meta.shape.length, operation);
    const length = knownShape(x, operation)[along]!;
    if (typeof sections === "number") {
      if (!Number.isInteger(sections) || sections < 1) throw new ShapeError(`${operation}: ${sections} is no number of parts`);
      if (evenOnly && length % sections !== 0)
        throw new ShapeError(`${operation}: ${length} elements along axis ${along} do not make ${sections} equal parts; use arraySplit`);
    }
    const borders =
      typeof sections === "number"
        ? Array.from({ length: sections + 1 }, (_, i) => i * Math.floor(length / sections) + Math.min(i, length % sections))
        : [0, ...sections.map((one) => strideOf({ kind: "slice", start: null, stop: one, step: 1 }, length).count), length];
    return borders.slice(1).map((end, i) => part(x, along, borders[i]!, Math.max(0, end - borders[i]!)));
  };
}
const splitAt = split("split", true);

/** Arrays with something put in, taken out, or cut. */
export const editOps = {
  /** The array with values before some positions. NumPy's `insert`. */
  insert: method("insert", insert, "obj{} values axis"),
  /** The array without some positions. NumPy's `delete`. */
  delete: method("delete", remove, "obj{} axis"),
  /** As many equal parts along an axis, or parts cut at positions. NumPy's `split`. */
  split: method("split", splitAt, "indicesOrSections axis"),
  /** Parts along an axis that need not be equal. NumPy's `array_split`. */
  arraySplit: method("split", split("arraySplit", false), "indicesOrSections axis"),
  /** Parts side by side. NumPy's `hsplit`. */
  hsplit: method("splitAlong", (x: Expr, sections: number | readonly number[]) => splitAt(x, sections, x.meta.shape.length > 1 ? 1 : 0), "indicesOrSections"),
  /** Parts one below the other. NumPy's `vsplit`. */
  vsplit: method("splitAlong", (x: Expr, sections: number | readonly number[]) => splitAt(x, sections, 0), "indicesOrSections"),
  /** Parts along the third axis. NumPy's `dsplit`. */
  dsplit: method("splitAlong", (x: Expr, sections: number | readonly number[]) => splitAt(x, sections, 2), "indicesOrSections"),
};
