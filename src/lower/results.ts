import type { Expr, GridIndex } from "../expr/expr.ts";
import { gridOf } from "../expr/meta.ts";
import { blockwiseOf } from "./working.ts";

/** How many chunks of an expression one task makes: neighbors along the last axis. */
export function resultsOf(node: Expr): number {
  return node.op.alone === undefined ? (blockwiseOf(node)?.results ?? 1) : 1;
}

/** The grid of the tasks that make an expression. */
export function taskGridOf(node: Expr): number[] {
  const grid = gridOf(node.meta.chunks);
  const results = resultsOf(node);
  if (results > 1) grid[grid.length - 1]! /= results;
  return grid;
}

/** The chunks that a task makes, given the place of the first one. */
export function chunksOf(at: GridIndex, results: number): GridIndex[] {
  const last = at.length - 1;
  return results === 1 ? [at] : Array.from({ length: results }, (_, i) => at.with(last, at[last]! + i));
}
