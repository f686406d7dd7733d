import type { Expr } from "../../expr/expr.ts";
import { ShapeError } from "../../util/errors.ts";
import { shown } from "../../util/shown.ts";
import { type Axis, normalizeAxis } from "../define/axis.ts";
import { bordersOf } from "../define/chunks.ts";
import { castTo } from "../define/elementwise.ts";
import { func, method } from "../define/entry.ts";
import { joinExpr } from "../define/join.ts";
import { rechunkExpr } from "../define/rechunk.ts";
import { reshapeExpr } from "../define/reshape.ts";
import { type Stride, slice } from "../define/slice.ts";
import { whole } from "../define/whole.ts";
import { applyScalarOp } from "./apply.ts";
import { scalarOps } from "./definitions/scalar-ops.ts";
import { fromArray, type NestedInput } from "./from-array.ts";
import { getExpr, type Index, type IndexArray, maskExpr } from "./get.ts";
import { asExpr, isExpr, isScalar, type OperandInput } from "./operand.ts";
import { parseSlice, type Slice, strideOf } from "./selection.ts";
import { knownShape } from "./shape.ts";
import { broughtIn, checkIndices, type OutsideMode, takeExpr } from "./take.ts";

const indexExpr = (indices: number | IndexArray, operation: string): Expr =>
  isExpr(indices) ? indices : fromArray(indices as NestedInput[], { chunks: -1 }, operation);

function take(x: Expr, indices: number | IndexArray, axis?: Axis | null, mode: OutsideMode = "raise"): Expr {
  const from = axis === undefined || axis === null ? reshapeExpr(x, [-1], "take") : x;
  const along = normalizeAxis(axis ?? 0, from.meta.shape.length, "take");
  const positions = indexExpr(indices, "take");
  return takeExpr(from, mode === "raise" ? positions : broughtIn(positions, knownShape(from, "take")[along]!, mode, "take"), along, "take");
}

function compress(x: Expr, condition: IndexArray, axis?: Axis | null): Expr {
  const from = axis === undefined || axis === null ? reshapeExpr(x, [-1], "compress") : x;
  const along = normalizeAxis(axis ?? 0, from.meta.shape.length, "compress");
  const mask = castTo(indexExpr(condition, "compress"), "bool");
  if (mask.meta.shape.length !== 1) throw new ShapeError(`compress: the condition has shape [${mask.meta.shape}], not one axis`);
  const [count] = mask.meta.shape;
  const extent = from.meta.shape[along];
  if (count === undefined || extent === undefined || count >= extent) return maskExpr(from, mask, along);
  // What a shorter condition does not reach is left out.
  const reached = slice(
    from,
    from.meta.shape.map((_, axis): Stride | undefined => (axis === along ? { start: 0, step: 1, count } : undefined)),
  );
  return maskExpr(reached, mask, along);
}

/** Elements at positions taken together: index arrays that broadcast against each other, `null` for whole axes. */
function vindex(x: Expr, ...indices: readonly (number | null | IndexArray)[]): Expr {
  const shape = knownShape(x, "vindex");
  if (indices.length > shape.length) throw new ShapeError(`vindex: ${indices.length} indices for shape [${shape}]`);
  const axes = indices.flatMap((index, axis) => (index === null ? [] : [axis]));
  if (axes.length === 0) return x;
  const arrays = axes.map((axis) => indexExpr(indices[axis]!, "vindex"));
  for (const [i, array] of arrays.entries()) checkIndices(array, shape[axes[i]!]!, axes[i]!, "vindex");
  const common = arrays.reduce<readonly number[]>((extents, array) => broadcastShape(extents, knownShape(array, "vindex")), []);
  const kept = shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const joined = joinAll(x, axes);
  const single = arrays.map((array) =>
    joinAll(
      array,
      array.meta.shape.map((_, i) => i),
    ),
  );
  return whole({
    kernel: "gather",
    inputs: [joined, ...single],
    dtype: x.meta.dtype,
    chunks: [...common.map((extent) => [extent]), ...kept.map((axis) => joined.meta.chunks[axis]!)],
    reads: [
      shape.map((_, axis) => (axes.includes(axis) ? "only" : common.length + kept.indexOf(axis))),
      ...single.map((array) => array.meta.shape.map(() => "only" as const)),
    ],
    values: { axes },
  });
}

