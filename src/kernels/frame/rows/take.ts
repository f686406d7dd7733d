import { type Batch, bitmapBytes, type Column, isValid } from "../../../chunk/column.ts";
import { columnTypeOf } from "../../../chunk/column-type.ts";
import type { TypedArray } from "../../../chunk/dtype.ts";
import { listColumn } from "../../../chunk/list.ts";
import { MemoryLimitError } from "../../../util/errors.ts";
import { room } from "../../batch-memory.ts";
import { type Backend, Status } from "../../kernel.ts";
import type { Bits } from "./bitmap.ts";
import { callKernel, canCall, noBits } from "./kernel-call.ts";

/** The most bytes of text that the offsets of a column count. */
export const textLimit = 2 ** 31 - 1;

/** What is known of the row numbers. */
export interface TakeOptions {
  /** None of them is -1. */
  readonly present?: boolean;
}

/** These rows of a column, in this order; row -1 gives null. */
export function takeColumn(backend: Backend, column: Column, rows: Int32Array, { present = false }: TakeOptions = {}): Column {
  const length = rows.length;
  const valid = present && column.valid === undefined ? undefined : takeBits(backend, column, rows);
  const { type, dictionary, child } = column;
  if (child !== undefined) return { ...takeLists(backend, column, child, rows), type, valid };
  if (column.offsets === undefined) return { type, length, values: takeValues(backend, column, rows), valid, dictionary };
  return { type, length, ...takeText(backend, column.values as Uint8Array, column.offsets, rows), valid };
}

/** These rows of a batch, in this order; row -1 gives nulls. */
export function takeBatch(backend: Backend, batch: Batch, rows: Int32Array, options?: TakeOptions): Batch {
  return { length: rows.length, columns: batch.columns.map((column) => takeColumn(backend, column, rows, options)) };
}

/** The values of rows; 0 for row -1. */
function takeValues(backend: Backend, { type, values }: Column, rows: Int32Array): TypedArray {
  const { storage } = columnTypeOf(type);
  const out: TypedArray = room(storage, rows.length);
  if (canCall(backend, "takeRows", storage, values, rows, out)) {
    callKernel(backend, "takeRows", storage, { n: rows.length, inputs: [values, rows], outputs: [out] });
  } else {
    new Uint8Array(out.buffer, out.byteOffset, out.byteLength).fill(0);
    for (let i = 0; i < rows.length; i++) if (rows[i]! >= 0) out[i] = values[rows[i]!]!;
  }
  return out;
}

function takeBits(backend: Backend, column: Column, rows: Int32Array): Bits {
  const out = room("uint8", bitmapBytes(rows.length));
  const bits = column.valid ?? noBits;
  if (canCall(backend, "bitmapTake", "uint8", bits, rows, out)) {
    const count = new Float64Array(1);
    callKernel(backend, "bitmapTake", "uint8", { n: rows.length, inputs: [bits, rows], outputs: [out], state: count });
    return count[0] === rows.length ? undefined : out;
  }
  out.fill(0);
  for (let i = 0; i < rows.length; i++) if (rows[i]! >= 0 && isValid(column, rows[i]!)) out[i >> 3]! |= 1 << (i & 7);
  return out;
}

/** What lists hold is taken list by list. */
function takeLists(backend: Backend, { offsets: from }: Column, child: Column, rows: Int32Array): Column {
  const { length } = rows;
  if (bytesOfRows(from!, rows) > textLimit) throw tooMuch("values in lists", from!, rows);
  const offsets = room("int32", length + 1);
  offsets[0] = 0;
  for (let i = 0; i < length; i++) {
    const row = rows[i]!;
    offsets[i + 1] = offsets[i]! + (row < 0 ? 0 : from![row + 1]! - from![row]!);
  }
  const items = room("int32", offsets[length]!);
  for (let i = 0; i < length; i++) {
    if (rows[i]! < 0) continue;
    const shift = from![rows[i]!]! - offsets[i]!;
    for (let at = offsets[i]!; at < offsets[i + 1]!; at++) items[at] = at + shift;
  }
  return listColumn(takeColumn(backend, child, items, { present: true }), offsets);
}

function takeText(backend: Backend, bytes: Uint8Array, from: Int32Array, rows: Int32Array): { values: Uint8Array; offsets: Int32Array } {
  const n = rows.length;
  const offsets = room("int32", n + 1);
  offsets[0] = 0;
  if (!canCall(backend, "takeTextOffsets", "int32", from, rows, offsets)) return takeTextPlainly(bytes, from, rows);
  const status = callKernel(backend, "takeTextOffsets", "int32", { n, inputs: [from, rows], outputs: [offsets] }, Status.domain);
  if (status === Status.domain) throw tooMuch("text", from, rows);
  const values = room("uint8", offsets[n]!);
  if (!canCall(backend, "takeTextBytes", "uint8", bytes, from, rows, values)) return takeTextPlainly(bytes, from, rows);
  callKernel(backend, "takeTextBytes", "uint8", { n, inputs: [bytes, from, rows], outputs: [values] });
  return { values, offsets };
}

function takeTextPlainly(bytes: Uint8Array, from: Int32Array, rows: Int32Array): { values: Uint8Array; offsets: Int32Array } {
  if (bytesOfRows(from, rows) > textLimit) throw tooMuch("text", from, rows);
  const values = new Uint8Array(bytesOfRows(from, rows));
  const offsets = new Int32Array(rows.length + 1);
  rows.forEach((row, i) => {
    if (row >= 0) values.set(bytes.subarray(from[row], from[row + 1]), offsets[i]!);
    offsets[i + 1] = offsets[i]! + (row < 0 ? 0 : from[row + 1]! - from[row]!);
  });
  return { values, offsets };
}

function bytesOfRows(offsets: Int32Array, rows: Int32Array): number {
  return rows.reduce((sum, row) => sum + (row < 0 ? 0 : offsets[row + 1]! - offsets[row]!), 0);
}

function tooMuch(what: string, offsets: Int32Array, rows: Int32Array): Error {
  return new MemoryLimitError(`take: ${what} of one column in one partition`, bytesOfRows(offsets, rows), textLimit, "use more partitions (repartition)");
}
