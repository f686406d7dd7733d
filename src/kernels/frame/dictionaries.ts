import type { Column } from "../../chunk/column.ts";
import { columnOf } from "../../chunk/column-values.ts";
import { textReader } from "../../chunk/text.ts";

/** Category columns with one dictionary: that of the first, then what is new in the others. */
export function unifyDictionaries(columns: readonly Column[]): [dictionary: Column, columns: Column[]] {
  const [first] = columns as [Column];
  if (columns.every(({ dictionary }) => dictionary === first.dictionary)) return [first.dictionary!, [...columns]];
  const codes = new Map<string, number>();
  const recoded = columns.map((column) => {
    const dictionary = column.dictionary!;
    const read = textReader(dictionary);
    const codeOf = Int32Array.from({ length: dictionary.length }, (_, code) => {
      const text = read(code);
      const known = codes.get(text) ?? codes.size;
      codes.set(text, known);
      return known;
    });
    const values = Int32Array.from(column.values as Int32Array, (code) => codeOf[code] ?? 0);
    return { ...column, values };
  });
  const dictionary = columnOf("utf8", [...codes.keys()]);
  return [dictionary, recoded.map((column) => ({ ...column, dictionary }))];
}

/** A text column as categories, numbered in order of appearance. */
export function toCategory(column: Column): Column {
  const read = textReader(column);
  const { length, valid } = column;
  const codes = new Map<string, number>();
  const values = new Int32Array(length);
  for (let row = 0; row < length; row++) {
    if (valid !== undefined && (valid[row >> 3]! & (1 << (row & 7))) === 0) continue;
    const text = read(row);
    let code = codes.get(text);
    if (code === undefined) codes.set(text, (code = codes.size));
    values[row] = code;
  }
  return { type: "category", length, values, valid, dictionary: columnOf("utf8", [...codes.keys()]) };
}
