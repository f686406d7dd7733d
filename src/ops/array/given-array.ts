import { parseDType } from "../../chunk/dtype.ts";
import type { Expr } from "../../expr/expr.ts";
import { castTo } from "../define/elementwise.ts";
import { reshapeExpr } from "../define/reshape.ts";
import type { FromArrayOptions } from "./from-array.ts";
import { rechunkTo } from "./shape.ts";

/** An array that is one already, as options want it. */
export function given(x: Expr, { shape, dtype, chunks }: FromArrayOptions, operation: string): Expr {
  const shaped = shape === undefined ? x : reshapeExpr(x, shape, operation);
  const cast = dtype === undefined ? shaped : castTo(shaped, parseDType(dtype, operation));
  return chunks === undefined ? cast : rechunkTo(cast, chunks);
}
