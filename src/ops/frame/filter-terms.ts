import type { ColumnExpr } from "./column-expr.ts";
import { conjuncts } from "./conjuncts.ts";
import type { Bound, FilterTerm } from "./part-facts.ts";

type Comparison = "eq" | "ne" | "lt" | "le" | "gt" | "ge";
const mirrored: { readonly [call: string]: Comparison } = { eq: "eq", ne: "ne", lt: "gt", le: "ge", gt: "lt", ge: "le" };

/** The conditions of a filter that can be held against what is known of whole partitions: a column compared with a value of its own type. */
export function termsOf(predicate: ColumnExpr): FilterTerm[] {
  return conjuncts(predicate).flatMap((term) => {
    const found = termOf(term);
    return found === undefined ? [] : [found];
  });
}

function termOf(expr: ColumnExpr): FilterTerm | undefined {
  if (!("call" in expr)) return undefined;
  const [a, b] = expr.args;
  if (a !== undefined && "column" in a && (expr.call === "isna" || expr.call === "notna"))
    return { column: a.column, is: expr.call === "isna" ? "null" : "notNull" };
  if (a === undefined || b === undefined || !Object.hasOwn(mirrored, expr.call)) return undefined;
  if ("column" in a && isBound(b, a)) return { column: a.column, is: expr.call as Comparison, value: storedValue(b) };
  if ("column" in b && isBound(a, b)) return { column: b.column, is: mirrored[expr.call]!, value: storedValue(a) };
  return undefined;
}

/** As a column of the value's type has it: 0.1 is another number in float32. */
function storedValue({ value, type }: { readonly value: unknown; readonly type: ColumnExpr["type"] }): Bound {
  return type === "float32" ? Math.fround(value as number) : (value as Bound);
}

/** Bounds are as columns store values, so a value of another type says nothing of them. */
function isBound(value: ColumnExpr, column: ColumnExpr): value is Extract<ColumnExpr, { value: unknown }> {
  const isText = column.type === "utf8" || column.type === "category";
  return "value" in value && value.value !== null && (value.type === column.type || (isText && value.type === "utf8"));
}
