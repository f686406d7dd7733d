import { type Batch, type Column, textBytes } from "../../../chunk/column.ts";
import { columnTypeOf } from "../../../chunk/column-type.ts";
import type { TypedArray } from "../../../chunk/dtype.ts";
import { itemsOf, listColumn } from "../../../chunk/list.ts";
import { MemoryLimitError } from "../../../util/errors.ts";
import { must } from "../../../util/must.ts";
import { room } from "../../batch-memory.ts";
import type { Backend } from "../../kernel.ts";
import { concatBitmaps } from "./bitmap.ts";
import { unifyDictionaries } from "./dictionary.ts";
import { callKernel, panelsOf } from "./kernel-call.ts";
import { textLimit } from "./take.ts";

const wayOut = "use more partitions (repartition)";

/** Columns of one type, one after the other. Categories get one dictionary for all. */
export function concatColumns(backend: Backend, columns: readonly Column[]): Column {
  must(columns.length > 0, "concat of no columns");
  const [first] = columns as readonly [Column];
  must(
    columns.every(({ type }) => type === first.type),
    `concat of ${columns.map(({ type }) => type).join(" and ")}`,
  );
  if (columns.length === 1) return first;
  if (first.dictionary !== undefined) return joined(backend, unifyDictionaries(backend, columns));
  return joined(backend, columns);
}

/** Batches with the same types of columns, one after the other. */
export function concatBatches(backend: Backend, batches: readonly Batch[]): Batch {
  must(batches.length > 0, "concat of no batches");
  if (batches.length === 1) return batches[0]!;
  const length = batches.reduce((sum, batch) => sum + batch.length, 0);
  const columns = batches[0]!.columns.map((_, i) =>
    concatColumns(
      backend,
      batches.map((batch) => batch.columns[i]!),
    ),
  );
  return { length, columns };
}

function joined(backend: Backend, columns: readonly Column[]): Column {
  const { type, offsets, dictionary } = columns[0]!;
  const length = columns.reduce((sum, column) => sum + column.length, 0);
  const valid = concatBitmaps(
    backend,
    columns.map((column) => [column.valid, column.length]),
  );
  if (columns[0]!.child !== undefined) return { ...joinedLists(backend, columns, length), type, valid };
  if (offsets !== undefined) return { type, length, ...joinedText(backend, columns, length), valid };
  const values: TypedArray = room(columnTypeOf(type).storage, length);
  let at = 0;
  for (const column of columns) {
    values.set(column.values.subarray(0, column.length) as never, at);
    at += column.length;
  }
  return { type, length, values, valid, dictionary };
}

function joinedLists(backend: Backend, columns: readonly Column[], length: number): Column {
  const items = columns.reduce((sum, column) => sum + textBytes(column), 0);
  if (items > textLimit) throw new MemoryLimitError("concat: values in lists of one column in one partition", items, textLimit, wayOut);
  return listColumn(concatColumns(backend, columns.map(itemsOf)), joinedOffsets(backend, columns, length));
}

function joinedText(backend: Backend, columns: readonly Column[], length: number): { values: Uint8Array; offsets: Int32Array } {
  const bytes = columns.reduce((sum, column) => sum + textBytes(column), 0);
  if (bytes > textLimit) throw new MemoryLimitError("concat: text of one column in one partition", bytes, textLimit, wayOut);
  const values = room("uint8", bytes);
  let at = 0;
  for (const { values: own, offsets, length: rows } of columns) {
    const used = (own as Uint8Array).subarray(offsets![0], offsets![rows]);
    values.set(used, at);
    at += used.length;
  }
  return { values, offsets: joinedOffsets(backend, columns, length) };
}

function joinedOffsets(backend: Backend, columns: readonly Column[], length: number): Int32Array {
  const offsets = room("int32", length + 1);
  offsets[0] = 0;
  let row = 0;
  let at = 0;
  for (const column of columns) {
    const from = column.offsets!;
    // Each panel has the first offset of the next too, and the last one that of the next column.
    for (const [start, end] of panelsOf(backend, column.length + 1, 8)) {
      const outputs = [offsets.subarray(row + start, row + end)];
      callKernel(backend, "shiftRows", "int32", { n: end - start, inputs: [from.subarray(start, end)], outputs, params: [at - from[0]!] });
    }
    row += column.length;
    at += textBytes(column);
  }
  return offsets;
}
