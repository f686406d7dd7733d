import { type DType, dtypes, type Kind } from "../../chunk/dtype.ts";
import { DTypeError } from "../../util/errors.ts";
import { holds } from "./promotion.ts";

/** Which casts are allowed: none, those that lose nothing, those within a kind (and to wider kinds), all. NumPy's `casting`. */
export type Casting = "no" | "equiv" | "safe" | "same_kind" | "unsafe";

const width: { readonly [K in Kind]: number } = { bool: 0, uint: 1, int: 2, float: 3 };

const allows: { readonly [C in Casting]: (from: DType, to: DType) => boolean } = {
  no: (from, to) => from === to,
  equiv: (from, to) => from === to,
  safe: (from, to) => holds(to, from),
  same_kind: (from, to) => width[dtypes[from].kind] <= width[dtypes[to].kind],
  unsafe: () => true,
};

/** @throws DTypeError where a cast is not allowed. NumPy's `can_cast`. */
export function checkCast(from: DType, to: DType, casting: Casting, operation: string): void {
  const rule = Object.hasOwn(allows, casting) ? allows[casting] : undefined;
  if (rule === undefined) throw new DTypeError(`${operation}: casting is ${JSON.stringify(casting)}, not one of ${Object.keys(allows).join(", ")}`);
  if (!rule(from, to)) throw new DTypeError(`${operation}: ${from} does not become ${to} under casting ${JSON.stringify(casting)}; "unsafe" allows it`);
}
