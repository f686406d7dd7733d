import type { Expr } from "../../expr/expr.ts";
import { type Stride, slice } from "../define/slice.ts";
import { applyScalarOp } from "./apply.ts";
import { scalarOps } from "./definitions/scalar-ops.ts";
import type { OperandInput } from "./operand.ts";

/** An operation on single elements by its name; numbers give way to the dtype of arrays. */
export function on(name: keyof typeof scalarOps, ...args: readonly OperandInput[]): Expr {
  return applyScalarOp(scalarOps[name], args);
}

/** `count` elements along an axis from `start` on, which must be there. */
export function part(x: Expr, axis: number, start: number, count: number): Expr {
  return slice(
    x,
    x.meta.shape.map((_, i): Stride | undefined => (i === axis ? { start, step: 1, count } : undefined)),
  );
}
