import type { Expr, RewriteHints } from "../expr/expr.ts";
import { transform } from "../expr/walk.ts";
import type { PassName, Rewriting } from "./pass.ts";

/**
 * Takes operations apart (groupby, join, sort) into those that tasks are made of. No pass but a step of every plan, as nothing can run what it takes apart; what it decides on the way are passes: with
 * `stay`, rows that are where they are needed are not sent again, with `spread`, no task of a join gets all rows of a key that has very many.
 */
export function expand(off: ReadonlySet<PassName>, memoryLimitBytes: number): Rewriting<"expand"> {
  return {
    name: "expand",
    doc: "groupby, joins and sorts become work on partitions; rows that are where they are needed stay there (stay), those of keys that have very many are spread (spread)",
    run(roots, note) {
      const hints: RewriteHints = { stay: !off.has("stay"), spread: !off.has("spread"), memoryLimitBytes, note };
      const expanded = (node: Expr): Expr => (node.op.rewrite === undefined ? node : transform([node.op.rewrite(node, hints)], expanded)[0]!);
      return transform(roots, expanded);
    },
  };
}
