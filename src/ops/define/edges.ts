type Edges = ArrayLike<number | bigint>;

/** Edges of bins. @throws RangeError where they do not ascend. */
export function checkEdges(edges: Edges): void {
  for (let i = 0; i < edges.length; i++) {
    if (Number.isNaN(edges[i])) throw new RangeError("histogram: there are no edges between values that are not finite; give a range");
    if (i > 0 && edges[i]! < edges[i - 1]!) throw new RangeError(`histogram: edges must ascend; ${edges[i]} comes after ${edges[i - 1]}`);
  }
}

/** Bins in order, upwards or downwards. @throws RangeError */
export function checkBins(bins: Edges): void {
  const { length } = bins;
  const down = length > 1 && bins[0]! > bins[length - 1]!;
  for (let i = 1; i < length; i++) {
    if (down ? bins[i]! > bins[i - 1]! : bins[i]! < bins[i - 1]!)
      throw new RangeError(`digitize: bins must ascend or descend; ${bins[i]} comes after ${bins[i - 1]}`);
  }
}
