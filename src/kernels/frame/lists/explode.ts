import { type Batch, type Column, isValid } from "../../../chunk/column.ts";
import { ShapeError } from "../../../util/errors.ts";
import type { BatchKernel } from "../../batch-kernels.ts";
import { room } from "../../batch-memory.ts";
import { takeColumn } from "../rows/take.ts";

const sizeOf = (column: Column, row: number) => (isValid(column, row) ? column.offsets![row + 1]! - column.offsets![row]! : 0);

/** `names, columns`: a row for each value of the lists in some columns; where they have none, one with null. */
export const explode: BatchKernel = {
  run({ backend, step, args: [batch] }) {
    const { names, columns } = step.params as unknown as { names: readonly string[]; columns: readonly string[] };
    const exploded = columns.map((name) => batch!.columns[names.indexOf(name)]!);
    const ends = endsOf(batch!, exploded, columns);
    const length = ends[batch!.length]!;
    const rows = room("int32", length);
    for (let row = 0; row < batch!.length; row++) rows.fill(row, ends[row], ends[row + 1]);
    const made = batch!.columns.map((column, i) => {
      const isExploded = columns.includes(names[i]!);
      return isExploded ? takeColumn(backend, column.child!, placesOf(column, ends)) : takeColumn(backend, column, rows, { present: true });
    });
    return { length, columns: made };
  },
};

/** Where the rows that become of each begin, and where the last ones end. */
function endsOf({ length }: Batch, exploded: readonly Column[], names: readonly string[]): Int32Array {
  const ends = new Int32Array(length + 1);
  let total = 0;
  for (let row = 0; row < length; row++) {
    const count = Math.max(1, sizeOf(exploded[0]!, row));
    const other = exploded.findIndex((column) => Math.max(1, sizeOf(column, row)) !== count);
    if (other > 0)
      throw new ShapeError(
        `explode: row ${row} of its partition has ${sizeOf(exploded[0]!, row)} values in ${JSON.stringify(names[0])} and ${sizeOf(exploded[other]!, row)} in ${JSON.stringify(names[other])}; explode them one after the other`,
      );
    total += count;
    if (total > 0x7fff_ffff) throw new RangeError("explode: more than 2^31 rows in one partition; use more partitions (repartition)");
    ends[row + 1] = total;
  }
  return ends;
}

/** Where each new row's value stands in what the lists hold; -1 for none. */
function placesOf(column: Column, ends: Int32Array): Int32Array {
  const places = room("int32", ends[column.length]!);
  for (let row = 0; row < column.length; row++) {
    const [first, size] = [column.offsets![row]!, sizeOf(column, row)];
    if (size === 0) places[ends[row]!] = -1;
    else for (let i = 0; i < size; i++) places[ends[row]! + i] = first + i;
  }
  return places;
}
