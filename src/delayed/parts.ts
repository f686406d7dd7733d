import type { Expr, GridIndex } from "../expr/expr.ts";
import { gridOf } from "../expr/meta.ts";
import { tokenize } from "../expr/token.ts";
import { encodeValue } from "../io/values/encode.ts";
import type { HandedAs } from "../ops/value/given.ts";
import { builtInTarget, callOf } from "./calls.ts";
import { Delayed } from "./lazy-value.ts";

/** A chunk of a collection as a lazy value: what computing the chunk alone would give. */
function part(expr: Expr, as: HandedAs, at: GridIndex): Delayed {
  const encoded = encodeValue([{}], { reference: () => 0 });
  const target = builtInTarget("same", as === "array" ? "chunk" : "partition");
  const id = tokenize("part", expr.token, as, at);
  return new Delayed(callOf(target, { encoded, inputs: [expr], uses: [{ as, part: at }], locals: [] }, id));
}

/** The partitions of a frame or column. */
export function partitions(expr: Expr, as: "table" | "column"): Delayed[] {
  return expr.meta.chunks[0]!.map((_, partition) => part(expr, as, [partition]));
}

export type NestedParts = Delayed | readonly NestedParts[];

/** The chunks of an array, in lists in lists as its grid is. */
export function chunks(expr: Expr): NestedParts {
  const grid = gridOf(expr.meta.chunks);
  const below = (at: GridIndex): NestedParts =>
    at.length === grid.length ? part(expr, "array", at) : Array.from({ length: grid[at.length]! }, (_, index) => below([...at, index]));
  return below([]);
}
