import { isCollection } from "../engine/collection.ts";
import type { Expr } from "../expr/expr.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import { literal } from "../ops/frame/literal.ts";
import { exprIn } from "../ops/frame/windows/unlift.ts";

/** The key under which a column shows what it is computed from. */
export const columnKey: unique symbol = Symbol.for("chunkwise.column");
/** The frame a column belongs to; a column in a callback belongs to the one at hand. */
export const frameKey: unique symbol = Symbol.for("chunkwise.frame");

/** A column, wherever it stands. */
export interface HasColumn {
  readonly [columnKey]: ColumnExpr;
  readonly [frameKey]?: Expr | undefined;
}

export function hasColumn(value: unknown): value is HasColumn {
  return typeof value === "object" && value !== null && columnKey in value;
}

/** What can stand where a column is wanted: a column of the same frame or of one that was made from it row by row, or one value for all rows. */
export function operandExpr(value: unknown, frame: Expr | undefined, operation: string): ColumnExpr {
  if (hasColumn(value)) {
    const other = value[frameKey];
    if (frame !== undefined && other !== undefined && other.token !== frame.token) {
      const own = exprIn(frame, other, value[columnKey]);
      if (own !== undefined) return own;
      throw new TypeError(`${operation}: the columns are of different frames, whose rows do not belong together; merge the frames first`);
    }
    return value[columnKey];
  }
  if (value === null || value === undefined) return literal(null);
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean" || typeof value === "string" || value instanceof Date)
    return literal(value);
  if (isCollection(value)) throw new TypeError(`${operation}: ${String(value)} is not computed yet, and no column; await compute() first`);
  throw new TypeError(`${operation}: ${describe(value)} is neither a column nor a value`);
}

/** The same of a condition, which has to be there: a callback in braces gives nothing unless it returns it, and `c.x === 1` is false. */
export function conditionExpr(value: unknown, frame: Expr | undefined, operation: string): ColumnExpr {
  if (value === undefined) throw new TypeError(`${operation}: there is no condition: give one, like (c) => c.x.gt(1); in braces, a callback has to return it`);
  if (typeof value === "boolean")
    throw new TypeError(`${operation}: the condition is ${value}, the same for all rows; compare columns with c.x.eq(1) or c.x.gt(1), not === or >`);
  return operandExpr(value, frame, operation);
}

function describe(value: unknown): string {
  if (typeof value === "function") return "a function";
  if (typeof value === "object" && value !== null && Object.hasOwn(value, "toString")) return String(value);
  return typeof value === "object" ? `an object of class ${value?.constructor?.name ?? "Object"}` : String(value);
}
