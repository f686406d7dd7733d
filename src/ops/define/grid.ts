/** The number of a place in its grid, C order. */
export function flatIndex(at: readonly number[], grid: readonly number[]): number {
  let flat = 0;
  for (let axis = 0; axis < grid.length; axis++) flat = flat * grid[axis]! + at[axis]!;
  return flat;
}

/** The place with a number: the inverse of `flatIndex`. */
export function unravel(flat: number, grid: readonly number[]): number[] {
  const at = new Array<number>(grid.length);
  let rest = flat;
  for (let axis = grid.length - 1; axis >= 0; axis--) {
    at[axis] = rest % grid[axis]!;
    rest = Math.floor(rest / grid[axis]!);
  }
  return at;
}

/** How many places there are. */
export function gridSize(grid: readonly number[]): number {
  return grid.reduce((size, count) => size * count, 1);
}

/** Every place, C order. */
export function places(grid: readonly number[]): number[][] {
  return Array.from({ length: gridSize(grid) }, (_, flat) => unravel(flat, grid));
}
