import { pack, packedBytes } from "../chunk/batch.ts";
import { sizeOf } from "../chunk/chunk.ts";
import type { Batch } from "../chunk/column.ts";
import type { Schema } from "../expr/meta.ts";
import type { KernelStep } from "../graph/program.ts";
import { fromTable } from "../io/arrow/from-table.ts";
import { readValues } from "../io/objects/read-values.ts";
import { isArrowTable } from "../io/values/tables.ts";
import { concatBatches } from "../kernels/frame/rows/concat.ts";
import { loadBackend } from "../kernels/load.ts";
import type { Shapes } from "../kernels/run.ts";
import { ColumnError, ShapeError } from "../util/errors.ts";
import { batchOf } from "./frame-function.ts";
import { resultOf } from "./function-result.ts";
import type { Work } from "./work.ts";

/** A value as the array that it was declared to be. */
export function storeArray(work: Work, { dtype, params }: KernelStep, value: unknown): Shapes {
  const shape = params!["shape"] as readonly number[];
  const { data, shape: found } = resultOf(value, dtype, shape);
  if (found.length !== shape.length || found.some((extent, axis) => extent !== shape[axis]))
    throw new ShapeError(`fromDelayed: the value has shape [${found.join(", ")}] where [${shape.join(", ")}] was declared`);
  work.outputs[0]!.set(data.subarray(0, sizeOf(shape)) as never);
  return [shape];
}

/** A value as the partition that it was declared to be: columns, rows, or a table of Arrow. */
export function storeFrame(work: Work, { params }: KernelStep, value: unknown): Shapes | Promise<Shapes> {
  const { result, operation } = params as unknown as { readonly result: Schema; readonly operation: string };
  const isTable = typeof value === "object" && value !== null && isArrowTable(value);
  const batch = isTable ? tableAs(fromTable(value, {}, operation), result, operation) : batchOf(value, { result, operation });
  const bytes = packedBytes(batch);
  const write = ([room]: readonly Uint8Array[]): Shapes => {
    pack(batch, room!);
    return [[bytes]];
  };
  const room = work.allocate([bytes]);
  return room instanceof Promise ? room.then(write) : write(room);
}

/** Columns of the declared types as they are; others by their values. */
function tableAs({ schema, batches }: ReturnType<typeof fromTable>, result: Schema, operation: string): Batch {
  const names = schema.map(({ name }) => name);
  for (const { name } of result) {
    if (!names.includes(name))
      throw new ColumnError(`${operation}: the table has no column ${JSON.stringify(name)}; it has ${names.join(", ") || "none"}`, name, names);
  }
  const extra = names.find((name) => !result.some((field) => field.name === name));
  if (extra !== undefined) throw new ColumnError(`${operation}: the table has a column ${JSON.stringify(extra)}, which was not declared`, extra, names);
  if (batches.length === 0) return batchOf([], { result, operation });
  const { length, columns } = concatBatches(loadBackend(), batches);
  const own = result.map((field) => {
    const at = names.indexOf(field.name);
    const column = columns[at]!;
    if (column.type === field.type) return column;
    const values = readValues(column, field.name, { int64: "bigint" }, operation);
    return batchOf(Object.fromEntries([[field.name, values]]), { result: [field], operation }).columns[0]!;
  });
  return { length, columns: own };
}
