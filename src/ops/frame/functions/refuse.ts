import type { ColumnType } from "../../../chunk/column-type.ts";
import { DTypeError } from "../../../util/errors.ts";

/** The error of a function that does not take these types. */
export function refuse(name: string, types: readonly ColumnType[], wayOut: string): DTypeError {
  return new DTypeError(`${name}: does not take ${types.join(" and ")}; ${wayOut}`);
}
