import type { Expr } from "../expr/expr.ts";
import { walk } from "../expr/walk.ts";
import { isScan } from "../ops/frame/scan.ts";

/** The files that an expression reads: those of the parts of scans, and what other sources call `path`. */
export function filesRead(x: Expr): string[] {
  return walk([x]).flatMap((node) => {
    const named: readonly unknown[] = isScan(node)
      ? node.params.parts.map((part) => (part as { readonly file?: { readonly path?: unknown } } | null)?.file?.path)
      : [(node.params as { readonly values?: { readonly path?: unknown } }).values?.path];
    return named.filter((path) => typeof path === "string");
  });
}
