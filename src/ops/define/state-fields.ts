import { type DType, dtypes } from "../../chunk/dtype.ts";

/** What a reducer remembers of the elements it has seen: numbers of 8 bytes each (`native/kernels/reduce.hpp` says in which form). */
const fields: { readonly [reducer: string]: readonly string[] } = {
  sum: ["total"],
  prod: ["product"],
  mean: ["high", "low", "count"],
  var: ["count", "mean", "squares"],
  min: ["value", "seen"],
  max: ["value", "seen"],
  argmin: ["value", "position"],
  argmax: ["value", "position"],
  any: ["flag"],
  all: ["flag"],
  count_nonzero: ["count"],
};

/** How many fields the state of a reducer has. Floating sums have two, the sum and what rounding took from it. */
export function stateFields(reducer: string, dtype: DType): number {
  const base = reducer.replace(/^nan/, "");
  if (base === "sum" && dtypes[dtype].kind === "float") return 2;
  const names = fields[base];
  if (names === undefined) throw new Error(`bug: no reducer ${reducer}`);
  return names.length;
}
