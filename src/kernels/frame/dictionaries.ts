import type { Column } from "../../chunk/column.ts";
import type { Backend } from "../kernel.ts";
import { groupRows } from "./group/group-rows.ts";
import { takeColumn } from "./rows/take.ts";

/** A text column as categories, numbered in order of appearance. */
export function toCategory(backend: Backend, column: Column): Column {
  const { codes, firsts } = groupRows(backend, [column], { dropNull: true });
  const dictionary = takeColumn(backend, { ...column, valid: undefined }, firsts, { present: true });
  return { type: "category", length: column.length, values: codes, valid: column.valid, dictionary };
}
