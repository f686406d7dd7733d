import { type Batch, type Column, sliceBatch } from "../../../chunk/column.ts";
import { room } from "../../batch-memory.ts";
import type { Backend } from "../../kernel.ts";
import { bitsOf, callKernel, panelsOf } from "./kernel-call.ts";
import { takeBatch } from "./take.ts";

/** The rows where a boolean column is true; a null is not. */
export function whereRows(backend: Backend, { values, valid, length }: Column): Int32Array {
  const rows = room("int32", length);
  const count = new Float64Array(1);
  let at = 0;
  for (const [from, to] of panelsOf(backend, length, 6)) {
    const inputs = [values.subarray(from, to), bitsOf(valid, from, to)];
    callKernel(backend, "whereRows", "int32", { n: to - from, inputs, outputs: [rows.subarray(at, at + to - from)], params: [from], state: count });
    at += count[0]!;
  }
  return rows.subarray(0, at);
}

/** The rows of a batch where a boolean column is true, in their order. */
export function filterBatch(backend: Backend, batch: Batch, mask: Column): Batch {
  const rows = whereRows(backend, mask);
  if (rows.length === batch.length) return batch;
  if (rows.length === 0) return sliceBatch(batch, 0, 0);
  return takeBatch(backend, batch, rows, { present: true });
}

/** The first `count` rows, or all there are. */
export function headRows(batch: Batch, count: number): Batch {
  return count >= batch.length ? batch : sliceBatch(batch, 0, count);
}
