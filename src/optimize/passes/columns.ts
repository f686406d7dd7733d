import type { Expr } from "../../expr/expr.ts";
import { walk, withInputs } from "../../expr/walk.ts";
import { must } from "../../util/must.ts";
import type { Pass } from "../pass.ts";
import { shareReads } from "../shared-reads.ts";

/** Leaves out columns that nobody uses, down to what is read from files: of equal reads the union of what is asked for, once. */
export const columns: Pass = {
  name: "columns",
  doc: "columns that nobody uses are neither read nor made; readers of one source share one read of all they need",
  run(given, note) {
    const roots = shareReads(given, note);
    const nodes = walk(roots);
    const wanted = wantedColumns(roots, nodes);
    const done = new Map<string, Expr>();
    for (const node of nodes) {
      const inputs = node.inputs.map((input) => done.get(input.token)!);
      const names = wanted.get(node.token);
      const same = inputs.every((input, i) => input === node.inputs[i]);
      const isNarrower = names !== undefined && node.op.narrow !== undefined && !(same && isAll(node, names));
      const now = isNarrower ? node.op.narrow!(node, inputs, names) : same ? node : withInputs(node, inputs);
      if (isNarrower && node.inputs.length === 0) note(`${node.op.name.replace(/^.*\//, "")} reads ${namesOf(now).length} of ${namesOf(node).length} columns`);
      done.set(node.token, now);
    }
    return roots.map((root) => done.get(root.token)!);
  },
};

const namesOf = (node: Expr): readonly string[] => (node.meta.kind === "frame" ? node.meta.schema.map(({ name }) => name) : []);

const isAll = (node: Expr, names: ReadonlySet<string>) => namesOf(node).every((name) => names.has(name));

/** The columns that somebody uses, by the token of the frame. */
function wantedColumns(roots: readonly Expr[], nodes: readonly Expr[]): Map<string, Set<string>> {
  const wanted = new Map<string, Set<string>>();
  const want = (node: Expr, names: Iterable<string>) => {
    if (node.meta.kind !== "frame") return;
    const known = wanted.get(node.token) ?? new Set<string>();
    wanted.set(node.token, known);
    for (const name of names) known.add(name);
  };
  for (const root of roots) want(root, namesOf(root));
  for (const node of [...nodes].reverse()) {
    const own = wanted.get(node.token);
    const needs = own !== undefined && node.op.needs !== undefined ? node.op.needs(node, own) : node.inputs.map((input) => new Set(namesOf(input)));
    must(needs.length === node.inputs.length, `${node.op.name} needs columns of ${needs.length} inputs, and has ${node.inputs.length}`);
    for (const [i, input] of node.inputs.entries()) want(input, needs[i]!);
  }
  return wanted;
}
