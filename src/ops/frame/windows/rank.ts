import { type Expr, makeExpr, type Op } from "../../../expr/expr.ts";
import { frameMeta } from "../../../expr/meta.ts";
import { type SortKey, sorted } from "../exchange.ts";
import { projected } from "../project-op.ts";
import { inNumberedOrder, numbered } from "../row-number.ts";
import { frameOf, partitionsOf, schemaOf } from "../schema.ts";
import { stage } from "../stage.ts";
import { beside } from "./beside.ts";
import type { WindowColumn } from "./window-function.ts";
import { neededBy, wantedOf } from "./windows.ts";

export type RankParams = { readonly columns: readonly WindowColumn[] };

/** Columns beside those of a frame: the ranks of rows in the orders of columns. */
export const rankOp: Op<RankParams> = {
  name: "frame/rank",
  infer([input], { columns }) {
    const { schema, layout } = frameOf(input!);
    return frameMeta([...schema, ...columns.map(({ name, type }) => ({ name, type }))], partitionsOf({ meta: input! }), layout);
  },
  needs: (node, wanted) => [neededBy(node.params.columns, wanted)],
  narrow: (node, [input], wanted) => ranked(input!, wantedOf(node.params.columns, wanted)),
  rewrite(node) {
    const [input] = node.inputs as [Expr];
    const ranks = node.params.columns.map((column) => ranksOf(input, column));
    return beside([input, ...ranks], schemaOf(node));
  },
};

export function ranked(input: Expr, columns: readonly WindowColumn[]): Expr {
  return columns.length === 0 ? input : makeExpr(rankOp, [input], { columns });
}

/** Rows are sorted, counted where they are, and sent home. Equal values come to lie in one partition. */
function ranksOf(input: Expr, { name, args, params, type }: WindowColumn): Expr {
  const partitions = partitionsOf(input);
  const value = { column: "value", type: args[0]!.type };
  const rows = numbered(projected(input, [{ name: "value", expr: args[0]! }]), "row");
  const key: SortKey = { expr: value, descending: params["descending"] === true, nullsFirst: params["nullOption"] === "top" };
  const inOrder = sorted(rows, [key], partitions);
  const own = stage({ kernel: "rank-counts", inputs: [inOrder], schema: [], values: { params } });
  const counts = stage({ kernel: "concat", inputs: [own], schema: [], partitions: 1, reads: ["all"] });
  const schema = [
    { name, type },
    { name: "row", type: "int64" as const },
  ];
  const ranks = stage({ kernel: "rank", inputs: [inOrder, counts], schema, values: { params }, reads: ["own", "only"], numbered: true });
  return inNumberedOrder(ranks, ["row"], partitions);
}
