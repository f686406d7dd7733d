import type { Windows } from "./bounds.ts";

// Two stacks: what the rows of a window come to is what those before a turning point come to, from each on, and what those after it come to, up to each. Where the
// window has left the turning point behind, it becomes the window's end. Every row is seen twice at most, and nothing is ever taken away again, so nothing is lost to
// cancellation (K. Tangwongsan, M. Hirzel, S. Schneider, "Low-latency sliding-window aggregation", 2017).

/** Sums, least or greatest values of windows; rows that are not `present` change nothing. Where a window begins anew, as at a new group, so do the stacks. */
export function slide(values: Float64Array, { low, high }: Windows, nothing: number, join: (a: number, b: number) => number): Float64Array {
  const out = new Float64Array(values.length);
  const back = new Float64Array(values.length + 1);
  let [middle, end, front] = [0, 0, nothing];
  for (let row = 0; row < values.length; row++) {
    const [from, to] = [low[row]!, high[row]!];
    if (from > middle || from >= end) {
      // Rows that no window has seen yet are passed over.
      const until = Math.max(from, end);
      back[until] = nothing;
      for (let i = until - 1; i >= from; i--) back[i] = join(values[i]!, back[i + 1]!);
      [middle, end, front] = [until, until, nothing];
    }
    for (; end < to; end++) front = join(front, values[end]!);
    out[row] = from >= to ? nothing : from < middle ? join(back[from]!, front) : front;
  }
  return out;
}

/** Sums of squares of what is between values and their mean, in windows; NaN stands for rows without a value where `present` says so (B. P. Welford; T. F. Chan et al.). */
export function slideMoments(values: Float64Array, present: Uint8Array | undefined, { low, high }: Windows): { means: Float64Array; squares: Float64Array } {
  const rows = values.length;
  const means = new Float64Array(rows);
  const squares = new Float64Array(rows);
  const [counts, averages, rests] = [new Float64Array(rows + 1), new Float64Array(rows + 1), new Float64Array(rows + 1)];
  let [middle, end, n, mean, rest] = [0, 0, 0, 0, 0];
  for (let row = 0; row < rows; row++) {
    const [from, to] = [low[row]!, high[row]!];
    if (from > middle || from >= end) {
      const until = Math.max(from, end);
      counts[until] = averages[until] = rests[until] = 0;
      for (let i = until - 1; i >= from; i--) {
        const isThere = present === undefined || present[i] !== 0;
        counts[i] = counts[i + 1]! + (isThere ? 1 : 0);
        const away = isThere ? values[i]! - averages[i + 1]! : 0;
        averages[i] = averages[i + 1]! + (isThere ? away / counts[i]! : 0);
        rests[i] = rests[i + 1]! + (isThere ? away * (values[i]! - averages[i]!) : 0);
      }
      [middle, end, n, mean, rest] = [until, until, 0, 0, 0];
    }
    for (; end < to; end++) {
      if (present !== undefined && present[end] === 0) continue;
      const away = values[end]! - mean;
      mean += away / ++n;
      rest += away * (values[end]! - mean);
    }
    if (from >= to) continue;
    const before = from < middle ? counts[from]! : 0;
    if (before === 0) {
      means[row] = mean;
      squares[row] = rest;
    } else if (n === 0) {
      means[row] = averages[from]!;
      squares[row] = rests[from]!;
    } else {
      const away = mean - averages[from]!;
      means[row] = averages[from]! + (away * n) / (before + n);
      squares[row] = rests[from]! + rest + away * away * ((before * n) / (before + n));
    }
  }
  return { means, squares };
}
