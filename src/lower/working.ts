import type { Blockwise, Expr, Pieces } from "../expr/expr.ts";

/** What an op tells of its chunks: worked out for all of them (of which chunks a slice takes how much), and then asked for chunk by chunk. */
export const blockwiseOf = remember((node): Blockwise | undefined => node.op.blockwise?.(node));
export const piecesOf = remember((node): Pieces | undefined => node.op.pieces?.(node));

function remember<T>(workOut: (node: Expr) => T): (node: Expr) => T {
  const known = new WeakMap<Expr, { readonly found: T }>();
  return (node) => {
    let entry = known.get(node);
    if (entry === undefined) known.set(node, (entry = { found: workOut(node) }));
    return entry.found;
  };
}
