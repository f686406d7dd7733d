import type { Expr } from "../expr/expr.ts";
import { gridOf } from "../expr/meta.ts";
import { type Group, isVirtual } from "../lower/group.ts";
import { nameOf } from "../lower/lower.ts";
import { gridSize, places } from "../ops/define/grid.ts";
import { isStored } from "../ops/define/stored.ts";

/** Why what a group reads is not part of its tasks, as a sentence. Data in memory and calls of functions need no reason. */
export function whyNotFused(base: Expr, group: Group): string | undefined {
  if (isStored(base) || base.op.alone !== undefined || group.members[0]!.op.alone !== undefined) return undefined;
  for (const member of group.members) {
    for (const [i, input] of member.inputs.entries()) {
      const through = wayTo(input, base);
      if (through === undefined) continue;
      if (through.length > 0) return `${nameOf(member)} sees it through ${through.map(nameOf).join(" and ")}`;
      const most = mostRead(member, i);
      if (most > 1) return `${nameOf(member)} takes ${member.op.pieces === undefined ? "" : "parts of "}${most} of its chunks at once`;
      const [own, theirs] = [member, input].map((node) => gridSize(gridOf(node.meta.chunks))) as [number, number];
      if (own !== theirs) return `${theirs === 1 ? "it is one chunk" : `it has ${theirs} chunks`} for ${own} of ${nameOf(member)}`;
      if (!isAligned(member, i)) return `${nameOf(member)} takes its chunks in another order`;
    }
  }
  return "something else needs it too, and one of them waits for the other";
}

/** The ways of looking between an input and what is behind it; nothing if that is something else. */
function wayTo(node: Expr, base: Expr): Expr[] | undefined {
  if (node.token === base.token) return [];
  if (isStored(node) || !isVirtual(node)) return undefined;
  for (const input of node.inputs) {
    const way = wayTo(input, base);
    if (way !== undefined) return [node, ...way];
  }
  return undefined;
}

/** How many chunks of an input a chunk of the result takes; grids of any size are looked at from one end. */
function mostRead(node: Expr, input: number): number {
  const grid = gridOf(node.meta.chunks);
  const corner = places(grid.map((count) => Math.min(count, 2)));
  const reads = node.op.pieces === undefined ? node.op.blockwise?.(node).reads : node.op.pieces(node).parts;
  return reads === undefined ? 1 : corner.reduce((most, at) => Math.max(most, reads(at).filter((ref) => ref.input === input).length), 0);
}

function isAligned(node: Expr, input: number): boolean {
  const blockwise = node.op.blockwise?.(node);
  return blockwise !== undefined && (blockwise.reads === undefined || (blockwise.aligned?.(input) ?? false));
}
