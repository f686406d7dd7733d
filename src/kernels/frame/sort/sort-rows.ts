import type { Column } from "../../../chunk/column.ts";
import type { Backend } from "../../kernel.ts";
import { valuesOf } from "./key-values.ts";
export interface Order { readonly descending: readonly boolean[]; readonly nullsFirst: readonly boolean[] }
export function compareRows(a: readonly unknown[], b: readonly unknown[], { descending, nullsFirst }: Order): number {
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [a[k] as number, b[k] as number];
    if (x === null || y === null) { if (x === y) continue; return (x === null) === nullsFirst[k]! ? -1 : 1; }
    const nx = x !== x, ny = y !== y;
    const c = nx || ny ? (nx === ny ? 0 : nx ? 1 : -1) : x < y ? -1 : x > y ? 1 : 0;
    if (c !== 0) return descending[k] && !(nx || ny) ? -c : c;
  }
  return 0;
}
export function sortRows(_: Backend, keys: readonly Column[], order: Order): Int32Array {
  const values = keys.map(valuesOf);
  const rows = Array.from({ length: keys[0]?.length ?? 0 }, (_, i) => i);
  const at = (row: number) => values.map((column) => column[row]);
  return Int32Array.from(rows.sort((a, b) => compareRows(at(a), at(b), order) || a - b));
}
