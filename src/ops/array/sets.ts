import type { Expr } from "../../expr/expr.ts";
import { castTo } from "../define/elementwise.ts";
import { func } from "../define/entry.ts";
import { promote } from "../define/promotion.ts";
import { reshapeExpr } from "../define/reshape.ts";
import { maskExpr } from "./get.ts";
import { concatenateExpr } from "./join.ts";
import { asExpr, type OperandInput } from "./operand.ts";
import { uniqueExpr, uniqueOps } from "./unique.ts";

/** Two sets: flat, of one dtype. */
function setsOf(operation: string, a: OperandInput, b: OperandInput): [Expr, Expr] {
  const [x, y] = [asExpr(a, operation), asExpr(b, operation)];
  const dtype = promote(x.meta.dtype, y.meta.dtype);
  return [castTo(reshapeExpr(x, [-1], operation), dtype), castTo(reshapeExpr(y, [-1], operation), dtype)];
}

const among = (x: Expr, y: Expr, invert: boolean) => maskExpr(x, uniqueOps.isin.apply(x, y, { invert }), 0);

/** Sets of values: arrays of one axis, in order. */
export const setOps = {
  /** The values that are in both arrays. NumPy's `intersect1d`. */
  intersect1d: func(
    "union1d",
    (a: OperandInput, b: OperandInput) => {
      const [x, y] = setsOf("intersect1d", a, b);
      return uniqueExpr(among(x, y, false));
    },
    "ar1 ar2",
  ),
  /** The values of the first array that are not in the second. NumPy's `setdiff1d`. */
  setdiff1d: func(
    "union1d",
    (a: OperandInput, b: OperandInput) => {
      const [x, y] = setsOf("setdiff1d", a, b);
      return uniqueExpr(among(x, y, true));
    },
    "ar1 ar2",
  ),
  /** The values that are in one array but not in the other. NumPy's `setxor1d`. */
  setxor1d: func(
    "union1d",
    (a: OperandInput, b: OperandInput) => {
      const [x, y] = setsOf("setxor1d", a, b);
      return uniqueExpr(concatenateExpr([among(x, y, true), among(y, x, true)], 0, "setxor1d"));
    },
    "ar1 ar2",
  ),
};
