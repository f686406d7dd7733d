import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { frameMeta } from "../../expr/meta.ts";
import type { ColumnExpr } from "./column-expr.ts";
import { columnsInAll } from "./column-names.ts";
import { defaultParts, exchange, type SortKey, splittersOf } from "./exchange.ts";
import { requirePlainKeys } from "./plain-keys.ts";
import { frameOf, namesOf, partitionsOf, schemaOf } from "./schema.ts";
import { stage } from "./stage.ts";

export type TopOfGroupsParams = {
  readonly n: number;
  readonly keys: readonly ColumnExpr[];
  /** Rows in this order, of which the first stay; those without the first of these values do not. */
  readonly order: readonly SortKey[];
  readonly dropNull: boolean;
  /** Groups in the order of their keys. */
  readonly sort: boolean;
  readonly parts: number;
};

/** The first rows of each group in an order. */
export const topOfGroupsOp: Op<TopOfGroupsParams> = {
  name: "frame/top-of-groups",
  infer: ([input], { parts }) => frameMeta(frameOf(input!).schema, parts),
  needs: ({ params: { keys, order } }, wanted) => [columnsInAll([...keys, ...order.map(({ expr }) => expr)], new Set(wanted))],
  narrow: (node, [input]) => makeExpr(topOfGroupsOp, [input!], node.params),
  rewrite(node) {
    const [input] = node.inputs as [Expr];
    const { n, keys, order, dropNull, sort, parts } = node.params;
    const schema = schemaOf(input);
    const values = {
      n,
      keys,
      order: order.map(({ expr }) => expr),
      descending: order.map(({ descending }) => descending),
      dropNull,
      sort,
      names: namesOf(input),
    };
    const own = stage({ kernel: "top-of-groups", inputs: [input], schema, values });
    if (partitionsOf(input) === 1 && parts === 1) return own;
    const sortKeys = keys.map((expr): SortKey => ({ expr, descending: false, nullsFirst: false }));
    const route = sort ? ({ by: "range", keys: sortKeys, splitters: splittersOf(own, sortKeys, parts) } as const) : ({ by: "hash", keys } as const);
    return exchange(own, route, parts, { kernel: "top-of-groups", schema, values });
  },
};

export function topOfGroups(input: Expr, params: Omit<TopOfGroupsParams, "parts"> & { readonly parts?: number | undefined }): Expr {
  const { n, parts = defaultParts(partitionsOf(input)) } = params;
  if (!(Number.isInteger(n) && n >= 0)) throw new RangeError(`nlargest, nsmallest: ${n} is not a number of rows`);
  requirePlainKeys("nlargest, nsmallest", [...params.keys, ...params.order.map(({ expr }) => expr)]);
  return makeExpr(topOfGroupsOp, [input], { ...params, parts });
}
