import type { Batch, Column } from "../../chunk/column.ts";
import { type ColumnType, parseColumnType } from "../../chunk/column-type.ts";
import { dtypes } from "../../chunk/dtype.ts";
import type { Schema } from "../../expr/meta.ts";
import { ColumnError, DTypeError, ShapeError } from "../../util/errors.ts";
import { isPlainRecord } from "../../util/plain.ts";
import { requireTypes } from "../reader-options.ts";
import { dtypeOfArray, inferType } from "./infer-type.ts";
import { makeColumn, refuseRow } from "./make-column.ts";

/** Column types by name. */
export type SchemaOption = { readonly [name: string]: ColumnType };

export interface FromColumnsOptions {
  /** The columns, in this order, and their types; values that a type does not hold are errors. Without it types are inferred. */
  readonly schema?: SchemaOption | undefined;
}

/** A frame's schema and all its rows. */
export interface WholeFrame {
  readonly schema: Schema;
  readonly batch: Batch;
}

/** Rows from a list of values for each column: arrays, typed arrays, 1-d arrays. All of them are copied. */
export function fromColumns(columns: { readonly [name: string]: unknown }, options: FromColumnsOptions = {}, operation = "fromColumns"): WholeFrame {
  if (!isPlainRecord(columns))
    throw new TypeError(`${operation}: give a record of columns, like { a: [1, 2] }; fromObjects takes rows, and fromArray those of an array`);
  const given = Object.keys(columns).map((name) => nameOf(name, operation));
  const wanted = options.schema && readSchema(options.schema, operation);
  const names = wanted?.map(({ name }) => name) ?? given;
  for (const name of names)
    if (!Object.hasOwn(columns, name))
      throw new ColumnError(
        `${operation}: { schema } has ${JSON.stringify(name)}, the columns are ${given.map((own) => JSON.stringify(own)).join(", ") || "none"}`,
        name,
      );
  for (const name of given) if (!names.includes(name)) throw new ColumnError(`${operation}: column ${JSON.stringify(name)} is not in { schema }`, name);
  const made = names.map((name, at) => columnOf(columns[name], wanted?.[at]?.type, name, operation));
  const length = made[0]?.length ?? 0;
  made.forEach((column, at) => {
    if (column.length !== length)
      throw new ShapeError(`${operation}: column ${JSON.stringify(names[at])} has ${column.length} rows, ${JSON.stringify(names[0])} has ${length}`);
  });
  return { schema: made.map(({ type }, at) => ({ name: names[at]!, type })), batch: { length, columns: made } };
}

function nameOf(name: string, operation: string): string {
  if (name.isWellFormed()) return name;
  throw new ColumnError(`${operation}: ${JSON.stringify(name)} is no name: it has half of a surrogate pair, which no UTF-8 stands for`, name);
}

/** A schema as users write it. */
export function readSchema(schema: SchemaOption, operation: string): Schema {
  requireTypes(operation, "schema", schema);
  return Object.keys(schema).map((name) => ({
    name: nameOf(name, operation),
    type: parseColumnType(schema[name], `${operation}: column ${JSON.stringify(name)}`).type,
  }));
}

function columnOf(source: unknown, type: ColumnType | undefined, name: string, operation: string): Column {
  const values = listOf(source, name, operation);
  const dtype = dtypeOfArray(values);
  if (dtype !== undefined && (type === undefined || type === dtype)) {
    const copy = new dtypes[dtype].array(values.length);
    copy.set(values as never);
    return { type: dtype, length: values.length, values: copy };
  }
  const isBool = typeof source === "object" && (source as { dtype?: unknown }).dtype === "bool";
  const list = isBool ? Array.from(values, Boolean) : values;
  return makeColumn(list, type ?? inferType(list, name, operation), refuseRow(name, operation));
}

/** The values of an array, a typed array, or an array of one axis (`NDArray`). */
function listOf(source: unknown, name: string, operation: string): ArrayLike<unknown> {
  const { data, shape, dtype } = (source ?? {}) as { data?: unknown; shape?: readonly number[]; dtype?: unknown };
  if (Array.isArray(shape) && ArrayBuffer.isView(data)) {
    if (shape.length !== 1)
      throw new ShapeError(`${operation}: column ${JSON.stringify(name)} is an array of shape [${shape.join(", ")}]; a column has one axis`);
    return dtype === "bool" ? Array.from(data as Uint8Array) : (data as Uint8Array);
  }
  if (Array.isArray(source) || (ArrayBuffer.isView(source) && !(source instanceof DataView))) return source as ArrayLike<unknown>;
  throw new DTypeError(`${operation}: column ${JSON.stringify(name)} is ${typeof source}; give an array or a typed array`);
}
