import type { Expr } from "../../expr/expr.ts";
import { transform } from "../../expr/walk.ts";
import type { Pass } from "../pass.ts";

/** Replaces operations that are made of smaller ones (groupby, join, sort) by those. */
export const expand: Pass = {
  name: "expand",
  doc: "groupby, joins and sorts become work on partitions",
  run: (roots) => transform(roots, expanded),
};

function expanded(node: Expr): Expr {
  return node.op.rewrite === undefined ? node : transform([node.op.rewrite(node)], expanded)[0]!;
}
