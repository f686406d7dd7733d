import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { frameMeta } from "../../expr/meta.ts";
import type { ColumnExpr } from "./column-expr.ts";
import { columnsInAll } from "./column-names.ts";
import { exchange, type SortKey } from "./exchange.ts";
import { type GivenGroupOptions, type GroupOptions, groupOptions, groupRoute } from "./group-options.ts";
import { requirePlainKeys } from "./plain-keys.ts";
import { readTogether } from "./read-together.ts";
import { frameOf, namesOf, partitionsOf, schemaOf } from "./schema.ts";
import { stage } from "./stage.ts";

export type TopOfGroupsParams = GroupOptions & {
  readonly n: number;
  readonly keys: readonly ColumnExpr[];
  /** Rows in this order, of which the first stay; those without the first of these values do not. */
  readonly order: readonly SortKey[];
};

/** The first rows of each group in an order. */
export const topOfGroupsOp: Op<TopOfGroupsParams> = {
  name: "frame/top-of-groups",
  infer: ([input], { parts }) => frameMeta(frameOf(input!).schema, parts),
  needs: ({ params: { keys, order } }, wanted) => [columnsInAll([...keys, ...order.map(({ expr }) => expr)], new Set(wanted))],
  narrow: (node, [input]) => makeExpr(topOfGroupsOp, [input!], node.params),
  rewrite(node, hints) {
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
      columns: namesOf(input),
    };
    const { input: read, names, ...how } = readTogether(input, hints);
    const own = stage({ kernel: "top-of-groups", inputs: [read], schema, values: { ...values, names }, ...how });
    if (partitionsOf(input) === 1 && parts === 1) return own;
    return exchange(own, groupRoute(own, keys, node.params), parts, { kernel: "top-of-groups", schema, values: { ...values, names: namesOf(input) } });
  },
};

export function topOfGroups(input: Expr, { dropNull, sort, parts, ...params }: Omit<TopOfGroupsParams, keyof GroupOptions> & GivenGroupOptions): Expr {
  const { n } = params;
  if (!(Number.isInteger(n) && n >= 0)) throw new RangeError(`nlargest, nsmallest: ${n} is not a number of rows`);
  requirePlainKeys("nlargest, nsmallest", [...params.keys, ...params.order.map(({ expr }) => expr)]);
  return makeExpr(topOfGroupsOp, [input], { ...params, ...groupOptions(input, true, { dropNull, sort, parts }) });
}
