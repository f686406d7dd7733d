import type { Column } from "../../../chunk/column.ts";
import type { ColumnType } from "../../../chunk/column-type.ts";
import { DTypeError } from "../../../util/errors.ts";
import { validFrom } from "../bitmap.ts";
import type { ColumnCall } from "../column-kernel.ts";

/** What to do with a value that the new type does not have. */
export interface Misfits {
  /** The value of a row does not fit: throws, or makes the row null. */
  add(row: number, value: string): void;
  /** The rows that have a value after all. */
  valid(): Uint8Array | undefined;
}

export function misfitsOf(call: Pick<ColumnCall, "backend" | "params" | "length" | "type" | "firstRow">, operation = "astype"): Misfits {
  let flags: Uint8Array | undefined;
  const coerces = call.params["errors"] === "coerce";
  return {
    add(row, value) {
      if (!coerces) throw misfit(operation, call.type, (call.firstRow ?? 0) + row, value);
      flags ??= new Uint8Array(call.length).fill(1);
      flags[row] = 0;
    },
    valid: () => flags && validFrom(call.backend, flags),
  };
}

function misfit(operation: string, type: ColumnType, row: number, value: string): DTypeError {
  return new DTypeError(`${operation}: row ${row} of a partition has ${value}, which is no ${type}; { errors: "coerce" } makes it null`);
}

/** Calls `visit` for rows that have a value. */
export function eachPresent({ length }: Pick<Column, "length">, valid: Uint8Array | undefined, visit: (row: number) => void): void {
  for (let row = 0; row < length; row++) {
    if (valid === undefined || (valid[row >> 3]! & (1 << (row & 7))) !== 0) visit(row);
  }
}
