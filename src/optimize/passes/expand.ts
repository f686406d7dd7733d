import type { Expr, RewriteHints } from "../../expr/expr.ts";
import { transform } from "../../expr/walk.ts";
import type { Pass } from "../pass.ts";

/** Replaces operations that are made of smaller ones (groupby, join, sort) by those; with `stay`, rows that are where they are needed are not sent again. */
export function expand(stay: boolean): Pass {
  return {
    name: "expand",
    doc: "groupby, joins and sorts become work on partitions; rows that are where they are needed stay there (stay)",
    run(roots, note) {
      const hints: RewriteHints = { stay, note };
      const expanded = (node: Expr): Expr => (node.op.rewrite === undefined ? node : transform([node.op.rewrite(node, hints)], expanded)[0]!);
      return transform(roots, expanded);
    },
  };
}
