import type { Batch } from "../../chunk/column.ts";
import type { Schema } from "../../expr/meta.ts";
import { readValues, type ValueOptions } from "./read-values.ts";

/** The rows as objects, a key a column. */
export function toObjects(schema: Schema, batches: readonly Batch[], options: ValueOptions = {}): { [name: string]: unknown }[] {
  return batches.flatMap(({ length, columns }) => {
    const values = columns.map((column, at) => readValues(column, schema[at]!.name, options, "toObjects"));
    const rows = Array.from({ length }, () => ({}) as { [name: string]: unknown });
    schema.forEach(({ name }, at) => {
      const own = values[at]!;
      const isPlain = name !== "__proto__";
      for (let i = 0; i < length; i++) {
        if (isPlain) rows[i]![name] = own[i];
        else Object.defineProperty(rows[i], name, { value: own[i], enumerable: true, configurable: true, writable: true });
      }
    });
    return rows;
  });
}

/** The columns as arrays, by name. */
export function toColumns(schema: Schema, batches: readonly Batch[], options: ValueOptions = {}): { [name: string]: unknown[] } {
  // Not an assignment: a name may be `__proto__`.
  return Object.fromEntries(
    schema.map(({ name }, at) => [name, batches.flatMap(({ columns }) => readValues(columns[at]!, name, options, "toColumns"))] as const),
  );
}
