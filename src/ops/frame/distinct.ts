import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { frameMeta } from "../../expr/meta.ts";
import type { ColumnExpr } from "./column-expr.ts";
import { columnsInAll } from "./column-names.ts";
import { defaultParts, exchange } from "./exchange.ts";
import { areTogether } from "./placement.ts";
import { requirePlainKeys } from "./plain-keys.ts";
import { inNumberedOrder, numbered } from "./row-number.ts";
import { frameOf, namesOf, partitionsOf, schemaOf, unusedName } from "./schema.ts";
import { stage } from "./stage.ts";

export type DistinctParams = { readonly keys: readonly ColumnExpr[]; readonly keep: "first" | "last" | false };

/** One row of those with equal keys, or only those that are alone; in the order they stand. */
export const distinctOp: Op<DistinctParams> = {
  name: "frame/distinct",
  infer: ([input]) => frameMeta(frameOf(input!).schema, partitionsOf({ meta: input! }), frameOf(input!).layout),
  needs: (node, wanted) => [columnsInAll(node.params.keys, new Set(wanted))],
  narrow: (node, [input]) => makeExpr(distinctOp, [input!], node.params),
  rewrite(node, { stay, note }) {
    const [input] = node.inputs as [Expr];
    const { keys, keep } = node.params;
    const partitions = partitionsOf(input);
    const distinct = (from: Expr) => ({
      kernel: "distinct",
      schema: schemaOf(from),
      values: { keys, keep: keep === false ? "none" : keep, names: namesOf(from) },
    });
    const areThere = partitions > 1 && areTogether(input, keys);
    if (partitions > 1 && !areThere) note("dropDuplicates sends rows: equal ones may be in several partitions");
    if (areThere)
      note(stay ? "dropDuplicates finds equal rows in one partition: none is sent" : "dropDuplicates sends rows that are together already (without stay)");
    if (partitions === 1 || (areThere && stay)) return stage({ ...distinct(input), inputs: [input], layout: frameOf(input.meta).layout });
    const row = unusedName("row", schemaOf(input));
    const rows = numbered(input, row);
    // Rows that are equal to others of their own partition need not travel, unless they tell that nobody is alone.
    const own = keep === false ? rows : stage({ ...distinct(rows), inputs: [rows] });
    return inNumberedOrder(exchange(own, { by: "hash", keys }, defaultParts(partitions), distinct(own)), [row], partitions);
  },
};

export function dropDuplicates(input: Expr, keys: readonly ColumnExpr[], keep: "first" | "last" | false): Expr {
  requirePlainKeys("dropDuplicates", keys);
  return makeExpr(distinctOp, [input], { keys, keep });
}
