import type { Expr, Op } from "../../expr/expr.ts";
import { type Chunked, isKnown, sameChunks } from "../../expr/meta.ts";
import { transform, walk } from "../../expr/walk.ts";
import { evenChunks } from "../../ops/define/chunks.ts";
import { gridSize } from "../../ops/define/grid.ts";
import { rechunkExpr, treeToRechunk } from "../../ops/define/rechunk.ts";
import { type FinalParams, finalOp, mergeOp, partialOp, reduce } from "../../ops/define/reduce.ts";
import { sourceOp } from "../../ops/define/source.ts";
import type { Pass } from "../pass.ts";

/**
 * A source that can be made or read in any chunks (invariant random numbers, files, constants) and is only reduced is made in slabs of whole rows: no
 * block of random numbers is made twice at a chunk's edge, a file is read from front to back, and the reduction needs fewer merges.
 */
export const sourceChunks: Pass = {
  name: "sourceChunks",
  doc: "sources that are reduced are made in slabs of whole rows, whatever the chunks",
  run(roots) {
    const slabs = chooseSlabs(roots);
    return transform(roots, (node) => (slabs.size === 0 ? node : reduceSlabs(node, slabs)));
  },
};

/** About what one task should make: enough that its start does not show, little enough that all workers share the work to the end. */
const slabElements = 2 ** 25;
/** Chunks below this are joined, above it left: rows of the result are cut no finer than needed. */
const leastTasks = 8;

/** Trees of sources read by reductions alone get new chunks, by the token of what is reduced. */
function chooseSlabs(roots: readonly Expr[]): Map<string, number[][]> {
  const slabs = new Map<string, number[][]>();
  for (const node of walk(roots)) {
    if (node.op !== (partialOp as Op)) continue;
    const input = node.inputs[0]!;
    if (slabs.has(input.token) || !hasFreeSource(input) || !isKnown(input.meta.shape)) continue;
    const chunks = slabsOf(input.meta);
    if (!sameChunks(chunks, input.meta.chunks)) slabs.set(input.token, chunks);
  }
  return slabs;
}

function hasFreeSource(node: Expr): boolean {
  return treeToRechunk(node)?.some(({ op }) => op === (sourceOp as Op)) ?? false;
}

/** Whole rows, as many as make a good task. */
function slabsOf(meta: Chunked): number[][] {
  const shape = meta.shape as readonly number[];
  const size = gridSize(shape);
  const wanted = Math.max(1, Math.min(slabElements, Math.ceil(size / leastTasks)));
  let inner = size;
  let cutting = true;
  return shape.map((length) => {
    inner = length === 0 ? 0 : inner / length;
    if (!cutting) return [length];
    if (inner >= wanted) return evenChunks(length, 1);
    cutting = false;
    return evenChunks(length, Math.max(1, Math.min(length, Math.round(wanted / Math.max(1, inner)))));
  });
}

/** A reduction over a tree that gets slabs, from its last step: the tree in slabs, reduced, and the result in the chunks it had. */
function reduceSlabs(node: Expr, slabs: ReadonlyMap<string, number[][]>): Expr {
  if (node.op !== (finalOp as Op)) return node;
  const { reducer, result, axes, keepdims, values } = node.params as FinalParams;
  let state = node.inputs[0]!;
  // Not merged: a result for each chunk (what a running sum starts from), which is only right for the chunks as they are.
  if (axes.some((axis) => state.meta.chunks[axis + 1]!.length > 1)) return node;
  while (state.op === (mergeOp as Op)) state = state.inputs[0]!;
  if (state.op !== (partialOp as Op)) return node;
  const input = state.inputs[0]!;
  const chunks = slabs.get(input.token);
  if (chunks === undefined) return node;
  return rechunkExpr(reduce(reducer, rechunkExpr(input, chunks), { axes, result, keepdims, values }), node.meta.chunks);
}
