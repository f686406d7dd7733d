/** The edges of equal bins: NumPy's `linspace(lo, hi, bins + 1)`, with half a unit on either side when there is nothing between. */
export function edgesOf({ bins, lo, hi }: { readonly bins: number; readonly lo: number; readonly hi: number }): Float64Array {
  const [from, to] = lo === hi ? [lo - 0.5, hi + 0.5] : [lo, hi];
  const step = (to - from) / bins;
  const edges = Float64Array.from({ length: bins + 1 }, (_, i) => i * step + from);
  edges[bins] = to;
  return edges;
}
