import type { Column } from "../../../chunk/column.ts";
import { isValid } from "../../../chunk/column.ts";
import type { ColumnExpr } from "../../../ops/frame/column-expr.ts";
import type { BatchKernel } from "../../batch-kernels.ts";
import { room, zeros } from "../../batch-memory.ts";
import { evaluate } from "../evaluate.ts";
import { groupRows } from "../group/group-rows.ts";
import { concatBatches } from "../rows/concat.ts";
import { takeBatch, takeColumn } from "../rows/take.ts";
import { sortRows } from "../sort/sort-rows.ts";

interface Params {
  readonly n: number;
  readonly keys: readonly ColumnExpr[];
  readonly order: readonly ColumnExpr[];
  readonly descending: readonly boolean[];
  readonly dropNull: boolean;
  readonly sort: boolean;
  readonly names: readonly string[];
}

/** `n, keys, order, descending, dropNull, sort, names`: the first rows of each group in an order, of all that came. */
export const topOfGroups: BatchKernel = {
  run({ backend, step, args }) {
    const { n, keys, order, descending, dropNull, sort, names } = step.params as unknown as Params;
    const batch = concatBatches(backend, args);
    const [keyColumns, by] = [keys, order].map((exprs) => exprs.map((expr) => evaluate(backend, expr, batch, names))) as [Column[], Column[]];
    const { codes, count } = groupRows(backend, keyColumns, { dropNull });
    const candidates = candidatesFor(n, codes, count, by, descending);
    const few = by.map((column) => takeColumn(backend, column, candidates, { present: true }));
    const ordered = sortRows(backend, few, { descending, nullsFirst: by.map(() => false) });
    const seen = zeros("int32", count);
    const kept = room("int32", candidates.length);
    let length = 0;
    for (let i = 0; i < ordered.length; i++) {
      const row = candidates[ordered[i]!]!;
      if (seen[codes[row]!]!++ < n) kept[length++] = row;
    }
    const rows = takeBatch(backend, batch, kept.subarray(0, length), { present: true });
    if (!sort || length < 2) return rows;
    const keptKeys = keyColumns.map((column) => takeColumn(backend, column, kept.subarray(0, length), { present: true }));
    const byKeys = sortRows(backend, keptKeys, { descending: keys.map(() => false), nullsFirst: keys.map(() => false) });
    return takeBatch(backend, rows, byKeys, { present: true });
  },
};

/** Rows among which the first of every group are: one that comes after as many others of its group as there may be is none, and neither is one without a value. */
function candidatesFor(n: number, codes: Int32Array, count: number, by: readonly Column[], descending: readonly boolean[]): Int32Array {
  const [first] = by as readonly [Column];
  const out = room("int32", codes.length);
  const bounds = n > 0 && first.values instanceof Float64Array && first.length > n * count ? boundsOf(n, codes, count, first, descending[0]!) : undefined;
  const values = first.values as Float64Array;
  const sign = descending[0]! ? 1 : -1;
  let length = 0;
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    if (code < 0 || !isValid(first, row)) continue;
    if (bounds === undefined || !(sign * values[row]! < bounds[code]!)) out[length++] = row;
  }
  return out.subarray(0, length);
}

/** The n-th greatest number of each group (its negative where the least are wanted); -Infinity where there are not so many. NaN counts as less than all others. */
function boundsOf(n: number, codes: Int32Array, count: number, column: Column, descending: boolean): Float64Array {
  const values = column.values as Float64Array;
  const best = room("float64", count * n).fill(Number.NEGATIVE_INFINITY);
  const sign = descending ? 1 : -1;
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    if (code < 0 || !isValid(column, row)) continue;
    const value = sign * values[row]!;
    const start = code * n;
    let at = start + n - 1;
    if (!(value > best[at]!)) continue;
    for (; at > start && value > best[at - 1]!; at--) best[at] = best[at - 1]!;
    best[at] = value;
  }
  const bounds = room("float64", count);
  for (let code = 0; code < count; code++) bounds[code] = best[code * n + n - 1]!;
  return bounds;
}