function broadcastShape(a: readonly number[], b: readonly number[]): number[] {
  const ndim = Math.max(a.length, b.length);
  return Array.from({ length: ndim }, (_, i) => {
    const [x, y] = [a[a.length - ndim + i] ?? 1, b[b.length - ndim + i] ?? 1];
    if (x !== y && x !== 1 && y !== 1) throw new ShapeError(`vindex: index arrays of shapes [${a}] and [${b}] do not broadcast`);
    return Math.max(x, y);
  });
}

const choose = (condition: OperandInput, x?: OperandInput, y?: OperandInput): Expr | Expr[] => {
  if (x === undefined && y === undefined) return nonzero(asExpr(condition, "where"));
  if (x === undefined || y === undefined) throw new TypeError("where: takes x and y, or neither of them");
  const mask = isScalar(condition) ? condition : castTo(asExpr(condition, "where"), "bool");
  return applyScalarOp(scalarOps.where, [mask, x, y]);
};

function clip(x: Expr, low?: OperandInput | null, high?: OperandInput | null): Expr {
  const [least, most] = [low ?? undefined, high ?? undefined];
  if (least === undefined && most === undefined) throw new TypeError("clip: needs a least value, a greatest value, or both");
  if (least === undefined) return applyScalarOp(scalarOps.minimum, [x, most!]);
  return most === undefined ? applyScalarOp(scalarOps.maximum, [x, least]) : applyScalarOp(scalarOps.clip, [x, least, most]);
}

/** The first choice whose condition is true; the default where none is. */
function select(conditions: readonly OperandInput[], choices: readonly OperandInput[], otherwise: OperandInput = 0): Expr {
  if (conditions.length !== choices.length || conditions.length === 0)
    throw new ShapeError(`select: ${conditions.length} conditions for ${choices.length} choices`);
  return conditions.reduceRight<OperandInput>((rest, condition, i) => choose(condition, choices[i]!, rest) as Expr, otherwise) as Expr;
}

function refuseScalar(x: Expr, operation: string): void {
  if (x.meta.shape.length === 0) throw new ShapeError(`${operation}: positions have axes, and a 0-d array has none; reshape(1) gives it one`);
}

/** The positions of what is not zero, an array an axis. */
function nonzero(x: Expr): Expr[] {
  const shape = knownShape(x, "nonzero");
  refuseScalar(x, "nonzero");
  const rows = joinAll(x, shape.map((_, axis) => axis).slice(1));
  return shape.map((_, axis) =>
    whole({
      kernel: "nonzero",
      inputs: [rows],
      result: "float64",
      chunks: [rows.meta.chunks[0]!.map(() => undefined)],
      reads: [shape.map((_, i) => (i === 0 ? 0 : "only"))],
      values: { axis },
      placed: "input",
    }),
  );
}

function argwhere(x: Expr): Expr {
  const shape = knownShape(x, "argwhere");
  refuseScalar(x, "argwhere");
  const rows = joinAll(x, shape.map((_, axis) => axis).slice(1));
  return whole({
    kernel: "argwhere",
    inputs: [rows],
    result: "float64",
    chunks: [rows.meta.chunks[0]!.map(() => undefined), [shape.length]],
    reads: [shape.map((_, i) => (i === 0 ? 0 : "only"))],
    placed: "input",
    bound: Math.max(...rows.meta.chunks[0]!.map((extent) => extent ?? 0)) * shape.slice(1).reduce((size, extent) => size * extent, 1) * shape.length,
  });
}

/** Numbers of chunks along an axis; `null` for all. */
export type BlockIndex = number | readonly number[] | Slice | string | null;

