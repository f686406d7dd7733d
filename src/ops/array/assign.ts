import type { Expr } from "../../expr/expr.ts";
import { ShapeError } from "../../util/errors.ts";
import { constant } from "../define/constant.ts";
import { castTo, elementwise } from "../define/elementwise.ts";
import { method } from "../define/entry.ts";
import { fromModule } from "../define/module-function.ts";
import { rechunkExpr } from "../define/rechunk.ts";
import { reduce } from "../define/reduce.ts";
import { permute } from "../define/region-op.ts";
import { reshapeExpr } from "../define/reshape.ts";
import { toScalar } from "../define/scalar-op.ts";
import type { Stride } from "../define/slice.ts";
import { whole } from "../define/whole.ts";
import { coordinate, fullExpr } from "./creation.ts";
import { exactScalar } from "./exact-scalar.ts";
import { type Index, type Item, itemsOf, oneOf } from "./get.ts";
import { asExpr, isExpr, isScalar, type OperandInput } from "./operand.ts";
import { scanOps } from "./scan.ts";
import { type Slice, strideOf } from "./selection.ts";
import { expandDims, knownShape } from "./shape.ts";
import { checkIndices, takeExpr } from "./take.ts";

const fitCheck = fromModule(new URL("./mask-fits.js", import.meta.url).href, "maskFits");

/** What is written where: a list has one entry an axis, as in `get`; anything else is for the first axis. */
export type Selection = Index | readonly Index[];

/** `x[selection] = value` on a copy: where the selection is, the value broadcast to it; elsewhere x. The dtype stays. */
export function assignExpr(x: Expr, selection: Selection, value: OperandInput): Expr {
  const list = Array.isArray(selection) ? (selection as readonly Index[]) : [selection as Index];
  const items = itemsOf(x, list, "with");
  const shape = knownShape(x, "with");
  const { dtype } = x.meta;
  const values = isScalar(value) ? constant(dtype, exactScalar(value, dtype, "with")) : castTo(asExpr(value, "with"), dtype);
  knownShape(values, "with");
  const arrays = items.filter((item): item is Item & { axis: number; of: Expr } => item.axis >= 0 && "of" in item && isExpr(item.of));
  if (arrays.length > 1) return scatterExpr(x, items, arrays, values);
  const mask = arrays.find((item) => item.of.meta.dtype === "bool");
  if (mask !== undefined && mask.of.meta.shape.length > 1) return assignMask(x, mask.of, values);
  const picks = shape.map((length, axis) => pickOf(items, axis, length, x.meta.chunks[axis] as readonly number[]));
  if (values.meta.shape.length === 0) return where(x, picks, values);
  const aligned = alignValues(values, items);
  checkFit(aligned, picks, shape);
  const fitting = picks.map((pick, axis) => pick && { ...pick, mask: isMask(pick) ? fittingMask(pick.mask, aligned.meta.shape[axis]) : pick.mask });
  const isNone = picks.some((pick, axis) => pick !== undefined && aligned.meta.shape[axis] === 0);
  return where(x, fitting, isNone ? constant(dtype, toScalar(0, dtype)) : spreadValues(aligned, picks));
}

/** Which elements along an axis are written, and which of the values goes to each; nothing for an axis taken whole. */
interface Pick {
  /** bool, as long as the axis. */
  readonly mask: Expr;
  /** The position among the values, where the mask is true. */
  readonly position: Expr;
  readonly count: number | undefined;
}
const isMask = (pick: Pick | undefined) => pick !== undefined && pick.count === undefined;

function pickOf(items: readonly Item[], axis: number, length: number, chunks: readonly number[]): Pick | undefined {
  const item = items.find((one) => one.axis === axis)!;
  const { of } = item as { of: number | Slice | null | Expr };
  if (of === null) return undefined;
  if (isExpr(of)) return of.meta.dtype === "bool" ? pickMask(of, length, axis, chunks) : pickPositions(of, length, axis, chunks);
  return pickStride(typeof of === "number" ? oneOf(of, length, axis, "with") : strideOf(of, length), chunks);
}

const numbers = (kernel: string, x: Expr, value: number) => elementwise(kernel, "float64", "float64", [x, constant("float64", value)]);
const compare = (kernel: string, x: Expr, value: number) => elementwise(kernel, "float64", "bool", [x, constant("float64", value)]);
const both = (a: Expr, b: Expr) => elementwise("logicalAnd", "bool", "bool", [a, b]);

