import { itemType } from "../../chunk/column-type.ts";
import { DTypeError } from "../../util/errors.ts";
import type { ColumnExpr } from "./column-expr.ts";

/** Throws `DTypeError` where rows are to be ordered or grouped by lists, which have no order and no hash. */
export function requirePlainKeys(operation: string, keys: readonly ColumnExpr[]): void {
  for (const key of keys) {
    if (itemType(key.type) === undefined) continue;
    const what = "column" in key ? `column ${JSON.stringify(key.column)}` : "a key";
    throw new DTypeError(`${operation}: ${what} is ${key.type}, and lists are no keys; explode it, or take list.get(0), list.len() or list.join(",")`);
  }
}
