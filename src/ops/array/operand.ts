import type { NDArray } from "../../chunk/ndarray.ts";
import type { Expr } from "../../expr/expr.ts";
import { type ArrayData, fromArray } from "./from-array.ts";

/** What an operation on arrays takes: an array, data for one, or a number. */
export type OperandInput = Expr | ArrayData | NDArray;

export function isExpr(value: unknown): value is Expr {
  return typeof value === "object" && value !== null && "op" in value && "token" in value;
}

export function isScalar(value: unknown): value is number | bigint | boolean {
  return typeof value === "number" || typeof value === "bigint" || typeof value === "boolean";
}

/** An argument as an expression; data are copied in. */
export function asExpr(value: OperandInput, operation: string): Expr {
  return isExpr(value) ? value : fromArray(value, {}, operation);
}
