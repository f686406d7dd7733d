import { type Column, isValid } from "../../../chunk/column.ts";
import { dictionaryOf } from "../rows/dictionary.ts";
import type { SortOptions } from "./sort-rows.ts";

/** How many sorted rows come before each boundary; with `after`, also those that equal it. Both have keys of the same types. */
export function searchRows(
  sorted: readonly Column[],
  boundaries: readonly Column[],
  options: SortOptions,
  { after = false }: { after?: boolean } = {},
): Int32Array {
  const compare = compareRows(sorted, boundaries, options);
  return Int32Array.from({ length: boundaries[0]!.length }, (_, boundary) => {
    let [low, high] = [0, sorted[0]!.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = compare(middle, boundary);
      if (order < 0 || (after && order === 0)) low = middle + 1;
      else high = middle;
    }
    return low;
  });
}

/** Compares rows of some columns with rows of others, as `sortRows` sorts: less than 0 if the first comes before. */
export function compareRows(a: readonly Column[], b: readonly Column[], { descending, nullsFirst }: SortOptions): (rowA: number, rowB: number) => number {
  const keys = a.map((column, key) => compareColumn(column, b[key]!, descending[key]! ? -1 : 1, nullsFirst[key]! ? -1 : 1));
  return (rowA, rowB) => {
    for (const compare of keys) {
      const order = compare(rowA, rowB);
      if (order !== 0) return order;
    }
    return 0;
  };
}

type Compare = (rowA: number, rowB: number) => number;

function compareColumn(a: Column, b: Column, direction: 1 | -1, nulls: 1 | -1): Compare {
  const values = a.dictionary !== undefined || a.offsets !== undefined ? compareTexts(a, b, direction) : compareNumbers(a, b, direction);
  return (rowA, rowB) => {
    const [validA, validB] = [isValid(a, rowA), isValid(b, rowB)];
    if (validA && validB) return values(rowA, rowB);
    return validA === validB ? 0 : validA ? -nulls : nulls;
  };
}

function compareNumbers(a: Column, b: Column, direction: 1 | -1): Compare {
  return (rowA, rowB) => {
    const [x, y] = [a.values[rowA]!, b.values[rowB]!];
    if (x < y) return -direction;
    if (x > y) return direction;
    // NaN is last in either direction.
    return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
  };
}

function compareTexts(a: Column, b: Column, direction: 1 | -1): Compare {
  const [textA, textB] = [textOf(a), textOf(b)];
  return (rowA, rowB) => direction * Buffer.compare(textA(rowA), textB(rowB));
}

/** Gives the bytes of a row's text. */
function textOf(column: Column): (row: number) => Uint8Array {
  if (column.offsets === undefined) {
    const text = textOf(dictionaryOf(column));
    return (row) => text(column.values[row] as number);
  }
  const { values, offsets } = column as Column & { readonly values: Uint8Array; readonly offsets: Int32Array };
  return (row) => values.subarray(offsets[row], offsets[row + 1]);
}
