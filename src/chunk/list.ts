import { must } from "../util/must.ts";
import { type Column, sliceColumn } from "./column.ts";
import { listType } from "./column-type.ts";

/** What lists have in the place of values of their own. */
export const noValues: Uint8Array = new Uint8Array(0);

/** What all lists of a column hold, one row after the other, and nothing else. */
export function itemsOf({ type, child, offsets, length }: Column): Column {
  must(child !== undefined, `a column of type ${type} has no lists`);
  return sliceColumn(child, offsets![0]!, offsets![length]!);
}

/** Lists, by where each begins among their items, and where the last one ends. */
export function listColumn(items: Column, offsets: Int32Array, valid?: Uint8Array): Column {
  return { type: listType(items.type), length: offsets.length - 1, values: noValues, offsets, child: items, valid };
}
