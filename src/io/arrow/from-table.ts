import type { Data, RecordBatch, Table, Vector } from "apache-arrow";
import type { Batch } from "../../chunk/column.ts";
import type { Schema } from "../../expr/meta.ts";
import { ColumnError, DTypeError } from "../../util/errors.ts";
import { type ArrowReadOptions, columnTypeFrom } from "./column-type-from.ts";
import { columnFrom } from "./read-data.ts";

/** A frame's schema, and its rows in batches that share the memory they came from where layouts agree. */
export interface Batches {
  readonly schema: Schema;
  readonly batches: readonly Batch[];
}

/** The rows of a table, or of record batches of one schema. Where a column has no type here, a `DTypeError` names it. */
export function fromTable(source: Table | readonly RecordBatch[], options: ArrowReadOptions = {}, operation = "fromArrow"): Batches {
  const batches = "batches" in source ? source.batches : source;
  const arrowSchema = "batches" in source ? source.schema : source[0]?.schema;
  if (arrowSchema === undefined) throw new DTypeError(`${operation}: no record batch says what columns there are; give a Table, or { schema }`);
  const schema = schemaFrom(arrowSchema, options, operation);
  return { schema, batches: batches.map((batch) => batchFrom(batch, schema, operation)) };
}

/** The values of a vector as batches of one column. */
export function fromVector({ type, data }: Vector, operation: string): Batches {
  const name = "values";
  const own = columnTypeFrom(type, name, operation, {});
  return { schema: [{ name, type: own }], batches: data.map((part) => ({ length: part.length, columns: [columnFrom(part, own, name, operation)] })) };
}

export function schemaFrom(schema: RecordBatch["schema"], options: ArrowReadOptions, operation: string): Schema {
  const names = new Set<string>();
  return schema.fields.map(({ name, type }) => {
    if (names.has(name)) throw new ColumnError(`${operation}: two columns are named ${JSON.stringify(name)}; give them different names`, name);
    names.add(name);
    return { name, type: columnTypeFrom(type, name, operation, options) };
  });
}

export function batchFrom(batch: RecordBatch, schema: Schema, operation: string): Batch {
  const data = batch.data.children as Data[];
  return { length: batch.numRows, columns: schema.map(({ name, type }, at) => columnFrom(data[at]!, type, name, operation)) };
}
