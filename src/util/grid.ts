/** The place with a number in a grid, C order. */
export function unravel(flat: number, grid: readonly number[]): number[] {
  const at = new Array<number>(grid.length);
  let rest = flat;
  for (let axis = grid.length - 1; axis >= 0; axis--) {
    at[axis] = rest % grid[axis]!;
    rest = Math.floor(rest / grid[axis]!);
  }
  return at;
}
