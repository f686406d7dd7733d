import type { Expr } from "../../expr/expr.ts";
import { transform, walk } from "../../expr/walk.ts";
import type { Pass } from "../pass.ts";

/** Moves selections (slices, transposes, rechunks, filters) below the work they select from, down to the sources. */
export const pushdown: Pass = {
  name: "pushdown",
  doc: "selections go below elementwise work and into sources, so that only what is used is made or read",
  run(roots, note) {
    let current: readonly Expr[] = roots;
    for (;;) {
      const readers = countReaders(current);
      const next = transform(current, (node) => lift(node, readers, note));
      if (next.every((root, i) => root.token === current[i]!.token)) return next;
      current = next;
    }
  },
};

/** A selection below which only it reads moves down; what others read whole stays, and is made once. */
function lift(node: Expr, readers: ReadonlyMap<string, number>, note: (text: string) => void): Expr {
  const input = node.op.pieces === undefined && !node.op.selects ? undefined : node.inputs[0];
  if (input === undefined || node.inputs.length !== 1) return node;
  const isFrame = node.meta.kind === "frame" && node.op.selects === true;
  const count = readers.get(input.token) ?? 0;
  if (count > 1) {
    if (isFrame && input.op.absorb?.(input, node) !== undefined)
      note(`${nameOf(node)} stays above ${nameOf(input)}, which ${count} read: it is made once, whole`);
    return node;
  }
  const lower = input.op.absorb?.(input, node);
  if (lower === undefined) return node;
  if (isFrame) note(`${nameOf(node)} goes ${input.inputs.length === 0 ? "into" : "below"} ${nameOf(input)}`);
  return lower;
}

const nameOf = ({ op }: Expr) => op.name.replace(/^.*\//, "");

function countReaders(roots: readonly Expr[]): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (node: Expr) => counts.set(node.token, (counts.get(node.token) ?? 0) + 1);
  for (const node of walk(roots)) for (const input of node.inputs) add(input);
  for (const root of roots) add(root);
  return counts;
}
