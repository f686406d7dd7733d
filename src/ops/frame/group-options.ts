import type { Expr } from "../../expr/expr.ts";
import type { ColumnExpr } from "./column-expr.ts";
import { defaultParts, type Route, type SortKey, splittersOf } from "./exchange.ts";
import { partitionsOf } from "./schema.ts";

/** How rows are grouped, whatever becomes of the groups. */
export type GroupOptions = {
  /** Rows with a null among their keys are left out. */
  readonly dropNull: boolean;
  /** Groups in the order of their keys; else in no order that is promised. */
  readonly sort: boolean;
  readonly parts: number;
};

/** What is not said is as in pandas. */
export type GivenGroupOptions = { readonly [K in keyof GroupOptions]?: GroupOptions[K] | undefined };

export function groupOptions(input: Expr, isGrouped: boolean, { dropNull = true, sort = true, parts }: GivenGroupOptions): GroupOptions {
  return { dropNull, sort, parts: isGrouped ? (parts ?? defaultParts(partitionsOf(input))) : 1 };
}

/** The parts that rows with these keys are sent to: all of a group to one. */
export function groupRoute(input: Expr, keys: readonly ColumnExpr[], { sort, parts }: GroupOptions): Route {
  if (!sort) return { by: "hash", keys };
  const order = keys.map((expr): SortKey => ({ expr, descending: false, nullsFirst: false }));
  return { by: "range", keys: order, splitters: splittersOf(input, order, parts) };
}
