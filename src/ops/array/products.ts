import type { Expr } from "../../expr/expr.ts";
import { ShapeError } from "../../util/errors.ts";
import { type Axis, normalizeAxis } from "../define/axis.ts";
import { refine } from "../define/chunks.ts";
import { castTo, commonChunks, elementwise } from "../define/elementwise.ts";
import { func, method } from "../define/entry.ts";
import { UnknownLengths } from "../define/later.ts";
import { promote } from "../define/promotion.ts";
import { rechunkExpr } from "../define/rechunk.ts";
import { permute } from "../define/region-op.ts";
import { reshapeExpr } from "../define/reshape.ts";
import { whole } from "../define/whole.ts";
import { diagonalExpr } from "./diagonal.ts";
import { einsumExpr } from "./einsum.ts";
import { asExpr, type OperandInput } from "./operand.ts";
import { reductionOps } from "./reductions.ts";
import { expandDims, knownShape } from "./shape.ts";

const text = (x: Expr) => `[${x.meta.shape.map((extent) => extent ?? "?").join(", ")}]`;

/** Brings two arrays to one dtype. */
function together(a: Expr, b: Expr): [Expr, Expr] {
  const dtype = promote(a.meta.dtype, b.meta.dtype);
  return [castTo(a, dtype), castTo(b, dtype)];
}

/** `[…, m, k] · […, k, n]`: each chunk of the result adds up the products of all chunks along k in one task. */
export function matmulExpr(left: Expr, right: Expr, operation = "matmul"): Expr {
  if (left.meta.shape.length === 0 || right.meta.shape.length === 0)
    throw new ShapeError(`${operation}: takes arrays of at least one axis, not ${text(left)} and ${text(right)}`);
  const [vectorA, vectorB] = [left.meta.shape.length === 1, right.meta.shape.length === 1];
  const [x, y] = together(vectorA ? expandDims(left, 0) : left, vectorB ? expandDims(right, 1) : right);
  const [a, b] = [x.meta, y.meta];
  const [kA, kB] = [a.shape.length - 1, b.shape.length - 2];
  if (a.shape[kA] === undefined || b.shape[kB] === undefined) throw new UnknownLengths(operation, `shapes ${text(left)} and ${text(right)} are not known`);
  if (a.shape[kA] !== b.shape[kB]) {
    throw new ShapeError(`${operation}: shapes ${text(left)} and ${text(right)} do not fit: ${a.shape[kA] ?? "?"} columns against ${b.shape[kB] ?? "?"} rows`);
  }
  const k = refine([a.chunks[kA]!, b.chunks[kB]!], operation);
  const leading = commonChunks(operation, [
    { ...a, shape: a.shape.slice(0, -2), chunks: a.chunks.slice(0, -2) },
    { ...b, shape: b.shape.slice(0, -2), chunks: b.chunks.slice(0, -2) },
  ]);
  const lead = (meta: typeof a) =>
    meta.shape.slice(0, -2).map((extent, axis) => (extent === 1 ? [1] : leading[leading.length - meta.shape.length + 2 + axis]!));
  const inputs = [rechunkExpr(x, [...lead(a), a.chunks[kA - 1]!, k]), rechunkExpr(y, [...lead(b), k, b.chunks[kB + 1]!])];
  const axes = (meta: typeof a) =>
    meta.shape.slice(0, -2).map((extent, axis) => (extent === 1 ? ("only" as const) : leading.length - meta.shape.length + 2 + axis));
  const n = leading.length;
  const product = whole({
    kernel: "matmul",
    inputs,
    chunks: [...leading, a.chunks[kA - 1]!, b.chunks[kB + 1]!],
    reads: [
      [...axes(a), n, "all"],
      [...axes(b), "all", n + 1],
    ],
    alternate: true,
  });
  const kept = product.meta.shape.map((_, axis) => axis).filter((axis) => !(vectorA && axis === n) && !(vectorB && axis === n + 1));
  return permute(product, kept);
}

function dot(left: OperandInput, right: OperandInput): Expr {
  const [a, b] = [asExpr(left, "dot"), asExpr(right, "dot")];
  if (a.meta.shape.length === 0 || b.meta.shape.length === 0) return product(a, b);
  return b.meta.shape.length <= 2 && a.meta.shape.length <= 2
    ? matmulExpr(a, b, "dot")
    : tensordot(a, b, [[a.meta.shape.length - 1], [Math.max(0, b.meta.shape.length - 2)]]);
}

function product(a: Expr, b: Expr): Expr {
  const [x, y] = together(a, b);
  return elementwise("multiply", x.meta.dtype, x.meta.dtype, [x, y]);
}

type TensordotAxes = number | readonly [number | readonly number[], number | readonly number[]];

