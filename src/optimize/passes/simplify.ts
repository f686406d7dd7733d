import type { Expr } from "../../expr/expr.ts";
import { transform } from "../../expr/walk.ts";
import type { Pass } from "../pass.ts";

/** Asks each op for an equal expression that is cheaper, until none has one. */
export const simplify: Pass = {
  name: "simplify",
  doc: "equal expressions that cost less: slices of slices, casts to the same dtype, rechunks that change nothing",
  run: (roots) => transform(roots, simplest),
};

function simplest(node: Expr): Expr {
  let current = node;
  for (;;) {
    const next = current.op.simplify?.(current);
    if (next === undefined || next.token === current.token) return current;
    current = next;
  }
}
