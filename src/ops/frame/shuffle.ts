import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { frameMeta } from "../../expr/meta.ts";
import { ShapeError } from "../../util/errors.ts";
import type { ColumnRef } from "./column-expr.ts";
import { columnsInAll } from "./column-names.ts";
import { defaultParts, exchange } from "./exchange.ts";
import { cameBy } from "./placement.ts";
import { requirePlainKeys } from "./plain-keys.ts";
import { frameOf, partitionsOf, schemaOf } from "./schema.ts";

export type ShuffleParams = { readonly keys: readonly ColumnRef[]; readonly parts: number };

/** Rows with equal keys in one partition, in the order they come. */
export const shuffleOp: Op<ShuffleParams> = {
  name: "frame/shuffle",
  infer: ([input], { keys, parts }) => frameMeta(frameOf(input!).schema, parts, { together: keys.map(({ column }) => column) }),
  needs: ({ params }, wanted) => [columnsInAll(params.keys, new Set(wanted))],
  narrow: (node, [input]) => makeExpr(shuffleOp, [input!], node.params),
  /** Rows that are not wanted need not be sent. */
  absorb: (node, parent) =>
    parent.op.name === "frame/filter" ? makeExpr(shuffleOp, [makeExpr(parent.op, node.inputs, parent.params)], node.params) : undefined,
  rewrite(node, { stay, note }) {
    const [input] = node.inputs as [Expr];
    const { keys, parts } = node.params;
    const route = { by: "hash", keys } as const;
    const isThere = cameBy(input, route, parts);
    if (isThere) note(stay ? "shuffle finds rows where it would send them" : "shuffle sends rows to where they are (without stay)");
    return isThere && stay ? input : exchange(input, route, parts, { kernel: "concat", schema: schemaOf(input), layout: frameOf(node.meta).layout });
  },
};

export function shuffle(input: Expr, keys: readonly ColumnRef[], parts = defaultParts(partitionsOf(input))): Expr {
  if (!(Number.isInteger(parts) && parts > 0)) throw new ShapeError(`shuffle: ${parts} is not a number of partitions`);
  requirePlainKeys("shuffle", keys);
  return makeExpr(shuffleOp, [input], { keys, parts });
}
