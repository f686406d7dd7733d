import type { Expr } from "../expr/expr.ts";
import { tokenize } from "../expr/token.ts";
import { transform, walk } from "../expr/walk.ts";
import { project } from "../ops/frame/project.ts";
import { schemaOf } from "../ops/frame/schema.ts";

/** Reads of the same records for other columns become one read of all of them. */
export function shareReads(roots: readonly Expr[], note: (text: string) => void): readonly Expr[] {
  const sources = new Map<string, Expr[]>();
  for (const node of walk(roots)) {
    if (node.op.sharedBy === undefined) continue;
    const key = tokenize(node.op.name, node.op.sharedBy(node));
    sources.set(key, [...(sources.get(key) ?? []), node]);
  }
  const instead = new Map<string, Expr>();
  for (const nodes of sources.values()) {
    const all = nodes.length > 1 ? nodes[0]!.op.union?.(nodes) : undefined;
    if (all === undefined) continue;
    note(`${nodes.length} reads of the same rows become one, of the columns of all`);
    for (const node of nodes) instead.set(node.token, chosen(all, node));
  }
  return instead.size === 0 ? roots : transform(roots, (node) => instead.get(node.token) ?? node);
}

/** The columns of one of them, in its order. */
function chosen(all: Expr, node: Expr): Expr {
  return project(
    all,
    schemaOf(node).map(({ name, type }) => ({ name, expr: { column: name, type } })),
  );
}
