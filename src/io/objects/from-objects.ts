import { ColumnError, DTypeError } from "../../util/errors.ts";
import { type FromColumnsOptions, fromColumns, type WholeFrame } from "./from-columns.ts";

/** Rows from objects. Columns stand in the order in which keys first appear; a row without a key has no value there. */
export function fromObjects(rows: readonly object[], options: FromColumnsOptions = {}, operation = "fromObjects"): WholeFrame {
  if (!Array.isArray(rows)) throw new TypeError(`${operation}: give a list of objects, not ${rows === null ? "null" : typeof rows}`);
  const columns = new Map<string, unknown[]>();
  const declared = options.schema && Object.keys(options.schema);
  for (const name of declared ?? []) columns.set(name, new Array(rows.length).fill(null));
  rows.forEach((row, at) => {
    if (typeof row !== "object" || row === null || Array.isArray(row))
      throw new DTypeError(`${operation}: row ${at} is ${Array.isArray(row) ? "an array" : String(row)}; give objects, a key a column`);
    for (const name of Object.keys(row)) {
      let column = columns.get(name);
      if (column === undefined) {
        if (declared !== undefined) throw new ColumnError(`${operation}: row ${at} has ${JSON.stringify(name)}, which is not in { schema }`, name);
        columns.set(name, (column = new Array(rows.length).fill(null)));
      }
      column[at] = (row as { readonly [name: string]: unknown })[name];
    }
  });
  // Not an assignment: a key may be `__proto__`.
  const { batch, schema } = fromColumns(Object.fromEntries(columns), options, operation);
  return { schema, batch: { ...batch, length: rows.length } };
}
