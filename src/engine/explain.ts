import type { Expr } from "../expr/expr.ts";
import { gridOf } from "../expr/meta.ts";
import { isData } from "../graph/graph.ts";
import type { Group } from "../lower/group.ts";
import { nameOf } from "../lower/lower.ts";
import { formatBytes } from "../util/errors.ts";
import type { ComputeOptions } from "./options.ts";
import { planOf } from "./plan.ts";

/** The plan as text: the tasks of each group, their chunks and bytes, what was fused, and why something was not. */
export function explain(roots: readonly Expr[], options: ComputeOptions = {}): string {
  const { lowered, reports, roots: optimized } = planOf(roots, options);
  const lines = [`passes: ${reports.map(({ pass, changed }) => `${pass}${changed ? " (changed the plan)" : ""}`).join(", ") || "none"}`];
  const { nodes } = lowered.graph;
  let at = 0;
  for (const group of lowered.groups) {
    while (at < nodes.length && isData(nodes[at]!)) at++;
    const tasks = nodes.slice(at, at + group.count);
    at += group.count;
    const peak = Math.max(0, ...tasks.map((task) => (isData(task) ? 0 : task.scratchBytes + task.results.reduce((sum, result) => sum + result.bytes, 0))));
    lines.push(`${group.count} ${group.count === 1 ? "task" : "tasks"}, each at most ${formatBytes(peak)}: ${fusedNames(group)}`);
    for (const output of group.outputs) lines.push(`  keeps ${describe(output)}`);
    for (const note of group.notes) lines.push(`  not fused: ${note}`);
  }
  for (const root of optimized) lines.push(...tree(root, "", new Set()));
  return lines.join("\n");
}

function fusedNames(group: Group): string {
  return group.members.map(nameOf).join(" → ");
}

function describe(node: Expr): string {
  const { shape, dtype, chunks } = node.meta;
  return `${nameOf(node)} ${dtype}[${shape.map((extent) => extent ?? "?").join(", ")}] in ${gridOf(chunks).join(" × ") || 1} chunks`;
}

function tree(node: Expr, indent: string, seen: Set<string>): string[] {
  const again = seen.has(node.token);
  seen.add(node.token);
  const line = `${indent}${describe(node)}${again ? " (as above)" : ""}`;
  return again ? [line] : [line, ...node.inputs.flatMap((input) => tree(input, `${indent}  `, seen))];
}
