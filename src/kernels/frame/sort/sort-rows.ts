import type { Column } from "../../../chunk/column.ts";
import { columnTypeOf } from "../../../chunk/column-type.ts";
import { dtypes } from "../../../chunk/dtype.ts";
import { must } from "../../../util/must.ts";
import { borrow, room } from "../../batch-memory.ts";
import type { Backend } from "../../kernel.ts";
import { groupRows } from "../group/group-rows.ts";
import { codesOf, dictionaryOf } from "../rows/dictionary.ts";
import { callKernel, noBits, panelsOf } from "../rows/kernel-call.ts";
import { takeColumn } from "../rows/take.ts";

export interface SortOptions {
  /** Of each key whether the greatest come first. */
  readonly descending: readonly boolean[];
  readonly nullsFirst: readonly boolean[];
}

/**
 * The rows in the order of their keys; rows with equal keys stay as they were. Text and categories go by the bytes of their text (its code points), NaN comes
 * after other numbers in either direction.
 */
export function sortRows(backend: Backend, keys: readonly Column[], { descending, nullsFirst }: SortOptions): Int32Array {
  must(keys.length > 0, "a sort by no keys");
  const rows = room("int32", keys[0]!.length);
  // The last key first: sorts by those before keep its order.
  for (let key = keys.length - 1; key >= 0; key--) {
    order(backend, keys[key]!, rows, [key < keys.length - 1, descending[key]!, nullsFirst[key]!].map(Number));
  }
  return rows;
}

function order(backend: Backend, column: Column, rows: Int32Array, params: readonly number[]): void {
  const { length: n, type, values, offsets, valid } = numbersFor(backend, column);
  const isText = offsets !== undefined;
  const { storage } = columnTypeOf(type);
  const call = { n, inputs: [values, valid ?? noBits, ...(isText ? [offsets] : [])], outputs: [rows], params };
  // What native/kernels/order.cpp and order-texts.cpp take, on cache lines.
  const scratchBytes = (isText ? 24 : dtypes[storage].itemsize === 8 ? 44 : 24) * n + 256;
  borrow(scratchBytes, (scratch) => callKernel(backend, isText ? "orderTexts" : "orderRows", storage, { ...call, scratch }));
}

/** Numbers in the order of a column's texts, where there are such that are sorted faster; else the column itself. */
function numbersFor(backend: Backend, column: Column): Column {
  if (column.dictionary !== undefined) return dictionaryRanks(backend, column);
  return column.offsets === undefined ? column : (textRanks(backend, column) ?? column);
}

/** So many rows tell whether texts repeat. */
const sampleRows = 2048;

/** Numbers in the order of the texts; nothing where most texts are there once, since sorting them is less work then. */
function textRanks(backend: Backend, column: Column): Column | undefined {
  const { length, valid } = column;
  if (length < 4 * sampleRows) return undefined;
  const step = Math.floor(length / sampleRows);
  const sample = takeColumn(
    backend,
    column,
    Int32Array.from({ length: sampleRows }, (_, i) => i * step),
  );
  if (groupRows(backend, [sample], { dropNull: true }).count > sampleRows / 2) return undefined;
  const { codes, firsts } = groupRows(backend, [column], { dropNull: true });
  return ranked(backend, takeColumn(backend, column, firsts), codes, valid);
}

/** A column of numbers that have the order of the texts of categories. */
export function dictionaryRanks(backend: Backend, column: Column): Column {
  return ranked(backend, dictionaryOf(column), codesOf(backend, column), column.valid);
}

function ranked(backend: Backend, texts: Column, codes: Int32Array, valid: Uint8Array | undefined): Column {
  const sorted = room("int32", texts.length);
  order(backend, { ...texts, valid: undefined }, sorted, [0, 0, 0]);
  const ranks = room("int32", texts.length);
  sorted.forEach((row, rank) => {
    ranks[row] = rank;
  });
  const { values } = takeColumn(backend, { type: "int32", length: ranks.length, values: ranks }, codes);
  return { type: "int32", length: codes.length, values, valid };
}

/** Rows as they are. */
export function numberedRows(backend: Backend, length: number): Int32Array {
  const rows = room("int32", length);
  for (const [from, to] of panelsOf(backend, length, 4)) {
    callKernel(backend, "numberRows", "int32", { n: to - from, inputs: [], outputs: [rows.subarray(from, to)], params: [from] });
  }
  return rows;
}
