import type { Column } from "../../../chunk/column.ts";
import { columnTypeOf } from "../../../chunk/column-type.ts";
import type { Backend } from "../../kernel.ts";
import { castValues } from "../elementwise.ts";
import { sortRows } from "../sort/sort-rows.ts";
import type { Windows } from "./bounds.ts";

interface QuantileCall {
  readonly backend: Backend;
  readonly column: Column;
  readonly present: Uint8Array | undefined;
  readonly windows: Windows;
  readonly q: number;
  readonly interpolation: string;
}

/** Quantiles of windows: values go by their place in the order of all, and a tree of counts finds the k-th there is (P. M. Fenwick). NaN is the greatest value. */
export function windowQuantiles({ backend, column, present, windows: { low, high }, q, interpolation }: QuantileCall): Float64Array {
  const rows = column.length;
  const order = sortRows(backend, [column], { descending: [false], nullsFirst: [false] });
  const places = new Int32Array(rows);
  for (let place = 0; place < rows; place++) places[order[place]!] = place;
  const values = castValues(backend, column.values, columnTypeOf(column.type).storage, "float64") as Float64Array;
  const tree = new Int32Array(rows + 1);
  const top = 2 ** Math.floor(Math.log2(Math.max(1, rows)));
  const out = new Float64Array(rows);
  let [from, to, count] = [0, 0, 0];
  const change = (row: number, by: 1 | -1) => {
    if (present !== undefined && present[row] === 0) return;
    count += by;
    for (let i = places[row]! + 1; i <= rows; i += i & -i) tree[i]! += by;
  };
  const kth = (k: number): number => {
    let [at, left] = [0, k];
    for (let step = top; step > 0; step >>= 1) {
      if (at + step <= rows && tree[at + step]! <= left) {
        at += step;
        left -= tree[at]!;
      }
    }
    return values[order[at]!]!;
  };
  for (let row = 0; row < rows; row++) {
    for (; to < high[row]!; to++) change(to, 1);
    for (; from < low[row]!; from++) if (from < to) change(from, -1);
    if (to < from) to = from;
    if (count > 0) out[row] = between(q * (count - 1), interpolation, kth);
  }
  return out;
}

/** What stands at a place between two. */
function between(place: number, interpolation: string, kth: (k: number) => number): number {
  const below = Math.floor(place);
  const share = place - below;
  if (share === 0 || interpolation === "lower") return kth(below);
  if (interpolation === "higher") return kth(below + 1);
  // A tie goes to the even place, as in NumPy.
  if (interpolation === "nearest") return kth(share < 0.5 || (share === 0.5 && below % 2 === 0) ? below : below + 1);
  const [low, high] = [kth(below), kth(below + 1)];
  if (low === high) return low;
  return interpolation === "midpoint" ? (low + high) / 2 : low + (high - low) * share;
}
