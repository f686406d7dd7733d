import type { Expr } from "../../expr/expr.ts";
import { ShapeError } from "../../util/errors.ts";
import { type Axis, normalizeAxis } from "../define/axis.ts";
import { type ChunkSpec, normalizeChunks } from "../define/chunks.ts";
import { constant } from "../define/constant.ts";
import { elementwise } from "../define/elementwise.ts";
import { method } from "../define/entry.ts";
import { rechunkExpr } from "../define/rechunk.ts";
import { permute } from "../define/region-op.ts";
import { toScalar } from "../define/scalar-op.ts";
import { type Stride, slice } from "../define/slice.ts";
import { whole } from "../define/whole.ts";
import { checkInteger } from "./arguments.ts";
import { coordinate, fullExpr } from "./creation.ts";
import { concatenateExpr } from "./join.ts";
import { joinedAlong } from "./order.ts";
import { knownShape } from "./shape.ts";

/** The diagonal of two axes, as a last axis. Each row is asked for its one element. */
export function diagonalExpr(x: Expr, offset: number, axis1: Axis, axis2: Axis, operation: string): Expr {
  checkInteger(offset, operation, "diagonal");
  const { length: ndim } = x.meta.shape;
  if (ndim < 2) throw new ShapeError(`${operation}: needs at least two axes, shape [${x.meta.shape}] has ${ndim}`);
  const [row, column] = [normalizeAxis(axis1, ndim, operation), normalizeAxis(axis2, ndim, operation)];
  if (row === column) throw new ShapeError(`${operation}: axes ${axis1} and ${axis2} are the same`);
  const rest = x.meta.shape.map((_, axis) => axis).filter((axis) => axis !== row && axis !== column);
  const matrix = permute(x, [...rest, row, column]);
  const shape = knownShape(matrix, operation);
  const [rows, columns] = [shape[ndim - 2]!, shape[ndim - 1]!];
  const first = Math.max(0, -offset);
  const count = Math.max(0, Math.min(rows - first, columns - Math.max(0, offset)));
  const part = slice(
    matrix,
    shape.map((_, axis): Stride | undefined => (axis === ndim - 2 ? { start: Math.min(first, rows), step: 1, count } : undefined)),
  );
  const joined = joinedAlong(part, ndim - 1);
  const own = joined.meta.chunks[ndim - 2] as readonly number[];
  const index = elementwise("add", "float64", "float64", [coordinate(0, [own], "float64"), constant("float64", Math.max(0, offset))]);
  // One position a row, the same for all leading axes.
  const picked = takeFromRows(joined, index, own);
  return permute(
    picked,
    shape.map((_, axis) => axis).filter((axis) => axis !== ndim - 1),
  );
}

function takeFromRows(x: Expr, index: Expr, rows: readonly number[]): Expr {
  const { chunks } = x.meta;
  const ndim = chunks.length;
  const wide = permute(index, [...new Array<number>(ndim - 2).fill(-1), 0, -1]);
  const size = chunks.map((own, axis) => (axis === ndim - 1 ? [1] : axis === ndim - 2 ? rows : own));
  const full = elementwise("add", "float64", "float64", [
    wide,
    fullExpr(
      size.map((own) => own.reduce<number>((sum, extent) => sum + extent!, 0)),
      0,
      { chunks: size as readonly (readonly number[])[] },
    ),
  ]);
  return whole({ kernel: "takeAlong", inputs: [x, rechunkExpr(full, size)], dtype: x.meta.dtype, chunks: size, values: { axis: ndim - 1 } });
}

/** A vector on a diagonal of zeros, or the diagonal of a matrix. */
function diag(x: Expr, k = 0, options: { readonly chunks?: ChunkSpec } = {}): Expr {
  checkInteger(k, "diag", "diagonal");
  const shape = knownShape(x, "diag");
  if (shape.length === 2) return diagonalExpr(x, k, 0, 1, "diag");
  if (shape.length !== 1) throw new ShapeError(`diag: takes one or two axes, shape [${shape}] has ${shape.length}`);
  const { dtype } = x.meta;
  const length = shape[0]!;
  const side = length + Math.abs(k);
  const chunks = normalizeChunks(
    options.chunks ?? (k === 0 ? [x.meta.chunks[0] as number[], x.meta.chunks[0] as number[]] : undefined),
    [side, side],
    dtype,
    "diag",
  );
  const zero = toScalar(0, dtype);
  const zeros = (count: number) => fullExpr([count], zero, { dtype });
  const along = k === 0 ? x : k > 0 ? concatenateExpr([zeros(k), x]) : concatenateExpr([x, zeros(-k)]);
  const column = permute(rechunkExpr(along, [chunks[1]!]), [-1, 0]);
  const onDiagonal = elementwise("equal", "int64", "bool", [
    elementwise("add", "int64", "int64", [coordinate(0, chunks, "int64"), constant("int64", BigInt(k))]),
    coordinate(1, chunks, "int64"),
  ]);
  return elementwise("where", dtype, dtype, [onDiagonal, column, constant(dtype, zero)]);
}

export const diagonalOps = {
  /** A vector as a diagonal matrix, or the diagonal of a matrix. NumPy's `diag`. */
  diag: method("diag", diag, "k", "chunks"),
};
