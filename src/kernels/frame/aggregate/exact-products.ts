import { columnTypeOf } from "../../../chunk/column-type.ts";
import { dtypes } from "../../../chunk/dtype.ts";
import { keyRange } from "../group/direct-groups.ts";
import type { RecordCall } from "./aggregator.ts";

/** Whether all columns are integers so small that sums of products over all rows, times as many, stay below 2^63: then deviations from means are exact differences of such sums. */
export function haveExactProducts({ backend, rows, columns }: RecordCall): boolean {
  const most = BigInt(Math.floor(2 ** 31 / Math.max(1, rows)));
  return columns.flat().every((column) => {
    const { kind } = dtypes[columnTypeOf(column.type).storage];
    if (kind === "float") return false;
    const range = keyRange(backend, column);
    if (range === undefined) return false;
    return range.size === 0 || (-range.least <= most && range.least + BigInt(range.size) - 1n <= most);
  });
}