function pickStride({ start, step, count }: Stride, chunks: readonly number[]): Pick {
  const moved = numbers("subtract", coordinate(0, [chunks], "float64"), start);
  const position = numbers("divide", moved, step);
  const whole = elementwise("equal", "float64", "bool", [position, elementwise("floor", "float64", "float64", [position])]);
  const inside = both(compare("greaterEqual", position, 0), compare("less", position, count));
  return { mask: both(inside, whole), position, count };
}

function pickMask(mask: Expr, length: number, axis: number, chunks: readonly number[]): Pick {
  if (mask.meta.shape.length !== 1 || (mask.meta.shape[0] !== undefined && mask.meta.shape[0] !== length)) {
    throw new ShapeError(`with: a mask of shape [${mask.meta.shape}] does not fit axis ${axis} of length ${length}`);
  }
  const own = rechunkExpr(mask, [chunks]);
  const counted = scanOps.cumsum.apply(castTo(own, "float64"), 0);
  return { mask: own, position: numbers("subtract", counted, 1), count: undefined };
}

/** Positions become a mask and, for each element, the last of the positions that name it. */
function pickPositions(positions: Expr, length: number, axis: number, chunks: readonly number[]): Pick {
  checkIndices(positions, length, axis, "with");
  const flat = rechunkExpr(reshapeExpr(positions, [-1], "with"), [[knownShape(positions, "with").reduce((size, extent) => size * extent, 1)]]);
  const count = flat.meta.shape[0]!;
  const into = (target: Expr, values: Expr) =>
    rechunkExpr(
      whole({
        kernel: "scatter",
        inputs: [target, values, flat],
        dtype: target.meta.dtype,
        chunks: [[length]],
        reads: [["only"], ["only"], ["only"]],
        values: { axes: [0] },
      }),
      [chunks],
    );
  return {
    mask: into(fullExpr([length], false, { chunks: -1 }), fullExpr([count], true, { chunks: -1 })),
    position: into(fullExpr([length], 0, { chunks: -1 }), coordinate(0, [[count]], "float64")),
    count,
  };
}

/** How many elements a mask takes, only running tells. */
function fittingMask(mask: Expr, count: number | undefined): Expr {
  if (count === undefined || count === 1) return mask;
  const axes = mask.meta.shape.map((_, axis) => axis);
  const taken = reduce("count_nonzero", mask, { axes, result: "float64", keepdims: true, splitEvery: undefined, values: {} });
  const reads = [axes, axes.map(() => "only" as const)];
  return whole({ kernel: "with", callee: fitCheck, inputs: [mask, taken], dtype: "bool", chunks: mask.meta.chunks, reads, values: { count } });
}

/** The values with one axis for each axis of x, in order. */
function alignValues(values: Expr, items: readonly Item[]): Expr {
  // One axis for each axis of x, in order: a number's has length 1, new axes go.
  const selected = items.filter((item) => !("of" in item && typeof item.of === "number"));
  const missing = selected.length - values.meta.shape.length;
  const long =
    missing < 0
      ? dropLeading(values, -missing)
      : missing === 0
        ? values
        : expandDims(
            values,
            Array.from({ length: missing }, (_, i) => i),
          );
  let own = 0;
  const order: number[] = [];
  for (const item of items) {
    const isNumber = "of" in item && typeof item.of === "number";
    if (item.axis >= 0) order.push(isNumber ? -1 : own);
    if (!isNumber) own++;
  }
  return permute(long, order);
}

/** The values laid out like x: each element written stands where it goes. */
function spreadValues(aligned: Expr, picks: readonly (Pick | undefined)[]): Expr {
  return picks.reduce((spread, pick, axis) => {
    if (pick === undefined || spread.meta.shape[axis] === 1) return spread;
    const last = (spread.meta.shape[axis] ?? 1) - 1;
    const safe = numbers("minimum", numbers("maximum", elementwise("floor", "float64", "float64", [pick.position]), 0), last);
    return takeExpr(spread, safe, axis, "with");
  }, aligned);
}

function dropLeading(values: Expr, count: number): Expr {
  if (values.meta.shape.slice(0, count).some((extent) => extent !== 1))
    throw new ShapeError(`with: values of shape [${values.meta.shape}] have more axes than the selection`);
  return permute(values, values.meta.shape.map((_, axis) => axis).slice(count));
}

function checkFit(values: Expr, picks: readonly (Pick | undefined)[], shape: readonly number[]): void {
  values.meta.shape.forEach((extent, axis) => {
    const wanted = picks[axis] === undefined ? shape[axis] : picks[axis].count;
    if (extent !== 1 && wanted !== undefined && extent !== wanted) {
      throw new ShapeError(`with: values have ${extent} elements along axis ${axis}, the selection has ${wanted}`);
    }
  });
}

