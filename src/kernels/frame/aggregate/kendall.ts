/** How many pairs there are of so many things. */
const pairs = (n: number) => (n * (n - 1)) / 2;

/**
 * Kendall's tau-b by Knight's algorithm ("A computer method for calculating Kendall's tau with ungrouped data", 1966): rows in the order of x, then of y; the exchanges that sort them by y are
 * the pairs that are in another order there, and a merge sort counts them in n log n.
 */
export function kendallTau(x: Float64Array, y: Float64Array): number {
  const n = x.length;
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((a, b) => x[a]! - x[b]! || y[a]! - y[b]!);
  const [byX, byY] = [Float64Array.from(order, (i) => x[i]!), Float64Array.from(order, (i) => y[i]!)];
  const tiedX = tied(n, (i) => byX[i] === byX[i - 1]);
  const tiedBoth = tied(n, (i) => byX[i] === byX[i - 1] && byY[i] === byY[i - 1]);
  const exchanges = sortCounting(byY);
  const tiedY = tied(n, (i) => byY[i] === byY[i - 1]);
  const all = pairs(n);
  // Pairs in the same order, less those in another.
  const balance = all - tiedX - tiedY + tiedBoth - 2 * exchanges;
  const scale = all - tiedX === all - tiedY ? all - tiedX : Math.sqrt(all - tiedX) * Math.sqrt(all - tiedY);
  return Math.max(-1, Math.min(1, balance / scale));
}

/** Pairs within runs of neighbors that are alike. */
function tied(n: number, isLikeLast: (i: number) => boolean): number {
  let [total, run] = [0, 1];
  for (let i = 1; i <= n; i++) {
    if (i < n && isLikeLast(i)) run++;
    else {
      total += pairs(run);
      run = 1;
    }
  }
  return total;
}

/** Sorts from the bottom up, and counts how many neighbors a bubble sort would exchange. */
function sortCounting(values: Float64Array): number {
  const n = values.length;
  let [from, to]: [Float64Array, Float64Array] = [values, new Float64Array(n)];
  let exchanges = 0;
  for (let width = 1; width < n; width *= 2) {
    for (let low = 0; low < n; low += 2 * width) {
      const [middle, high] = [Math.min(low + width, n), Math.min(low + 2 * width, n)];
      let [left, right] = [low, middle];
      for (let at = low; at < high; at++) {
        if (left < middle && (right >= high || from[left]! <= from[right]!)) to[at] = from[left++]!;
        else {
          exchanges += middle - left;
          to[at] = from[right++]!;
        }
      }
    }
    [from, to] = [to, from];
  }
  if (from !== values) values.set(from);
  return exchanges;
}
