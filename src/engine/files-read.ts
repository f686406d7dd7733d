import type { Expr } from "../expr/expr.ts";
import { walk } from "../expr/walk.ts";

/** The files that an expression reads: what its sources call `path`. */
export function filesRead(x: Expr): string[] {
  return walk([x]).flatMap((node) => {
    const path = (node.params as { readonly values?: { readonly path?: unknown } }).values?.path;
    return typeof path === "string" ? [path] : [];
  });
}
