/** Stretches of neighbors, each as long as it may be while its sizes add up to no more than `most`; one that is larger stands alone. */
export function joinNeighbors(sizes: readonly number[], most: number): { readonly from: number; readonly to: number }[] {
  const found: { from: number; to: number }[] = [];
  let sum = 0;
  sizes.forEach((size, at) => {
    const last = found.at(-1);
    if (last !== undefined && sum + size <= most) {
      last.to = at + 1;
      sum += size;
    } else {
      found.push({ from: at, to: at + 1 });
      sum = size;
    }
  });
  return found;
}