function chunkNumbers(index: Exclude<BlockIndex, null>, count: number): readonly number[] {
  if (typeof index === "number" || Array.isArray(index)) return [index as number | readonly number[]].flat();
  if (typeof index !== "string" && (index as Partial<Slice>).kind !== "slice")
    throw new TypeError(`blocks: ${shown(index)} is not the number of a chunk, nor several, nor a slice`);
  const { start, step, count: length } = strideOf(typeof index === "string" ? parseSlice(index, "blocks") : (index as Slice), count);
  return Array.from({ length }, (_, i) => start + i * step);
}

/** The chunks with these numbers along each axis, put together. */
function blocks(x: Expr, ...index: readonly BlockIndex[]): Expr {
  if (index.length > x.meta.shape.length) throw new ShapeError(`blocks: ${index.length} indices for an array of ${x.meta.shape.length} dimensions`);
  return index.reduce<Expr>((picked, numbers, axis) => {
    if (numbers === null) return picked;
    const borders = bordersOf(x.meta.chunks[axis] as readonly number[]);
    knownShape(picked, "blocks");
    const count = borders.length - 1;
    const part = (start: number, stop: number) =>
      slice(
        picked,
        picked.meta.shape.map((_, i): Stride | undefined => (i === axis ? { start, step: 1, count: stop - start } : undefined)),
      );
    const parts = chunkNumbers(numbers, count).map((number) => {
      if (!Number.isInteger(number) || number < -count || number >= count)
        throw new ShapeError(`blocks: axis ${axis} has ${count} chunks, not one numbered ${number}`);
      const at = number < 0 ? number + count : number;
      return part(borders[at]!, borders[at + 1]!);
    });
    return parts.length === 0 ? part(0, 0) : joinExpr(parts, axis);
  }, x);
}

function extract(condition: OperandInput, x: OperandInput): Expr {
  const flat = (of: OperandInput) => reshapeExpr(asExpr(of, "extract"), [-1], "extract");
  return maskExpr(flat(x), castTo(flat(condition), "bool"), 0);
}

/** Picking elements. */
export const selectOps = {
  /** Part of the array: numbers, slices, `newaxis`, `ellipsis`, positions, masks. NumPy's `x[…]`. */
  get: method("get", (x: Expr, ...selection: readonly Index[]) => getExpr(x, selection), "...{}"),
  /** The array of some of the chunks: `x.blocks(0, [1, 2])` has two of the first row of chunks. Dask's `blocks`. */
  blocks: method("blocks", blocks, "...{}"),
  /** Elements at positions along an axis; of all elements without one. NumPy's `take`. */
  take: method("take", take, "indices axis mode"),
  /** What a mask of one axis keeps: `da.compress(condition, x, axis)`. NumPy's `compress`. */
  compress: { ...func("compress", (condition: IndexArray, x: Expr, axis?: Axis | null) => compress(x, condition, axis), "condition x axis"), receiver: 1 },
  /** Elements at positions taken together. Dask's `vindex`. */
  vindex: method("vindex", vindex, "..."),
  /** Elements of x where the condition is true, of y elsewhere; without x and y, `nonzero`. NumPy's `where`. */
  where: func("where", choose, "condition x y"),
  /** Each element moved into a range; either end may be left out. NumPy's `clip`. */
  clip: method("clip", clip, "min max"),
  /** The first choice whose condition is true. NumPy's `select`. */
  select: func("select", select, "condlist choicelist default"),
  /** The positions of what is not zero, an array an axis. NumPy's `nonzero`. */
  nonzero: method("nonzero", nonzero, ""),
  /** The positions in the flattened array of what is not zero. NumPy's `flatnonzero`. */
  flatnonzero: method("positions", (x: Expr) => nonzero(reshapeExpr(x, [-1], "flatnonzero"))[0]!, ""),
  /** The positions of what is not zero, a row an element. NumPy's `argwhere`. */
  argwhere: method("positions", argwhere, ""),
  /** The elements where a condition of the same shape is true, as one axis. NumPy's `extract`. */
  extract: func("extract", extract, "condition arr"),
};

function joinAll(x: Expr, axes: readonly number[]): Expr {
  return rechunkExpr(
    x,
    x.meta.chunks.map((own, i) => (axes.includes(i) ? [x.meta.shape[i]!] : own)),
  );
}
