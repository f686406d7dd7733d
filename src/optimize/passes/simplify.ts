import type { Expr, Op } from "../../expr/expr.ts";
import { transform, walk, withInputs } from "../../expr/walk.ts";
import { type JoinParams, joinOp } from "../../ops/define/join.ts";
import type { Pass } from "../pass.ts";

/** Asks each op for an equal expression that is cheaper, until none has one. */
export const simplify: Pass = {
  name: "simplify",
  doc: "equal expressions that cost less: slices of slices, casts to the same dtype, rechunks that change nothing, joins of joins",
  run: (roots) => transform(joinAtOnce(roots), simplest),
};

function simplest(node: Expr): Expr {
  let current = node;
  for (;;) {
    const next = current.op.simplify?.(current);
    if (next === undefined || next.token === current.token) return current;
    current = next;
  }
}

const axisOf = (node: Expr) => (node.op === (joinOp as Op) ? (node.params as JoinParams).axis : -1);
/** Whether what is joined is joined again along the same axis. */
const goesOn = (input: Expr, by: Expr) => axisOf(by) >= 0 && axisOf(input) === axisOf(by);

/** Joins of joins as one, where something else reads them: an array that grew in a loop is thousands of them, and each of its chunks lies as deep. */
function joinAtOnce(roots: readonly Expr[]): readonly Expr[] {
  const nodes = walk(roots);
  if (!nodes.some((node) => node.inputs.some((input) => goesOn(input, node)))) return roots;
  const read = new Set(roots.map((root) => root.token));
  for (const node of nodes) for (const input of node.inputs) if (!goesOn(input, node)) read.add(input.token);
  const done = new Map<string, Expr>();
  for (const node of nodes) {
    if (!read.has(node.token)) continue;
    const below = axisOf(node) < 0 ? node.inputs : joinedBy(node);
    const inputs = below.map(({ token }) => done.get(token)!);
    const isSame = inputs.length === node.inputs.length && inputs.every((input, i) => input === node.inputs[i]);
    done.set(node.token, isSame ? node : withInputs(node, inputs));
  }
  return roots.map((root) => done.get(root.token)!);
}

/** What a join puts together in the end, in order; the same array may come several times. */
function joinedBy(root: Expr): Expr[] {
  const found: Expr[] = [];
  const stack = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (axisOf(node) === axisOf(root)) for (let i = node.inputs.length - 1; i >= 0; i--) stack.push(node.inputs[i]!);
    else found.push(node);
  }
  return found;
}
