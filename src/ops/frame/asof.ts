import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { frameMeta } from "../../expr/meta.ts";
import type { AsofParams } from "./asof-params.ts";
import { splitAsof } from "./asof-parts.ts";
import type { ColumnExpr } from "./column-expr.ts";
import { columnsIn, columnsInAll } from "./column-names.ts";
import type { JoinColumn } from "./join-params.ts";
import { partitionsOf, uniqueNames } from "./schema.ts";

/** Every row of the left frame with the row of the right one whose key is nearest before, after, or both. */
export const asofOp: Op<AsofParams> = {
  name: "frame/asof",
  infer([left], { columns }) {
    const schema = columns.map(({ name, type }) => ({ name, type }));
    return frameMeta(uniqueNames(schema, "mergeAsof"), partitionsOf({ meta: left! }));
  },
  needs(node, wanted) {
    const { leftOn, rightOn, leftBy, rightBy, columns } = node.params;
    const of = (side: "left" | "right") => columns.flatMap((column) => (wanted.has(column.name) && column.side === side ? [column.column] : []));
    return [columnsInAll([leftOn, ...leftBy], new Set(of("left"))), columnsInAll([rightOn, ...rightBy], new Set(of("right")))];
  },
  narrow: (node, inputs, wanted) => makeExpr(asofOp, inputs, { ...node.params, columns: node.params.columns.filter(({ name }) => wanted.has(name)) }),
  /** Each left row is on its own: one that is dropped need not look for a partner. */
  absorb(node, parent) {
    const { predicate } = parent.params as { readonly predicate?: ColumnExpr };
    if (parent.op.name !== "frame/filter" || predicate === undefined) return undefined;
    const used = columnsIn(predicate);
    const isOwn = (column: JoinColumn) => column.side === "left" && column.column === column.name;
    if (!node.params.columns.every((column) => !used.has(column.name) || isOwn(column))) return undefined;
    const [left, right] = node.inputs as [Expr, Expr];
    return makeExpr(asofOp, [makeExpr(parent.op, [left], parent.params), right], node.params);
  },
  rewrite: (node) => splitAsof(node),
};

export function mergeAsof(left: Expr, right: Expr, params: AsofParams): Expr {
  return makeExpr(asofOp, [left, right], params);
}
