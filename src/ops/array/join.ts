import type { TypedArray } from "../../chunk/dtype.ts";
import { NDArray } from "../../chunk/ndarray.ts";
import type { Expr } from "../../expr/expr.ts";
import type { Extent } from "../../expr/meta.ts";
import { ShapeError } from "../../util/errors.ts";
import { type Axis, normalizeAxis } from "../define/axis.ts";
import { refine } from "../define/chunks.ts";
import { castTo } from "../define/elementwise.ts";
import { func, method } from "../define/entry.ts";
import { joinExpr } from "../define/join.ts";
import { requireSameLengths } from "../define/lengths.ts";
import { promote } from "../define/promotion.ts";
import { rechunkExpr } from "../define/rechunk.ts";
import { reshapeExpr } from "../define/reshape.ts";
import { type Stride, slice } from "../define/slice.ts";
import { whole } from "../define/whole.ts";
import { checkInteger } from "./arguments.ts";
import { fromArray } from "./from-array.ts";
import { asExpr, isExpr, type OperandInput } from "./operand.ts";
import { atLeast, expandDims, knownShape } from "./shape.ts";
import { takeExpr } from "./take.ts";

const shapeText = (shape: readonly Extent[]) => `[${shape.map((extent) => extent ?? "?").join(", ")}]`;

/** Arrays one after the other along an axis. */
export function concatenateExpr(arrays: readonly OperandInput[], axis: Axis = 0, operation = "concatenate"): Expr {
  if (arrays.length === 0) throw new ShapeError(`${operation}: needs at least one array`);
  const given = arrays.map((array) => asExpr(array, operation));
  const [first] = given as [Expr];
  const along = normalizeAxis(axis, first.meta.shape.length, operation);
  for (const { meta } of given) {
    const differs = (extent: Extent, i: number) => i !== along && extent !== undefined && first.meta.shape[i] !== undefined && extent !== first.meta.shape[i];
    if (meta.shape.length !== first.meta.shape.length || meta.shape.some(differs)) {
      throw new ShapeError(`${operation}: shapes ${given.map((one) => shapeText(one.meta.shape)).join(" and ")} differ beside axis ${along}`);
    }
  }
  first.meta.shape.forEach((_, axis) => {
    if (axis !== along)
      requireSameLengths(
        operation,
        given.map((of) => ({ of, axis })),
      );
  });
  const dtype = promote(first.meta.dtype, ...given.slice(1).map((one) => one.meta.dtype));
  const chunks = first.meta.chunks.map((_, i) =>
    i === along
      ? []
      : refine(
          given.map((one) => one.meta.chunks[i]!),
          operation,
        ),
  );
  // Arrays without elements along the axis add nothing, unless nothing else is there.
  const filled = given.filter((one) => one.meta.shape[along] !== 0);
  const parts = (filled.length === 0 ? [first] : filled).map((one) =>
    rechunkExpr(
      castTo(one, dtype),
      one.meta.chunks.map((own, i) => (i === along ? own : chunks[i]!)),
    ),
  );
  return joinExpr(parts, along);
}

/** Arrays of one shape beside each other along a new axis. */
export function stackExpr(arrays: readonly OperandInput[], axis: Axis = 0, operation = "stack"): Expr {
  const given = arrays.map((array) => asExpr(array, operation));
  const differs = (extent: Extent, i: number) => extent !== undefined && given[0]!.meta.shape[i] !== undefined && extent !== given[0]!.meta.shape[i];
  const wrong = given.find((one) => one.meta.shape.length !== given[0]!.meta.shape.length || one.meta.shape.some(differs));
  if (wrong !== undefined) throw new ShapeError(`${operation}: shapes ${shapeText(given[0]!.meta.shape)} and ${shapeText(wrong.meta.shape)} differ`);
  const at = normalizeAxis(axis, (given[0]?.meta.shape.length ?? 0) + 1, operation);
  return concatenateExpr(
    given.map((one) => expandDims(one, at)),
    at,
    operation,
  );
}

