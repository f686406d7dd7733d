import type { Column } from "../../../chunk/column.ts";
import { itemsOf } from "../../../chunk/list.ts";

/** What lists hold, and where each begins there. */
export interface Lists {
  readonly items: Column;
  readonly offsets: Int32Array;
}

export function listsOf(column: Column): Lists {
  const own = column.offsets!.subarray(0, column.length + 1);
  const first = own[0]!;
  return { items: itemsOf(column), offsets: first === 0 ? own : own.map((offset) => offset - first) };
}

/** The row in whose list each item stands. */
export function ownersOf(offsets: Int32Array, items: number): Int32Array {
  const owners = new Int32Array(items);
  for (let row = 0; row + 1 < offsets.length; row++) owners.fill(row, offsets[row], offsets[row + 1]);
  return owners;
}
