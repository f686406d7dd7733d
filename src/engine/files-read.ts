import type { Expr } from "../expr/expr.ts";
import { walk } from "../expr/walk.ts";
import { isReadCsv } from "../ops/frame/read-csv.ts";
import { isScan } from "../ops/frame/scan.ts";

/** The files that an expression reads: those of CSV, of the parts of scans, and what other sources call `path`. */
export function filesRead(x: Expr): string[] {
  return walk([x])
    .flatMap(pathsOf)
    .filter((path) => typeof path === "string");
}

function pathsOf(node: Expr): readonly unknown[] {
  if (isReadCsv(node)) return node.params.files.map(({ path }) => path);
  if (isScan(node)) return node.params.parts.map((part) => (part as { readonly file?: { readonly path?: unknown } } | null)?.file?.path);
  return [(node.params as { readonly values?: { readonly path?: unknown } }).values?.path];
}