type Blocks = OperandInput | readonly Blocks[];

/** Nested lists of arrays put together from the innermost axis out. */
function block(blocks: Blocks): Expr {
  const depth = depthOf(blocks);
  const leaves = (nested: Blocks, level: number): Expr => {
    if (level === depth) return atLeastN(asExpr(nested as OperandInput, "block"), Math.max(depth, 1));
    return concatenateExpr(
      (nested as readonly Blocks[]).map((one) => leaves(one, level + 1)),
      level - depth,
      "block",
    );
  };
  return leaves(blocks, 0);
}

function atLeastN(x: Expr, ndim: number): Expr {
  const missing = ndim - x.meta.shape.length;
  return missing <= 0
    ? x
    : expandDims(
        x,
        Array.from({ length: missing }, (_, i) => i),
      );
}

function depthOf(blocks: Blocks): number {
  return Array.isArray(blocks) ? 1 + Math.max(0, ...(blocks as readonly Blocks[]).map(depthOf)) : 0;
}

export function rollExpr(x: Expr, shift: number | readonly number[], axis?: Axis | readonly Axis[] | null): Expr {
  if (axis === undefined || axis === null) return reshapeExpr(rollExpr(reshapeExpr(x, [-1], "roll"), shift, 0), knownShape(x, "roll"), "roll");
  const axes = typeof axis === "number" ? [axis] : axis;
  const shifts = typeof shift === "number" ? axes.map(() => shift) : shift;
  if (shifts.length !== axes.length) throw new ShapeError(`roll: ${shifts.length} shifts for ${axes.length} axes`);
  return axes.reduce((rolled, one, i) => rollAxis(rolled, shifts[i]!, normalizeAxis(one, x.meta.shape.length, "roll")), x);
}

function rollAxis(x: Expr, shift: number, axis: number): Expr {
  checkInteger(shift, "roll", "shift");
  const length = knownShape(x, "roll")[axis]!;
  const by = length === 0 ? 0 : ((shift % length) + length) % length;
  if (by === 0) return x;
  const part = (start: number, count: number) =>
    slice(
      x,
      x.meta.shape.map((_, i): Stride | undefined => (i === axis ? { start, step: 1, count } : undefined)),
    );
  return rechunkExpr(joinExpr([part(length - by, by), part(0, length - by)], axis), x.meta.chunks);
}

/** How often: all elements, or each of them. */
type Repeats = number | readonly number[] | TypedArray | NDArray;

/** Counts as a list; nothing for one that is for all elements. */
function countsOf(repeats: Repeats): readonly number[] | undefined {
  if (isExpr(repeats)) throw new TypeError("repeat: the counts decide how long the result is; of a lazy array, compute() them first");
  const list = typeof repeats === "number" ? [repeats] : Array.from((repeats instanceof NDArray ? repeats.data : repeats) as Iterable<number | bigint>, Number);
  const wrong = list.find((count) => !Number.isInteger(count) || count < 0);
  if (wrong !== undefined) throw new ShapeError(`repeat: ${String(wrong)} is not a count`);
  return typeof repeats === "number" ? undefined : list;
}

function repeat(x: Expr, repeats: Repeats, axis?: Axis | null): Expr {
  const flat = axis === undefined || axis === null ? reshapeExpr(x, [-1], "repeat") : x;
  const counts = countsOf(repeats);
  const along = normalizeAxis(axis ?? 0, flat.meta.shape.length, "repeat");
  const length = knownShape(flat, "repeat")[along]!;
  if (counts !== undefined) {
    if (counts.length !== length && counts.length !== 1) throw new ShapeError(`repeat: ${counts.length} counts for ${length} elements along axis ${along}`);
    const each = Array.from({ length }, (_, i) => new Array<number>(counts[counts.length === 1 ? 0 : i]!).fill(i)).flat();
    return takeExpr(flat, fromArray(Float64Array.from(each), {}, "repeat"), along, "repeat");
  }
  return whole({
    kernel: "repeat",
    inputs: [flat],
    chunks: flat.meta.chunks.map((own, i) => (i === along ? own.map((extent) => (extent ?? 0) * (repeats as number)) : own)),
    values: { axis: along, repeats: repeats as number },
  });
}

