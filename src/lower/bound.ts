import type { Expr, GridIndex } from "../expr/expr.ts";
import { gridOf } from "../expr/meta.ts";
import { flatIndex, unravel } from "../ops/define/grid.ts";

/** The most elements a chunk can have. After a mask, no more than what one of the inputs brought. */
export function elementsBound(node: Expr, at: GridIndex): number {
  let known = 1;
  for (let axis = 0; axis < at.length; axis++) {
    const extent = node.meta.chunks[axis]![at[axis]!];
    if (extent === undefined) return unknownBound(node, at);
    known *= extent;
  }
  return known;
}

function unknownBound(node: Expr, at: GridIndex): number {
  const blockwise = node.op.blockwise?.(node);
  if (blockwise?.bound !== undefined) return blockwise.bound(at);
  const flat = flatIndex(at, gridOf(node.meta.chunks));
  const reads =
    node.op.pieces?.(node).parts(at) ?? blockwise?.reads?.(at) ?? node.inputs.map((own, input) => ({ input, at: unravel(flat, gridOf(own.meta.chunks)) }));
  const perInput = node.inputs.map(() => 0);
  for (const read of reads) perInput[read.input]! += elementsBound(node.inputs[read.input]!, read.at);
  return Math.max(0, ...perInput);
}
