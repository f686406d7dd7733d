import type { Expr, GridIndex } from "../expr/expr.ts";
import { gridOf } from "../expr/meta.ts";
import { flatIndex, gridSize, unravel } from "../ops/define/grid.ts";
import { resultsOf } from "./results.ts";
import { blockwiseOf, piecesOf } from "./working.ts";

/** The most elements a chunk can have: after a mask, no more than what one of the inputs brought. Of a frame about how many bytes. */
export function elementsBound(node: Expr, at: GridIndex): number {
  let known = 1;
  for (let axis = 0; axis < at.length; axis++) {
    const extent = node.meta.chunks[axis]![at[axis]!];
    if (extent === undefined) return unknownBound(node, at);
    known *= extent;
  }
  return known;
}

/** By chunk, NaN for those that nobody has asked for: where every chunk reads all of the level below, ways multiply from level to level. */
const bounds = new WeakMap<Expr, Float64Array>();

function unknownBound(node: Expr, at: GridIndex): number {
  const grid = gridOf(node.meta.chunks);
  let known = bounds.get(node);
  if (known === undefined) bounds.set(node, (known = new Float64Array(gridSize(grid)).fill(Number.NaN)));
  const flat = flatIndex(at, grid);
  if (Number.isNaN(known[flat])) known[flat] = findBound(node, at, flat);
  return known[flat]!;
}

function findBound(given: Expr, place: GridIndex, flat: number): number {
  const { node, at } = behind(given, place);
  if (node !== given) return elementsBound(node, at);
  if (node.op.alone !== undefined) return node.op.alone.bytes;
  const blockwise = blockwiseOf(node);
  if (blockwise?.bytes !== undefined) return blockwise.bytes(at);
  if (blockwise?.bound !== undefined) return blockwise.bound(at);
  const results = resultsOf(node);
  const task = Math.floor(flat / results);
  const reads = piecesOf(node)?.parts(at) ?? blockwise?.reads?.(at) ?? node.inputs.map((own, input) => ({ input, at: unravel(task, gridOf(own.meta.chunks)) }));
  // There may be thousands of inputs, of which each chunk reads one.
  const perInput = new Map<number, number>();
  let most = 0;
  for (const read of reads) {
    const sum = (perInput.get(read.input) ?? 0) + elementsBound(node.inputs[read.input]!, read.at);
    perInput.set(read.input, sum);
    most = Math.max(most, sum);
  }
  return node.meta.kind === "frame" ? Math.ceil((most * (blockwise?.share ?? 1)) / results) : most;
}

/** The chunk that one of them is, where it is nothing but a way to look at it. These may lie thousands deep on each other. */
function behind(given: Expr, place: GridIndex): { readonly node: Expr; readonly at: GridIndex } {
  let [node, at] = [given, place];
  for (let pieces = piecesOf(node); pieces?.single === true && pieces.fill === undefined; pieces = piecesOf(node)) {
    const part = pieces.parts(at)[0]!;
    [node, at] = [node.inputs[part.input]!, part.at];
  }
  return { node, at };
}
