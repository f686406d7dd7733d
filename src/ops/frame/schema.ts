import type { ColumnType } from "../../chunk/column-type.ts";
import type { Expr } from "../../expr/expr.ts";
import type { Field, FrameMeta, Meta, Schema } from "../../expr/meta.ts";
import { ColumnError } from "../../util/errors.ts";
import { must } from "../../util/must.ts";

/** The meta of a frame. */
export function frameOf(meta: Meta): FrameMeta {
  must(meta.kind === "frame", "an array where a frame belongs");
  return meta;
}

export function schemaOf(node: Expr): Schema {
  return frameOf(node.meta).schema;
}

export function namesOf(node: Expr): string[] {
  return schemaOf(node).map(({ name }) => name);
}

/** How many partitions a frame has. */
export function partitionsOf(node: { readonly meta: Meta }): number {
  return node.meta.chunks[0]!.length;
}

/** A column by its name, or `ColumnError` with the names there are. */
export function fieldOf(schema: Schema, name: string, operation: string): Field {
  const found = schema.find((field) => field.name === name);
  if (found !== undefined) return found;
  throw noColumn(schema, name, operation);
}

export function noColumn(schema: Schema, name: unknown, operation: string): ColumnError {
  const names = schema.map((field) => field.name);
  const near = typeof name === "string" ? names.find((known) => known.toLowerCase() === name.toLowerCase()) : undefined;
  const hint = near === undefined ? "" : `; did you mean ${JSON.stringify(near)}?`;
  return new ColumnError(`${operation}: no column ${JSON.stringify(name)}; there are ${listed(names)}${hint}`, String(name), names);
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 40).map((name) => JSON.stringify(name));
  return names.length === 0 ? "none" : shown.join(", ") + (names.length > 40 ? ` and ${names.length - 40} more` : "");
}

/** A schema whose names differ, or `ColumnError`. */
export function uniqueNames(schema: Schema, operation: string): Schema {
  const seen = new Set<string>();
  for (const { name } of schema) {
    if (seen.has(name)) throw new ColumnError(`${operation}: there would be two columns ${JSON.stringify(name)}; rename one first`, name, [...seen]);
    if (!name.isWellFormed())
      throw new ColumnError(`${operation}: ${JSON.stringify(name)} is no name: it has half of a surrogate pair, which no UTF-8 stands for`, name);
    seen.add(name);
  }
  return schema;
}

export function typeOf(schema: Schema, name: string, operation: string): ColumnType {
  return fieldOf(schema, name, operation).type;
}

/** A name for a column of our own that none of those has. */
export function unusedName(base: string, ...schemas: readonly Schema[]): string {
  const taken = new Set(schemas.flatMap((schema) => schema.map(({ name }) => name)));
  let name = base;
  while (taken.has(name)) name += "_";
  return name;
}
