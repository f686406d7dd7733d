import type { Expr } from "../../expr/expr.ts";
import { isKnown } from "../../expr/meta.ts";
import { rechunkExpr } from "./rechunk.ts";

/** Where every chunk meets every other, work grows with the square of their number. So many do no harm … */
const enough = 64;
/** … and fewer elements make no chunk worth a task. */
const leastElements = 2 ** 14;

/** The array with neighbors along some axes joined, if there are very many chunks along them: about as many as are enough, or fewer where all of it is little. */
export function inFewerChunks(x: Expr, axes: readonly number[]): Expr {
  const { shape, chunks } = x.meta;
  const along = (of: (axis: number) => number) => axes.reduce((product, axis) => product * of(axis), 1);
  if (!isKnown(shape) || along((axis) => chunks[axis]!.length) <= enough) return x;
  const joined = chunks.map((own) => own as readonly number[]);
  const longest = (axis: number) => joined[axis]!.reduce((most, extent) => Math.max(most, extent), 1);
  const others = joined.reduce((product, _, axis) => (axes.includes(axis) ? product : product * longest(axis)), 1);
  const wanted = Math.max(leastElements / others, along((axis) => shape[axis]!) / enough);
  for (const axis of [...axes].sort((a, b) => b - a)) joined[axis] = joinNeighbors(joined[axis]!, longest(axis) * (wanted / along(longest)));
  return rechunkExpr(x, joined);
}

/** Chunks of up to so many elements, but for those that are longer already. */
function joinNeighbors(extents: readonly number[], most: number): number[] {
  const joined: number[] = [];
  let last = Number.POSITIVE_INFINITY;
  for (const extent of extents) {
    if (last + extent > most) joined.push((last = extent));
    else joined[joined.length - 1] = last += extent;
  }
  return joined;
}
