import { type Expr, makeExpr } from "./expr.ts";

/** Every expression below some roots, inputs before users, each token once; of inputs only those that are followed. They may lie thousands deep on each other. */
export function walk(roots: readonly Expr[], follows: (input: Expr, by: Expr) => boolean = () => true): Expr[] {
  const seen = new Set<string>();
  const found: Expr[] = [];
  const stack: { node: Expr; next: number }[] = [];
  for (const root of roots) {
    if (seen.has(root.token)) continue;
    seen.add(root.token);
    stack.push({ node: root, next: 0 });
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      const input = top.node.inputs[top.next++];
      if (input === undefined) {
        found.push(top.node);
        stack.pop();
      } else if (!seen.has(input.token) && follows(input, top.node)) {
        seen.add(input.token);
        stack.push({ node: input, next: 0 });
      }
    }
  }
  return found;
}

/** Rebuilds expressions from the leaves up: `change` gets each node with its inputs already changed. */
export function transform(roots: readonly Expr[], change: (node: Expr) => Expr): Expr[] {
  const done = new Map<string, Expr>();
  for (const node of walk(roots)) {
    const inputs = node.inputs.map((input) => done.get(input.token)!);
    const same = inputs.every((input, i) => input === node.inputs[i]);
    done.set(node.token, change(same ? node : withInputs(node, inputs)));
  }
  return roots.map((root) => done.get(root.token)!);
}

/** The same operation on other inputs. */
export function withInputs(node: Expr, inputs: readonly Expr[]): Expr {
  return makeExpr(node.op, inputs, node.params, node.held);
}
