import type { ColumnType } from "../chunk/column-type.ts";
import type { Expr } from "../expr/expr.ts";
import { typedCall } from "../ops/frame/call.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import { literal } from "../ops/frame/literal.ts";
import { printExpr } from "../ops/frame/print-expr.ts";
import { printed } from "../util/printed.ts";
import { ColumnRef } from "./column-ref.ts";
import type { Assignable, ColumnLike } from "./frame-type.ts";
import { conditionExpr, frameKey, hasColumn, operandExpr } from "./operand.ts";
import { Series } from "./series.ts";

/** One value as a column, for callbacks. */
export function lit(value: null | boolean | number | bigint | string | Date): ColumnRef<ColumnType> {
  if (value === undefined) throw new TypeError("lit: there is no value; null stands for a missing one");
  return new ColumnRef(literal(value));
}

/** A condition that waits for its value. */
export interface When {
  then(value: Assignable): Then;
}
/** A choice so far; null where no condition is true. */
export interface Then {
  when(condition: ColumnLike<"bool">): When;
  otherwise(value: Assignable): ColumnRef<ColumnType>;
  end(): ColumnRef<ColumnType>;
}

/**
 * The value of the first condition that is true. Polars' `when(…).then(…).otherwise(…)`, SQL's `CASE`.
 *
 * @example df.assign({ size: (c) => dd.when(c.x.gt(10)).then("large").when(c.x.gt(5)).then("middle").otherwise("small") })
 */
export function when(condition: ColumnLike<"bool">): When {
  return next([], condition, undefined);
}

function next(parts: readonly ColumnExpr[], condition: ColumnLike<"bool">, frame: Expr | undefined): When {
  const home = frame ?? frameOf(condition);
  const tested = conditionExpr(condition, home, "when");
  const made: When = {
    // biome-ignore lint/suspicious/noThenProperty: the name Polars uses; nobody awaits a condition
    then(value) {
      const own = home ?? frameOf(value);
      const soFar = [...parts, tested, operandExpr(value, own, "when")];
      const finish = (exprs: readonly ColumnExpr[], last: Expr | undefined) => {
        const expr = typedCall("when", exprs);
        return (last === undefined ? new ColumnRef(expr) : new Series(last, expr, "when")) as ColumnRef<ColumnType>;
      };
      const choice: Then = {
        when: (other) => next(soFar, other, own),
        otherwise: (other) => finish([...soFar, operandExpr(other, own, "when")], own ?? frameOf(other)),
        end: () => finish(soFar, own),
      };
      return printed(choice, () => `when(…): ${soFar.length / 2} ${soFar.length === 2 ? "choice" : "choices"} so far; end it with .otherwise(value)`);
    },
  };
  return printed(made, () => `when(${printExpr(tested)}), which waits for .then(value)`);
}

function frameOf(value: unknown): Expr | undefined {
  return hasColumn(value) ? value[frameKey] : undefined;
}
