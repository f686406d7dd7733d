import type { Expr } from "../../expr/expr.ts";
import type { Division } from "../../expr/meta.ts";
import { typedCall } from "./call.ts";
import type { ColumnExpr } from "./column-expr.ts";
import { both } from "./conjuncts.ts";
import { indexColumn, partitionsBetween, requireIndex } from "./divisions.ts";
import { filter } from "./filter.ts";
import { compareBounds } from "./part-facts.ts";
import { takePartitions } from "./partitions.ts";
import { partitionsOf } from "./schema.ts";

/** A key as an expression, and as columns store it, where the index' type holds it exactly. */
export interface Key {
  readonly expr: ColumnExpr;
  readonly division: Division | undefined;
}

/** The rows with one of some keys. */
export function locKeys(input: Expr, keys: readonly Key[]): Expr {
  const index = requireIndex(input, "loc");
  const column = indexColumn(input, index, "loc");
  const [only] = keys;
  const condition = keys.length === 1 ? typedCall("eq", [column, only!.expr]) : typedCall("isin", [column, ...keys.map(({ expr }) => expr)]);
  const divisions = keys.map(({ division }) => division);
  if (divisions.includes(undefined)) return within(input, condition, undefined, undefined);
  const sorted = (divisions as Division[]).sort(compareBounds);
  return within(input, condition, sorted[0], sorted[sorted.length - 1]);
}

/** The rows with keys from one up to another, both with; open where there is none. */
export function locRange(input: Expr, from: Key | undefined, to: Key | undefined): Expr {
  const index = requireIndex(input, "loc");
  const column = indexColumn(input, index, "loc");
  const conditions = [...(from === undefined ? [] : [typedCall("ge", [column, from.expr])]), ...(to === undefined ? [] : [typedCall("le", [column, to.expr])])];
  const condition = conditions.length === 0 ? typedCall("notna", [column]) : conditions.reduce(both);
  return within(input, condition, from?.division, to?.division);
}

/** Partitions that divisions leave out are not made. */
function within(input: Expr, condition: ColumnExpr, least: Division | undefined, most: Division | undefined): Expr {
  const { divisions, claimed } = requireIndex(input, "loc");
  if (divisions === undefined || claimed) return filter(input, condition);
  const [from, to] = partitionsBetween(divisions, least, most);
  if (to - from === partitionsOf(input)) return filter(input, condition);
  // A frame has a partition, also where no row is wanted.
  const some = from < to ? Array.from({ length: to - from }, (_, i) => from + i) : [Math.min(from, partitionsOf(input) - 1)];
  return filter(takePartitions(input, some), condition);
}
