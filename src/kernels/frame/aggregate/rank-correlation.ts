import { type Column, isValid } from "../../../chunk/column.ts";
import type { TypedArray } from "../../../chunk/dtype.ts";
import { takeColumn } from "../rows/take.ts";
import { sortRows } from "../sort/sort-rows.ts";
import { columnOfResults } from "./accumulate.ts";
import type { CompleteCall, WholeAggregator } from "./aggregator.ts";
import { kendallTau } from "./kendall.ts";

/** The rows of a group in which both columns have a value, as ranks. */
interface RankedGroup {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

type Statistic = (group: RankedGroup) => number;

/** Spearman's coefficient: Pearson's of ranks, equal values having the mean of theirs. */
export const spearman: WholeAggregator = { whole: true, columns: 2, distinct: false, complete: (call) => ofRanks(call, pearson) };
/** Kendall's tau-b. */
export const kendall: WholeAggregator = { whole: true, columns: 2, distinct: false, complete: (call) => ofRanks(call, ({ x, y }) => kendallTau(x, y)) };

function ofRanks(call: CompleteCall, statistic: Statistic): Column {
  const { backend, rows, count, params, type } = call;
  const [a, b] = call.columns as readonly [Column, Column];
  const kept = new Int32Array(rows);
  let n = 0;
  for (let row = 0; row < rows; row++) if ((call.codes?.[row] ?? 0) >= 0 && isValid(a, row) && isValid(b, row)) kept[n++] = row;
  const present = kept.subarray(0, n);
  const codes = Int32Array.from(present, (row) => call.codes?.[row] ?? 0);
  const groupOf: Column = { type: "int32", length: n, values: codes };
  const [x, y] = [a, b].map((column) => ranksIn(call, groupOf, takeColumn(backend, { ...column, valid: undefined }, present, { present: true }))) as [
    Ranks,
    Ranks,
  ];
  const order = sortRows(backend, [groupOf], { descending: [false], nullsFirst: [false] });
  const ends = new Int32Array(count + 1);
  for (const code of codes) ends[code + 1]!++;
  for (let group = 0; group < count; group++) ends[group + 1]! += ends[group]!;
  return columnOfResults(type, count, (group) => {
    const own = order.subarray(ends[group], ends[group + 1]);
    if (own.length < Math.max(2, params.minPeriods ?? 0)) return undefined;
    if (own.some((row) => Number.isNaN(x[row]) || Number.isNaN(y[row]))) return Number.NaN;
    return statistic({ x: Float64Array.from(own, (row) => x[row]!), y: Float64Array.from(own, (row) => y[row]!) });
  });
}

type Ranks = Float64Array;

/** The rank of each value in its group, from 1 on, equal ones having the mean of theirs; of NaN, NaN. */
function ranksIn({ backend }: CompleteCall, groupOf: Column, column: Column): Ranks {
  const order = sortRows(backend, [groupOf, column], { descending: [false, false], nullsFirst: [false, false] });
  const codes = groupOf.values as Int32Array;
  const values = column.values as TypedArray;
  const ranks = new Float64Array(order.length);
  let start = 0;
  for (let from = 0, to = 0; from < order.length; from = to) {
    const first = order[from]!;
    if (from > 0 && codes[first] !== codes[order[from - 1]!]) start = from;
    for (to = from + 1; to < order.length && codes[order[to]!] === codes[first] && values[order[to]!] === values[first]; ) to++;
    // Those before, and the mean of 1 … how many are equal.
    const rank = Number.isNaN(values[first]) ? Number.NaN : from - start + (to - from + 1) / 2;
    for (let at = from; at < to; at++) ranks[order[at]!] = rank;
  }
  return ranks;
}

function pearson({ x, y }: RankedGroup): number {
  // Ranks have the same mean, whatever is equal.
  const mean = (x.length + 1) / 2;
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [dx, dy] = [x[i]! - mean, y[i]! - mean];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  const scale = xx === yy ? xx : Math.sqrt(xx) * Math.sqrt(yy);
  return Math.max(-1, Math.min(1, xy / scale));
}
