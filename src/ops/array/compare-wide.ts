import { dtypes } from "../../chunk/dtype.ts";
import type { Expr } from "../../expr/expr.ts";
import { castTo, elementwise } from "../define/elementwise.ts";
import { mixedComparisons } from "./definitions/inner-ops.ts";

/** Signed integers against uint64, which no dtype but a rounding one holds together: compared exactly. Nothing for any other operation or dtypes. */
export function compareWide(kernel: string, a: Expr, b: Expr): Expr | undefined {
  const mixed = Object.hasOwn(mixedComparisons, kernel) ? mixedComparisons[kernel] : undefined;
  if (mixed === undefined) return undefined;
  const isSigned = (x: Expr) => dtypes[x.meta.dtype].kind === "int";
  const signedFirst = (kernel: string, signed: Expr, unsigned: Expr) => elementwise(kernel, "int64", "bool", [castTo(signed, "int64"), unsigned]);
  if (b.meta.dtype === "uint64" && isSigned(a)) return signedFirst(mixed.straight, a, b);
  return a.meta.dtype === "uint64" && isSigned(b) ? signedFirst(mixed.mirrored, b, a) : undefined;
}
