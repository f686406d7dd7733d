import type { Blockwise, ChunkRef, Expr, GridIndex, Pieces } from "../expr/expr.ts";
import { unravel } from "../ops/define/grid.ts";

/** What is worked out once for a member of a group. */
export interface Member {
  readonly node: Expr;
  readonly taskGrid: readonly number[];
  /** How many chunks a task makes. */
  readonly results: number;
  readonly blockwise: Blockwise | undefined;
  readonly pieces: Pieces | undefined;
  readonly inputGrids: readonly (readonly number[])[];
  readonly keep: boolean;
}

/** The place of the chunk that a task makes, or of the first one. */
export function placeIn(member: Member, flat: number): GridIndex {
  const at = unravel(flat, member.taskGrid);
  if (member.results > 1) at[at.length - 1]! *= member.results;
  return at;
}

export type Reference = ChunkRef & { readonly region?: NonNullable<ReturnType<Pieces["parts"]>[number]["region"]> };

export function forEachRef(member: Member, flat: number, visit: (ref: Reference, index: number) => void): void {
  if (member.pieces !== undefined) member.pieces.parts(placeIn(member, flat)).forEach(visit);
  else if (member.blockwise!.reads !== undefined) member.blockwise!.reads(placeIn(member, flat)).forEach(visit);
  else {
    for (let input = 0; input < member.inputGrids.length; input++) visit({ input, at: unravel(flat, member.inputGrids[input]!) }, input);
  }
}

/** Two readers of the chunk with their own number share it; any other read is its own, so that every place of a variant has as many. */
export function refKey(member: Member, index: number, input: Expr, ref: Reference): string {
  const own = member.pieces === undefined && (member.blockwise!.reads === undefined || member.blockwise!.aligned?.(ref.input) === true);
  return own ? input.token : `${member.node.token}/${index}`;
}

export function chunkShape(node: Expr, at: GridIndex): (number | undefined)[] {
  // Where frames stand in a grid of two axes, chunks still have one: their bytes.
  if (node.meta.kind === "frame" && at.length > 1) return [undefined];
  return at.map((index, axis) => node.meta.chunks[axis]![index]);
}
