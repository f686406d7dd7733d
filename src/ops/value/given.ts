import type { DType } from "../../chunk/dtype.ts";
import type { ChunkRef, Expr, GridIndex } from "../../expr/expr.ts";
import { gridOf, type Schema } from "../../expr/meta.ts";
import { gridSize, places } from "../define/grid.ts";

/** What an expression becomes before a function is given it: what computing its collection gives. */
export type HandedAs = "value" | "array" | "table" | "column" | "scalar" | "count";

/** How an input is used: whole, or one chunk of it. */
export interface Use {
  readonly as: HandedAs;
  readonly part?: GridIndex;
}

/** The same as a task is told it: of how many chunks it is put together, and how. */
export type Given =
  | { readonly as: "value" }
  | { readonly as: "array"; readonly dtype: DType; readonly grid: readonly number[]; readonly isScalar: boolean }
  | { readonly as: "table" | "column" | "scalar" | "count"; readonly schema: Schema; readonly partitions: number };

export function givenOf({ meta }: Expr, { as, part }: Use): Given {
  if (meta.kind === "value") return { as: "value" };
  if (meta.kind === "frame") return { as: as as "table", schema: meta.schema, partitions: part === undefined ? meta.chunks[0]!.length : 1 };
  const grid = gridOf(meta.chunks);
  return { as: "array", dtype: meta.dtype, grid: part === undefined ? grid : grid.map(() => 1), isScalar: grid.length === 0 };
}

/** The chunks that an input is put together from. */
export function chunksGiven(input: number, { meta }: Expr, { part }: Use): ChunkRef[] {
  if (part !== undefined) return [{ input, at: part }];
  return places(gridOf(meta.chunks)).map((at) => ({ input, at }));
}

/** How many reads that is. */
export function readsOf(given: Given): number {
  if (given.as === "value") return 1;
  return given.as === "array" ? gridSize(given.grid) : given.partitions;
}
