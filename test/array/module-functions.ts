import type { NDArray } from "../../src/index.ts";

/** Used by workers, which import this module. */
export function tripled(block: NDArray<"float64">): Float64Array {
  return block.data.map((value) => 3 * value);
}
