import type { Column } from "../../../chunk/column.ts";
import type { Backend } from "../../kernel.ts";
import { valuesOf } from "./key-values.ts";
import { compareRows, type Order } from "./sort-rows.ts";
/** For each row of `keys`, how many of the sorted `boundaries` are not after it. */
export function searchRows(_: Backend, boundaries: readonly Column[], keys: readonly Column[], order: Order): Int32Array {
  const b = boundaries.map(valuesOf);
  const k = keys.map(valuesOf);
  const count = boundaries[0]?.length ?? 0;
  return Int32Array.from({ length: keys[0]?.length ?? 0 }, (_, row) => {
    let n = 0;
    while (n < count && compareRows(b.map((c) => c[n]), k.map((c) => c[row]), order) <= 0) n++;
    return n;
  });
}
