import { unravel } from "../../util/grid.ts";

export { unravel };

/** The number of a place in its grid, C order. */
export function flatIndex(at: readonly number[], grid: readonly number[]): number {
  let flat = 0;
  for (let axis = 0; axis < grid.length; axis++) flat = flat * grid[axis]! + at[axis]!;
  return flat;
}

/** How many places there are. */
export function gridSize(grid: readonly number[]): number {
  return grid.reduce((size, count) => size * count, 1);
}

/** Every place, C order. */
export function places(grid: readonly number[]): number[][] {
  return Array.from({ length: gridSize(grid) }, (_, flat) => unravel(flat, grid));
}
