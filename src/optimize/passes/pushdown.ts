import type { Expr } from "../../expr/expr.ts";
import { walk, withInputs } from "../../expr/walk.ts";
import type { Pass } from "../pass.ts";

/** Moves selections (slices, transposes, rechunks, filters) below the work they select from, down to the sources. */
export const pushdown: Pass = {
  name: "pushdown",
  doc: "selections go below elementwise work and into sources, so that only what is used is made or read",
  run(roots, note) {
    let current: readonly Expr[] = roots;
    for (;;) {
      const readers = countReaders(current);
      const next = liftAll(current, (node) => lift(node, readers, note));
      if (next.every((root, i) => root.token === current[i]!.token)) {
        tellWhatStays(next, note);
        return next;
      }
      current = next;
    }
  },
};

/** From the results down, so that selections that lie above each other become one before they go on: there may be thousands of them. */
function liftAll(roots: readonly Expr[], lowered: (node: Expr) => Expr): Expr[] {
  const done = new Map<string, Expr>();
  const stack: { readonly given: Expr; readonly node: Expr; next: number }[] = [];
  const enter = (given: Expr) => {
    if (done.has(given.token)) return;
    let node = given;
    for (let lower = lowered(node); lower !== node; lower = lowered(node)) node = lower;
    stack.push({ given, node, next: 0 });
  };
  for (const root of roots) {
    enter(root);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const { given, node } = top;
      const input = node.inputs[top.next++];
      if (input !== undefined) {
        enter(input);
        continue;
      }
      const inputs = node.inputs.map(({ token }) => done.get(token)!);
      done.set(given.token, inputs.every((own, i) => own === node.inputs[i]) ? node : withInputs(node, inputs));
      stack.pop();
    }
  }
  return roots.map(({ token }) => done.get(token)!);
}

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
  if (isFrame) tell(node, input, lower, note);
  return lower;
}

/** What became of a selection of rows. */
function tell(node: Expr, input: Expr, lower: Expr, note: (text: string) => void): void {
  const [source] = lower.inputs;
  const [before, after] = [input, source].map(partsRead);
  const isSource = input.inputs.length === 0;
  if (isSource && source?.op === input.op && after !== before)
    note(`${nameOf(input)} reads ${after} of ${before} partitions: no other can have rows that the ${nameOf(node)} wants`);
  else note(`${nameOf(node)} goes ${isSource ? "into" : "below"} ${nameOf(input)}`);
}

/** How many partitions of a source are read. */
function partsRead(node: Expr | undefined): number | undefined {
  const parts = node?.params["parts"];
  return Array.isArray(parts) ? parts.filter((part) => part !== null).length : node?.meta.chunks[0]?.length;
}

/** Filters that could not go further down, and what they are above. */
function tellWhatStays(roots: readonly Expr[], note: (text: string) => void): void {
  for (const { op, inputs } of walk(roots)) {
    const [input] = inputs;
    if (op.name === "frame/filter" && input !== undefined && input.inputs.length > 0)
      note(`filter stays above ${nameOf(input)}, which ${input.op.selects ? "chooses rows too" : "is made of all its rows"}`);
  }
}

const nameOf = ({ op }: Expr) => op.name.replace(/^.*\//, "");

function countReaders(roots: readonly Expr[]): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (node: Expr) => counts.set(node.token, (counts.get(node.token) ?? 0) + 1);
  for (const node of walk(roots)) for (const input of new Set(node.inputs)) add(input);
  for (const root of roots) add(root);
  return counts;
}
