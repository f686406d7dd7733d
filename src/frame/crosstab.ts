import type { Expr } from "../expr/expr.ts";
import type { Field } from "../expr/meta.ts";
import { aggregate } from "../ops/frame/aggregations.ts";
import { typedCall } from "../ops/frame/call.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import { concat } from "../ops/frame/concat.ts";
import { groupby } from "../ops/frame/groupby.ts";
import { join } from "../ops/frame/join.ts";
import { castExpr } from "../ops/frame/literal.ts";
import { type NamedExpr, project } from "../ops/frame/project.ts";
import { schemaOf, unusedName } from "../ops/frame/schema.ts";
import type { Columns } from "./columns-type.ts";
import { pivot } from "./pivot.ts";
import type { ColumnValue, CrosstabOptions, PivotOptions } from "./reshape-methods.ts";

export type Normalize = CrosstabOptions<Columns>["normalize"];

/** What `crosstab` counts or aggregates, as options of a pivot table. */
export function tableOptions({ normalize: _, ...options }: CrosstabOptions<Columns>): PivotOptions<Columns> {
  const counted = options.values === undefined && options.aggfunc === undefined;
  return { ...options, ...(counted && ({ values: options.columns, aggfunc: "size", fillValue: 0 } as const)) };
}

/** pandas' `crosstab`. */
export function crosstab(frame: Expr, options: CrosstabOptions<Columns>, columnValues: readonly ColumnValue[], isChosen: boolean): Expr {
  const { normalize = false, margins = false, marginsName = "All", ...own } = options;
  const table = (more: object) => pivot(frame, tableOptions({ ...own, ...more }), columnValues, isChosen, "crosstab");
  if (normalize === false) return table({ margins, marginsName });
  if (!["all", "index", "columns", true].includes(normalize))
    throw new TypeError(`crosstab: normalize is ${JSON.stringify(normalize)}; it is true, "all", "index" or "columns"`);
  if (own.values !== undefined && margins && own.aggfunc !== "sum")
    throw new TypeError('crosstab: shares with margins are of counts and sums; leave out normalize, margins or values, or take aggfunc: "sum"');
  const keys = typeof own.index === "string" ? 1 : own.index.length;
  return shares(table({}), keys, normalize === true ? "all" : normalize, margins ? marginsName : undefined);
}

const ref = ({ name, type }: Field): ColumnExpr => ({ column: name, type });
const zero: ColumnExpr = { value: 0, type: "float64" };
const sumOf = (exprs: readonly ColumnExpr[]) => exprs.reduce((a, b) => typedCall("add", [a, b]), zero);
/** What is missing counts nothing. */
const there = (expr: ColumnExpr) => typedCall("fillna", [castExpr(expr, "float64"), zero]);
/** A share of nothing is none. */
function shareOf(part: ColumnExpr, whole: ColumnExpr): ColumnExpr {
  return typedCall("where", [typedCall("div", [part, whole]), typedCall("ne", [whole, zero]), zero]);
}

/** Cells as shares of all of them, of their row or of their column; margins as shares of all. */
function shares(table: Expr, keys: number, of: "all" | "index" | "columns", marginsName: string | undefined): Expr {
  const schema = schemaOf(table);
  const [labels, cells] = [schema.slice(0, keys), schema.slice(keys)];
  if (cells.length === 0) return table;
  const beside = withTotals(table, cells);
  const totals = schemaOf(beside).slice(schema.length).map(ref);
  const all = sumOf(totals);
  const values = cells.map((cell) => there(ref(cell)));
  const row = sumOf(values);
  const wholes = { all: () => all, index: () => row, columns: (i: number) => totals[i]! };
  const named = (exprs: readonly ColumnExpr[]) => cells.map(({ name }, i): NamedExpr => ({ name, expr: exprs[i]! }));
  const margin = (part: ColumnExpr): NamedExpr[] => (marginsName === undefined || of === "index" ? [] : [{ name: marginsName, expr: shareOf(part, all) }]);
  const labelOf = (field: Field): ColumnExpr => (marginsName === undefined ? ref(field) : castExpr(ref(field), "utf8"));
  const rows = project(beside, [
    ...labels.map((field) => ({ name: field.name, expr: labelOf(field) })),
    ...named(values.map((value, i) => shareOf(value, wholes[of](i)))),
    ...margin(row),
  ]);
  if (marginsName === undefined || of === "columns") return rows;
  const total = project(totalsOf(table, cells), [
    ...labels.map(({ name }, i): NamedExpr => ({ name, expr: { value: i === 0 ? marginsName : "", type: "utf8" } })),
    ...named(totals.map((part) => shareOf(part, all))),
    ...margin(all),
  ]);
  return concat([rows, total]);
}

const totalNames = (cells: readonly Field[], schema: readonly Field[]) => cells.map(({ name }) => unusedName(`total ${name}`, schema));

/** The sums of all columns of cells, in one row. */
function totalsOf(table: Expr, cells: readonly Field[]): Expr {
  const names = totalNames(cells, schemaOf(table));
  return groupby(
    table,
    [],
    cells.map((cell, i) => aggregate(names[i]!, "sum", [there(ref(cell))])),
  );
}

/** Each row, and those sums. */
function withTotals(table: Expr, cells: readonly Field[]): Expr {
  const totals = totalsOf(table, cells);
  const columns = [
    ...schemaOf(table).map(({ name, type }) => ({ name, side: "left" as const, column: name, type })),
    ...schemaOf(totals).map(({ name, type }) => ({ name, side: "right" as const, column: name, type })),
  ];
  return join(table, totals, { how: "cross", leftKeys: [], rightKeys: [], columns, nullsEqual: false, validate: [], ordered: true, broadcast: true });
}
