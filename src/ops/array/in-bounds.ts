import type { NDArray } from "../../chunk/ndarray.ts";
import { ShapeError } from "../../util/errors.ts";

/** What tasks call to look at positions that only running tells: they come back as they are. @throws ShapeError */
export function inBounds(
  positions: NDArray<"float64">,
  { params }: { readonly params: { readonly operation?: string; readonly length?: number } },
): Float64Array {
  const { operation, length = 0 } = params;
  for (const position of positions.data) {
    if (!(position >= 0 && position < length)) throw new ShapeError(`${operation}: index ${position} is out of bounds for ${length} elements`);
    if (!Number.isInteger(position)) throw new ShapeError(`${operation}: index ${position} is not an integer`);
  }
  return positions.data;
}
