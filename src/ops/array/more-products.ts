import type { Expr } from "../../expr/expr.ts";
import { ShapeError } from "../../util/errors.ts";
import { method } from "../define/entry.ts";
import { permute } from "../define/region-op.ts";
import { reshapeExpr } from "../define/reshape.ts";
import { stackExpr } from "./join.ts";
import { on, part } from "./on-elements.ts";
import { asExpr, type OperandInput } from "./operand.ts";
import { productOps } from "./products.ts";
import { knownShape } from "./shape.ts";

function inner(x: Expr, y: OperandInput): Expr {
  const b = asExpr(y, "inner");
  if (x.meta.shape.length === 0 || b.meta.shape.length === 0) return on("multiply", x, b);
  return productOps.tensordot.apply(x, b, [[x.meta.shape.length - 1], [b.meta.shape.length - 1]]);
}

function kron(x: Expr, y: OperandInput): Expr {
  const other = asExpr(y, "kron");
  const ndim = Math.max(x.meta.shape.length, other.meta.shape.length);
  const widen = (of: Expr) => reshapeExpr(of, [...new Array<number>(ndim - of.meta.shape.length).fill(1), ...knownShape(of, "kron")], "kron");
  const [a, b] = [widen(x), widen(other)];
  const axes = Array.from({ length: ndim }, (_, i) => i);
  const products = on(
    "multiply",
    permute(
      a,
      axes.flatMap((axis) => [axis, -1]),
    ),
    permute(
      b,
      axes.flatMap((axis) => [-1, axis]),
    ),
  );
  return reshapeExpr(
    products,
    axes.map((axis) => a.meta.shape[axis]! * b.meta.shape[axis]!),
    "kron",
  );
}

/** Vectors of three along the last axis; of two, their third is 0. */
function cross(x: Expr, y: OperandInput): Expr {
  const other = asExpr(y, "cross");
  const sizes = [x, other].map((of) => of.meta.shape.at(-1));
  if (!sizes.every((size) => size === 2 || size === 3))
    throw new ShapeError(`cross: takes vectors of 2 or 3 along the last axis, not shapes [${x.meta.shape}] and [${other.meta.shape}]`);
  const component = (of: Expr, i: number): Expr | undefined => {
    const last = of.meta.shape.length - 1;
    if (i >= of.meta.shape[last]!) return undefined;
    return permute(part(of, last, i, 1), of.meta.shape.map((_, axis) => axis).slice(0, -1));
  };
  const times = (i: number, j: number): Expr | undefined => {
    const [a, b] = [component(x, i), component(other, j)];
    return a === undefined || b === undefined ? undefined : on("multiply", a, b);
  };
  const minus = (a: Expr | undefined, b: Expr | undefined): Expr | undefined =>
    a === undefined ? (b === undefined ? undefined : on("negative", b)) : b === undefined ? a : on("subtract", a, b);
  const third = minus(times(0, 1), times(1, 0))!;
  if (sizes[0] === 2 && sizes[1] === 2) return third;
  return stackExpr([minus(times(1, 2), times(2, 1))!, minus(times(2, 0), times(0, 2))!, third], third.meta.shape.length, "cross");
}

/** Products that are made of others. */
export const moreProductOps = {
  /** Sums of products over the last axis of both. NumPy's `inner`. */
  inner: method("product", inner, "b"),
  /** Each element of the first array times all of the second, in blocks. NumPy's `kron`. */
  kron: method("product", kron, "b"),
  /** The vector product along the last axis. NumPy's `cross`. */
  cross: method("product", cross, "b"),
};
