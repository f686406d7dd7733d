import { bitmapBytes, type Column } from "../../../chunk/column.ts";
import type { StepParams } from "../../../graph/program.ts";
import type { Backend } from "../../kernel.ts";
import { groupRows } from "../group/group-rows.ts";
import { sortRows } from "../sort/sort-rows.ts";
import type { WindowKernel } from "./window-kernel.ts";

/** What is known of the rows that come before those at hand: how many are ranked, and how many different values they have. Of all rows, for shares. */
export interface RankBefore {
  readonly rows: number;
  readonly values: number;
  readonly allRows: number;
  readonly allValues: number;
}

/** How many of the rows are ranked, and how many different values they have. Missing values are one value, unless they keep their places without rank. */
export function rankCounts(backend: Backend, column: Column, params: StepParams): { rows: number; values: number } {
  const { codes, count } = groupRows(backend, [column], { dropNull: params["nullOption"] === "keep" });
  let rows = 0;
  for (const code of codes) if (code >= 0) rows++;
  return { rows, values: count };
}

/** Ranks of rows that stand in order, from `from` up to `to`, into `out` at the places of `rows`. Equal rows have equal `codes`, -1 has no rank. */
function rankRun(out: Float64Array, rows: Int32Array, codes: Int32Array, from: number, to: number, params: StepParams, before: RankBefore): void {
  const { method, pct } = params;
  let position = before.rows;
  let value = before.values;
  const scale = pct !== true ? 1 : method === "dense" ? before.allValues : before.allRows;
  for (let start = from; start < to; ) {
    const code = codes[rows[start]!]!;
    let end = start + 1;
    while (end < to && codes[rows[end]!] === code) end++;
    if (code >= 0) {
      const count = end - start;
      value++;
      const tied = method === "min" ? position + 1 : method === "max" ? position + count : method === "dense" ? value : position + (count + 1) / 2;
      for (let i = start; i < end; i++) out[rows[i]!] = (method === "first" ? position + 1 + i - start : tied) / scale;
      position += count;
    }
    start = end;
  }
}

function ranksColumn(values: Float64Array, codes: Int32Array): Column {
  const { length } = values;
  if (!codes.includes(-1)) return { type: "float64", length, values };
  const valid = new Uint8Array(bitmapBytes(length));
  codes.forEach((code, row) => {
    if (code >= 0) valid[row >> 3]! |= 1 << (row & 7);
  });
  return { type: "float64", length, values, valid };
}

/** Ranks of a column in order, some rows of which come before. */
export function rankSorted(backend: Backend, column: Column, params: StepParams, before: RankBefore): Column {
  const { codes } = groupRows(backend, [column], { dropNull: params["nullOption"] === "keep" });
  const values = new Float64Array(column.length);
  const rows = Int32Array.from(values, (_, row) => row);
  rankRun(values, rows, codes, 0, rows.length, params, before);
  return ranksColumn(values, codes);
}

/** `method, descending, nullOption, pct`: the rank of each row in its group. */
export const rank: WindowKernel = ({ backend, args, borders, params }) => {
  const [x] = args as [Column];
  const groups = new Int32Array(x.length);
  for (let group = 0; group + 1 < borders.length; group++) groups.fill(group, borders[group], borders[group + 1]);
  const keys = [{ type: "int32", length: x.length, values: groups } as const, x];
  const rows = sortRows(backend, keys, { descending: [false, params["descending"] === true], nullsFirst: [false, params["nullOption"] === "top"] });
  const { codes } = groupRows(backend, [x], { dropNull: params["nullOption"] === "keep" });
  const values = new Float64Array(x.length);
  for (let group = 0; group + 1 < borders.length; group++) {
    const [from, to] = [borders[group]!, borders[group + 1]!];
    const all = params["pct"] === true ? countsOf(rows, codes, from, to) : { rows: 1, values: 1 };
    rankRun(values, rows, codes, from, to, params, { rows: 0, values: 0, allRows: all.rows, allValues: all.values });
  }
  return ranksColumn(values, codes);
};

function countsOf(sorted: Int32Array, codes: Int32Array, from: number, to: number): { rows: number; values: number } {
  let [rows, values, last] = [0, 0, -1];
  for (let i = from; i < to; i++) {
    const code = codes[sorted[i]!]!;
    if (code < 0) continue;
    rows++;
    if (code !== last) values++;
    last = code;
  }
  return { rows, values };
}
