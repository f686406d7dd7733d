import type { Expr, Op } from "../../expr/expr.ts";
import type { Division } from "../../expr/meta.ts";
import { compareBounds } from "./part-facts.ts";
import { type ProjectParams, projectOp } from "./project-op.ts";
import { factsOf, isScan } from "./scan.ts";

/**
 * The divisions of a frame that is sorted by a column, where what files tell of their parts shows them: no part has a key of the next one, and only the last one may lack keys. Nothing where
 * they do not. (Dask's `calculate_divisions`.)
 */
export function statedDivisions(node: Expr, column: string): readonly Division[] | undefined {
  if (node.op === (projectOp as Op)) {
    const made = (node.params as ProjectParams).columns.find(({ name }) => name === column)!.expr;
    return "column" in made ? statedDivisions(node.inputs[0]!, made.column) : undefined;
  }
  if (!isScan(node)) return undefined;
  const parts = factsOf(node).map(({ rows, columns }) => ({ rows, ...columns[column] }));
  const divisions: Division[] = [];
  for (const [i, { rows, least, most, nulls }] of parts.entries()) {
    const isLast = i === parts.length - 1;
    const before = parts[i - 1]?.most;
    if (rows === 0 || least === undefined || most === undefined || (nulls !== 0 && !isLast)) return undefined;
    if (before !== undefined && compareBounds(before, least) >= 0) return undefined;
    // Of zeros, statistics name the least.
    divisions.push(Object.is(least, -0) ? 0 : least);
    if (isLast) divisions.push(most);
  }
  return divisions;
}
