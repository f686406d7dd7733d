import type { Schema } from "../expr/meta.ts";
import { ColumnError, DTypeError } from "../util/errors.ts";

/** Holds that a file has the columns of the first one, whatever their order. */
export function checkSameSchema(operation: string, path: string, own: Schema, firstPath: string, first: Schema): void {
  const names = own.map(({ name }) => name);
  const fix = "read the files apart, or name the columns they share with { columns }";
  for (const { name, type } of first) {
    const found = own.find((field) => field.name === name);
    if (found === undefined) throw new ColumnError(`${operation}: ${path} lacks the column ${JSON.stringify(name)} of ${firstPath}; ${fix}`, name, names);
    if (found.type !== type)
      throw new DTypeError(
        `${operation}: column ${JSON.stringify(name)} of ${path} is ${found.type}, in ${firstPath} it is ${type}; read the files apart and cast one of them`,
      );
  }
  const more = own.find(({ name }) => !first.some((field) => field.name === name));
  if (more !== undefined)
    throw new ColumnError(`${operation}: ${path} has a column ${JSON.stringify(more.name)} that ${firstPath} lacks; ${fix}`, more.name, names);
}
