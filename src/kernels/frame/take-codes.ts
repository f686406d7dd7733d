import type { Column } from "../../chunk/column.ts";
import type { Backend } from "../kernel.ts";
import { codesOf } from "./rows/dictionary.ts";
import { takeColumn } from "./rows/take.ts";

/** What was computed of a dictionary, as a column with a row for each code. Rows whose code is missing are null. */
export function takeCodes(backend: Backend, computed: Column, category: Column): Column {
  return takeColumn(backend, computed, codesOf(backend, category), { present: category.valid === undefined });
}

/** The texts of a category column, or the column itself if it has text. */
export function asText(backend: Backend, column: Column): Column {
  return column.dictionary === undefined ? column : takeCodes(backend, column.dictionary, column);
}
