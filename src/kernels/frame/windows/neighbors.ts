import { type Column, isValid } from "../../../chunk/column.ts";
import { concatColumns } from "../rows/concat.ts";
import { takeColumn } from "../rows/take.ts";
import type { WindowCall, WindowKernel } from "./window-kernel.ts";

/** Rows of a column by number, a rule making the numbers of each group: -1 gives null. */
function taken({ backend, args, borders }: WindowCall, fill: (rows: Int32Array, from: number, to: number) => void): Column {
  const [x] = args as [Column];
  const rows = new Int32Array(x.length);
  for (let group = 0; group + 1 < borders.length; group++) fill(rows, borders[group]!, borders[group + 1]!);
  return takeColumn(backend, x, rows);
}

/** `periods`: the row so many rows before. */
export const shift: WindowKernel = (call) => {
  const { backend, args, params } = call;
  const [x, filler] = args as [Column, Column?];
  const periods = params["periods"] as number;
  // What stands where there is no row is the row after the last.
  const extended = filler === undefined ? x : concatColumns(backend, [x, filler]);
  const none = filler === undefined ? -1 : x.length;
  const rows = new Int32Array(x.length);
  const { borders } = call;
  for (let group = 0; group + 1 < borders.length; group++) {
    const [from, to] = [borders[group]!, borders[group + 1]!];
    for (let row = from; row < to; row++) {
      const other = row - periods;
      rows[row] = other >= from && other < to ? other : none;
    }
  }
  return takeColumn(backend, extended, rows);
};

/** The last row before that has a value, itself included, at most `limit` rows away. */
export const ffill: WindowKernel = (call) => {
  const limit = (call.params["limit"] as number | null) ?? Number.POSITIVE_INFINITY;
  const [x] = call.args as [Column];
  if (x.valid === undefined) return x;
  return taken(call, (rows, from, to) => {
    let last = -1;
    for (let row = from; row < to; row++) {
      if (isValid(x, row)) last = row;
      rows[row] = last >= 0 && row - last <= limit ? last : -1;
    }
  });
};

/** The same the other way. */
export const bfill: WindowKernel = (call) => {
  const limit = (call.params["limit"] as number | null) ?? Number.POSITIVE_INFINITY;
  const [x] = call.args as [Column];
  if (x.valid === undefined) return x;
  return taken(call, (rows, from, to) => {
    let next = -1;
    for (let row = to - 1; row >= from; row--) {
      if (isValid(x, row)) next = row;
      rows[row] = next >= 0 && next - row <= limit ? next : -1;
    }
  });
};

/** How many rows of the group stand before it, or after it. */
export const cumcount: WindowKernel = ({ borders, params }) => {
  const values = new BigInt64Array(borders[borders.length - 1]!);
  const words = new Int32Array(values.buffer);
  for (let group = 0; group + 1 < borders.length; group++) {
    const [from, to] = [borders[group]!, borders[group + 1]!];
    for (let row = from; row < to; row++) words[2 * row] = params["ascending"] === false ? to - 1 - row : row - from;
  }
  return { type: "int64", length: values.length, values };
};