function where(x: Expr, picks: readonly (Pick | undefined)[], values: Expr): Expr {
  const { dtype } = x.meta;
  const masks = picks.flatMap((pick, axis) =>
    pick === undefined
      ? []
      : [
          permute(
            pick.mask,
            picks.map((_, i) => (i === axis ? 0 : -1)),
          ),
        ],
  );
  if (masks.length === 0) {
    const shape = x.meta.shape as readonly number[];
    return elementwise("where", dtype, dtype, [fullExpr(shape, true, { chunks: x.meta.chunks as readonly (readonly number[])[] }), values, x]);
  }
  return elementwise("where", dtype, dtype, [masks.reduce(both), values, x]);
}

/** `x[mask] = values` with a mask of the whole array, or of its first axes. */
function assignMask(x: Expr, mask: Expr, values: Expr): Expr {
  const { dtype, shape } = x.meta;
  const covered = mask.meta.shape;
  if (covered.some((extent, axis) => extent !== undefined && extent !== shape[axis]))
    throw new ShapeError(`with: a mask of shape [${covered}] does not fit shape [${shape}]`);
  const wide = permute(
    mask,
    shape.map((_, axis) => (axis < covered.length ? axis : -1)),
  );
  if (values.meta.shape.length === 0) return elementwise("where", dtype, dtype, [wide, values, x]);
  if (values.meta.shape.length !== 1 || covered.length !== shape.length)
    throw new ShapeError(
      `with: values of shape [${values.meta.shape}] for a mask of shape [${covered}]; give one value, or one for each element the mask takes`,
    );
  const flat = reshapeExpr(mask, [-1], "with");
  const fitting = fittingMask(flat, values.meta.shape[0]);
  const checked = fitting === flat ? mask : reshapeExpr(fitting, shape as readonly number[], "with");
  const counted = scanOps.cumsum.apply(castTo(flat, "float64"), 0);
  const last = (values.meta.shape[0] ?? 1) - 1;
  const position = numbers("minimum", numbers("maximum", numbers("subtract", counted, 1), 0), Math.max(0, last));
  if (last < 0) return elementwise("where", dtype, dtype, [checked, constant(dtype, toScalar(0, dtype)), x]);
  const spread = reshapeExpr(takeExpr(values, position, 0, "with"), shape as readonly number[], "with");
  return elementwise("where", dtype, dtype, [checked, spread, x]);
}

/** Several index arrays name elements together. */
function scatterExpr(x: Expr, items: readonly Item[], arrays: readonly { readonly axis: number; readonly of: Expr }[], values: Expr): Expr {
  if (items.some((item) => item.axis < 0 || ("of" in item && item.of !== null && !isExpr(item.of))) || arrays.some(({ of }) => of.meta.dtype === "bool")) {
    throw new ShapeError("with: several index arrays go together only with whole axes beside them");
  }
  const axes = arrays.map(({ axis }) => axis);
  const joined = rechunkExpr(
    x,
    x.meta.chunks.map((own, axis) => (axes.includes(axis) ? [x.meta.shape[axis]!] : own)),
  );
  const single = [values, ...arrays.map(({ of }) => of)].map((one) =>
    rechunkExpr(
      one,
      knownShape(one, "with").map((extent) => [extent]),
    ),
  );
  for (const { axis, of } of arrays) checkIndices(of, x.meta.shape[axis], axis, "with");
  // Values have the axes that are left in whole chunks, so x has them too.
  const target =
    values.meta.shape.length === 0
      ? joined
      : rechunkExpr(
          joined,
          knownShape(x, "with").map((extent) => [extent]),
        );
  const made = whole({
    kernel: "scatter",
    inputs: [target, ...single],
    dtype: x.meta.dtype,
    chunks: target.meta.chunks,
    reads: [x.meta.shape.map((_, axis) => axis), ...single.map((one) => one.meta.shape.map(() => "only" as const))],
    values: { axes },
  });
  return rechunkExpr(made, x.meta.chunks);
}

/** Writing on copies. */
export const assignOps = {
  /** `x[selection] = value` on a copy. A list names one index an axis, as `get` does by position. NumPy's `x[…] = value`. */
  with: method("with", (x: Expr, selection: Selection, value: OperandInput) => assignExpr(x, selection, value), "selection{} value"),
};
