import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { frameMeta } from "../../expr/meta.ts";
import { columnsInAll } from "./column-names.ts";
import { type SortKey, sorted } from "./exchange.ts";
import { requirePlainKeys } from "./plain-keys.ts";
import { frameOf, partitionsOf } from "./schema.ts";

export type SortParams = { readonly keys: readonly SortKey[] };

/** Rows in the order of some keys; equal ones keep theirs. */
export const sortOp: Op<SortParams> = {
  name: "frame/sort",
  infer: ([input]) => frameMeta(frameOf(input!).schema, partitionsOf({ meta: input! })),
  needs: ({ params: { keys } }, wanted) => [
    columnsInAll(
      keys.map(({ expr }) => expr),
      new Set(wanted),
    ),
  ],
  narrow: (node, [input]) => sort(input!, node.params.keys),
  /** Rows that are not wanted need not be sorted. */
  absorb: (node, parent) => (parent.op.name === "frame/filter" ? sort(makeExpr(parent.op, node.inputs, parent.params), node.params.keys) : undefined),
  rewrite: (node) => sorted(node.inputs[0]!, node.params.keys, partitionsOf(node)),
};

export function sort(input: Expr, keys: readonly SortKey[]): Expr {
  requirePlainKeys(
    "sortValues",
    keys.map(({ expr }) => expr),
  );
  return makeExpr(sortOp, [input], { keys });
}