/** Sums products over axes of both: as one matrix product of the axes that stay by the axes that go. */
function tensordot(left: OperandInput, right: OperandInput, axes: TensordotAxes = 2): Expr {
  const [a, b] = together(asExpr(left, "tensordot"), asExpr(right, "tensordot"));
  const [shapeA, shapeB] = [knownShape(a, "tensordot"), knownShape(b, "tensordot")];
  const [fromA, fromB] = contracted(axes, shapeA.length, shapeB.length);
  if (fromA.length !== fromB.length || fromA.some((axis, i) => shapeA[axis] !== shapeB[fromB[i]!])) {
    throw new ShapeError(`tensordot: axes [${fromA}] of shape [${shapeA}] do not fit axes [${fromB}] of shape [${shapeB}]`);
  }
  const keepA = shapeA.map((_, axis) => axis).filter((axis) => !fromA.includes(axis));
  const keepB = shapeB.map((_, axis) => axis).filter((axis) => !fromB.includes(axis));
  const size = (shape: readonly number[], list: readonly number[]) => list.reduce((product, axis) => product * shape[axis]!, 1);
  const inner = size(shapeA, fromA);
  const rows = reshapeExpr(permute(a, [...keepA, ...fromA]), [size(shapeA, keepA), inner], "tensordot");
  const columns = reshapeExpr(permute(b, [...fromB, ...keepB]), [inner, size(shapeB, keepB)], "tensordot");
  return reshapeExpr(matmulExpr(rows, columns, "tensordot"), [...keepA.map((axis) => shapeA[axis]!), ...keepB.map((axis) => shapeB[axis]!)], "tensordot");
}

function contracted(axes: TensordotAxes, ndimA: number, ndimB: number): [number[], number[]] {
  if (typeof axes === "number") {
    if (!Number.isInteger(axes) || axes < 0 || axes > Math.min(ndimA, ndimB))
      throw new ShapeError(`tensordot: ${axes} axes of arrays of ${ndimA} and ${ndimB} dimensions`);
    return [Array.from({ length: axes }, (_, i) => ndimA - axes + i), Array.from({ length: axes }, (_, i) => i)];
  }
  const list = (one: number | readonly number[], ndim: number) => (typeof one === "number" ? [one] : one).map((axis) => normalizeAxis(axis, ndim, "tensordot"));
  return [list(axes[0], ndimA), list(axes[1], ndimB)];
}

const flat = (x: OperandInput, operation: string) => reshapeExpr(asExpr(x, operation), [-1], operation);

function outer(left: OperandInput, right: OperandInput): Expr {
  return product(permute(flat(left, "outer"), [0, -1]), permute(flat(right, "outer"), [-1, 0]));
}

function trace(x: Expr, offset = 0, axis1: Axis = 0, axis2: Axis = 1): Expr {
  return reductionOps.sum.apply(diagonalExpr(x, offset, axis1, axis2, "trace"), -1);
}

/** Products of matrices and tensors. */
export const productOps = {
  /** The matrix product; leading axes broadcast. NumPy's `matmul`. */
  matmul: method("product", (x: Expr, y: OperandInput) => matmulExpr(x, asExpr(y, "matmul")), "b"),
  /** The dot product of vectors, the product of matrices, of more axes the sum over the last and the second-to-last. NumPy's `dot`. */
  dot: method("product", dot, "b"),
  /** The sum of products over axes of both. NumPy's `tensordot`. */
  tensordot: func("tensordot", tensordot, "a b axes"),
  /** Sums of products as Einstein writes them: `einsum("ij,jk->ik", a, b)`. NumPy's `einsum`. */
  einsum: func(
    "einsum",
    (subscripts: string, ...operands: readonly OperandInput[]) =>
      einsumExpr(
        subscripts,
        operands.map((operand) => asExpr(operand, "einsum")),
        matmulExpr,
      ),
    "subscripts ...",
  ),
  /** All products of elements of two flattened arrays. NumPy's `outer`. */
  outer: method("product", outer, "b"),
  /** The dot product of two flattened arrays. NumPy's `vdot`. */
  vdot: method(
    "product",
    (x: Expr, y: OperandInput) => {
      const [a, b] = [flat(x, "vdot"), flat(y, "vdot")];
      if (a.meta.shape[0] !== b.meta.shape[0]) throw new ShapeError(`vdot: ${text(x)} and ${text(asExpr(y, "vdot"))} have different sizes`);
      return matmulExpr(a, b, "vdot");
    },
    "b",
  ),
  /** The sum along a diagonal. NumPy's `trace`. */
  trace: method("trace", trace, "offset axis1 axis2"),
  /** A diagonal of a matrix, or of matrices. NumPy's `diagonal`. */
  diagonal: method("trace", (x: Expr, offset = 0, axis1: Axis = 0, axis2: Axis = 1) => diagonalExpr(x, offset, axis1, axis2, "diagonal"), "offset axis1 axis2"),
};
