import { type Column, isValid } from "../../../chunk/column.ts";
export function valuesOf(column: Column): unknown[] {
  const { offsets, dictionary, values, length } = column;
  const text = (c: Column, row: number) => Buffer.from((c.values as Uint8Array).slice(c.offsets![row], c.offsets![row + 1])).toString("latin1");
  void offsets;
  return Array.from({ length }, (_, row) =>
    !isValid(column, row) ? null : dictionary ? text(dictionary, values[row] as number) : column.offsets ? text(column, row) : values[row],
  );
}