function tile(x: Expr, reps: number | readonly number[]): Expr {
  const counts = typeof reps === "number" ? [reps] : reps;
  const deep = atLeastN(x, counts.length);
  const padded = [...new Array<number>(deep.meta.shape.length - counts.length).fill(1), ...counts];
  return padded.reduce((tiled, count, axis) => {
    if (!Number.isInteger(count) || count < 0) throw new ShapeError(`tile: ${count} is not a count`);
    if (count === 0)
      return slice(
        tiled,
        tiled.meta.shape.map((_, i): Stride | undefined => (i === axis ? { start: 0, step: 1, count: 0 } : undefined)),
      );
    return concatenateExpr(
      Array.from({ length: count }, () => tiled),
      axis,
      "tile",
    );
  }, deep);
}

const vstack = (arrays: readonly OperandInput[]) =>
  concatenateExpr(
    arrays.map((array) => atLeast(2, asExpr(array, "vstack"))),
    0,
    "vstack",
  );

/** Putting arrays together. */
export const joinOps = {
  /** Arrays one after the other along an axis that is there. NumPy's `concatenate`. */
  concatenate: func(
    "concatenate",
    (arrays: readonly OperandInput[], axis?: Axis | null) =>
      axis === null
        ? concatenateExpr(
            arrays.map((array) => reshapeExpr(asExpr(array, "concatenate"), [-1], "concatenate")),
            0,
          )
        : concatenateExpr(arrays, axis),
    "arrays axis",
  ),
  /** Arrays of one shape beside each other along a new axis. NumPy's `stack`. */
  stack: func(
    "concatenate",
    (arrays: readonly OperandInput[], axis?: Axis) => {
      if (arrays.length === 0) throw new ShapeError("stack: needs at least one array");
      return stackExpr(arrays, axis);
    },
    "arrays axis",
  ),
  /** Nested lists of arrays put together. NumPy's `block`. */
  block: func("concatenate", block, "arrays"),
  /** Rows over rows. NumPy's `vstack`. */
  vstack: func("concatenate", vstack, "arrays"),
  /** Columns beside columns. NumPy's `hstack`. */
  hstack: func(
    "concatenate",
    (arrays: readonly OperandInput[]) => {
      const given = arrays.map((array) => atLeast(1, asExpr(array, "hstack")));
      return concatenateExpr(given, given[0]?.meta.shape.length === 1 ? 0 : 1, "hstack");
    },
    "arrays",
  ),
  /** Along a third axis. NumPy's `dstack`. */
  dstack: func(
    "concatenate",
    (arrays: readonly OperandInput[]) =>
      concatenateExpr(
        arrays.map((array) => atLeast(3, asExpr(array, "dstack"))),
        2,
        "dstack",
      ),
    "arrays",
  ),
  /** `values` after the array, along an axis or flat. NumPy's `append`. */
  append: method(
    "append",
    (x: Expr, values: OperandInput, axis?: Axis | null) =>
      axis === undefined || axis === null
        ? concatenateExpr([reshapeExpr(x, [-1], "append"), reshapeExpr(asExpr(values, "append"), [-1], "append")], 0, "append")
        : concatenateExpr([x, values], axis, "append"),
    "values axis",
  ),
  /** Elements moved along axes; those that fall off come in again. NumPy's `roll`. */
  roll: method("roll", rollExpr, "shift axis"),
  /** Each element several times. NumPy's `repeat`. */
  repeat: method("repeat", repeat, "repeats axis"),
  /** The array several times along each axis. NumPy's `tile`. */
  tile: method("tile", tile, "reps"),
};
