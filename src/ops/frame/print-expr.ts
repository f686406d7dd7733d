import type { ColumnExpr } from "./column-expr.ts";

/** An expression as text, for plans and errors: `and(eq(UniqueCarrier, "UA"), eq(Origin, "SFO"))`. */
export function printExpr(expr: ColumnExpr): string {
  if ("column" in expr) return /^[A-Za-z_]\w*$/.test(expr.column) ? expr.column : `[${JSON.stringify(expr.column)}]`;
  if ("value" in expr) return typeof expr.value === "bigint" ? `${expr.value}n` : JSON.stringify(expr.value);
  const params = Object.entries(expr.params).map(([name, value]) => `${name}: ${typeof value === "bigint" ? `${value}n` : JSON.stringify(value)}`);
  const type = expr.call === "cast" ? [expr.type] : [];
  return `${expr.call}(${[...expr.args.map(printExpr), ...type, ...params].join(", ")})`;
}
