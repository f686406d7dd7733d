import { dtypes } from "../../chunk/dtype.ts";
import type { Expr } from "../../expr/expr.ts";
import { constant } from "../define/constant.ts";
import { castTo, elementwise } from "../define/elementwise.ts";

/** What a comparison gives where the signed number is negative: it is less than any unsigned one. */
const whenNegative: { readonly [kernel: string]: boolean } = { less: true, lessEqual: true, notEqual: true, greater: false, greaterEqual: false, equal: false };
const mirrored: { readonly [kernel: string]: string } = { less: "greater", lessEqual: "greaterEqual", greater: "less", greaterEqual: "lessEqual", equal: "equal", notEqual: "notEqual" };

/** Signed integers against uint64, which no dtype but a rounding one holds together: compared exactly. Nothing for any other operation or dtypes. */
export function compareWide(kernel: string, a: Expr, b: Expr): Expr | undefined {
  if (!Object.hasOwn(mirrored, kernel)) return undefined;
  const isSigned = (x: Expr) => dtypes[x.meta.dtype].kind === "int";
  if (b.meta.dtype === "uint64" && isSigned(a)) return signedFirst(kernel, a, b);
  return a.meta.dtype === "uint64" && isSigned(b) ? signedFirst(mirrored[kernel]!, b, a) : undefined;
}

function signedFirst(kernel: string, signed: Expr, unsigned: Expr): Expr {
  const wide = castTo(signed, "int64");
  const negative = elementwise("less", "int64", "bool", [wide, constant("int64", 0n)]);
  const compared = elementwise(kernel, "uint64", "bool", [castTo(wide, "uint64"), unsigned]);
  return whenNegative[kernel]
    ? elementwise("logicalOr", "bool", "bool", [negative, compared])
    : elementwise("logicalAnd", "bool", "bool", [elementwise("logicalNot", "bool", "bool", [negative]), compared]);
}
