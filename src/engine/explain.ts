import type { Expr } from "../expr/expr.ts";
import { gridOf } from "../expr/meta.ts";
import { walk } from "../expr/walk.ts";
import { isData } from "../graph/graph.ts";
import { type Group, isVirtual } from "../lower/group.ts";
import { nameOf } from "../lower/lower.ts";
import { gridSize } from "../ops/define/grid.ts";
import { isStored } from "../ops/define/stored.ts";
import type { PassReport } from "../optimize/optimize.ts";
import { formatBytes } from "../util/errors.ts";
import { asCalled, memoryLimitOf, workersOf } from "./as-called.ts";
import { estimatePeak } from "./estimate-peak.ts";
import type { ComputeOptions } from "./options.ts";
import { planOf } from "./plan.ts";
import { isOpen } from "./settle.ts";
import { whyNotFused } from "./why-not-fused.ts";

/**
 * The plan as a tree: what is made in how many chunks by how many tasks, from what, with how much memory; what was fused into one task, and why
 * something was not.
 */
export function explain(roots: readonly Expr[], given: ComputeOptions = {}): string {
  const options = asCalled("explain", given);
  return isOpen(roots) ? explainOpen(roots, options) : explainPlan(roots, options);
}

/** What is known of a plan whose second half waits for lengths: the first half, and what comes then. */
function explainOpen(roots: readonly Expr[], options: ComputeOptions): string {
  const waiting = walk(roots).filter((node) => node.op.settle !== undefined);
  const first = waiting.filter((node) => !isOpen(node.inputs));
  const names = [...new Set(first.map(nameOf))].join(", ");
  const origins = [...new Map(first.flatMap(({ inputs }) => inputs).map((node) => [node.token, node])).values()];
  const then = roots.map((root) => printTree(root, (node) => ({ lines: [describe(node)], below: node.op.settle === undefined ? node.inputs : [] })));
  return [
    `first, since ${names} takes lengths that only running tells:`,
    "",
    explainPlan(origins, options),
    "",
    "then, planned when they are there:",
    "",
    ...then,
  ].join("\n");
}

function explainPlan(roots: readonly Expr[], options: ComputeOptions): string {
  const { lowered, reports, roots: planned } = planOf(roots, options);
  const peaks = taskPeaks(lowered.groups, lowered.graph.nodes);
  const makers = new Map(lowered.groups.flatMap((group) => group.outputs.map((output) => [output.token, group] as const)));
  const show = (node: Expr): Shown => {
    const group = makers.get(node.token);
    if (group === undefined) return { lines: [describe(node)], below: isStored(node) ? [] : node.inputs.flatMap((input) => basesOf(input, makers)) };
    const below = [...new Set(group.members.flatMap((member) => outsideOf(member, group, makers)))];
    if (group.members[0]!.op.alone !== undefined)
      return { lines: linesOf(node, group, peaks.get(group)!), below: below.slice(0, mostCalls), more: below.length - mostCalls };
    return { lines: linesOf(node, group, peaks.get(group)!), below, why: (base) => whyNotFused(base, group) };
  };
  const seen = new Set<Group>();
  const once = (node: Expr): Shown => {
    const group = makers.get(node.token);
    if (group === undefined || !seen.has(group)) {
      if (group !== undefined) seen.add(group);
      return show(node);
    }
    return { lines: [`${describe(node)}, as above`], below: [] };
  };
  const workers = workersOf(options);
  const tasks = lowered.groups.reduce((sum, group) => sum + group.count, 0);
  const [peak, limit] = [estimatePeak(lowered.graph, workers), memoryLimitOf(options)];
  return [
    `passes: ${passesOf(reports) || "none"}`,
    `${countOf(tasks, "task")} on ${countOf(workers, "worker")}, about ${formatBytes(peak)} at once${peak > limit ? `: what is over the limit of ${formatBytes(limit)} goes to disk` : ""}`,
    ...reports.flatMap(({ pass, notes }) => notes.map((note) => `${pass}: ${note}`)),
    ...planned.map((root) => printTree(lowered.groups.length === 0 ? root : rootOf(root, makers), once)),
  ].join("\n");
}

const passesOf = (reports: readonly PassReport[]) =>
  reports.flatMap(({ pass, changed }) => (pass === "expand" ? [] : changed ? `${pass} (changed the plan)` : pass)).join(", ");

/** A root that is in memory is copied out by a task of its own. */
function rootOf(root: Expr, makers: ReadonlyMap<string, Group>): Expr {
  if (makers.has(root.token)) return root;
  const copy = [...makers.values()]
    .flatMap((group) => group.outputs)
    .find((output) => output.op.name === "array/keep" && output.inputs[0]!.token === root.token);
  return copy ?? root;
}

const countOf = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;

/** The most memory a task of each group makes and uses. */
function taskPeaks(groups: readonly Group[], nodes: ReturnType<typeof planOf>["lowered"]["graph"]["nodes"]): Map<Group, number> {
  let at = 0;
  return new Map(
    groups.map((group) => {
      while (at < nodes.length && isData(nodes[at]!)) at++;
      const tasks = nodes.slice(at, at + group.count);
      at += group.count;
      return [
        group,
        tasks.reduce((most, task) => (isData(task) ? most : Math.max(most, task.scratchBytes + task.results.reduce((sum, { bytes }) => sum + bytes, 0))), 0),
      ];
    }),
  );
}

function linesOf(node: Expr, group: Group, peakBytes: number): string[] {
  const others = group.outputs.filter((output) => output !== node);
  // How large a value will be nobody knows.
  const most = node.meta.kind === "value" ? "" : `, each at most ${formatBytes(peakBytes)}`;
  const lines = [`${describe(node)}: ${countOf(group.count, "task")}${most}`];
  if (group.members.length > 1) lines.push(`  fused: ${group.members.map(nameOf).join(" → ")}`);
  if (others.length > 0) lines.push(`  in the same tasks: ${others.map(describe).join("; ")}`);
  return lines;
}

function describe(node: Expr): string {
  if (node.meta.kind === "value") return isStored(node) ? "in memory, a value" : `${nameOf(node)}, a value`;
  const { shape, dtype, chunks } = node.meta;
  return `${isStored(node) ? "in memory" : nameOf(node)}, ${dtype}[${shape.map((extent) => extent ?? "?").join(", ")}] in ${countOf(gridSize(gridOf(chunks)), "chunk")}`;
}

/** What a member of a group reads that other groups make or that is in memory. */
function outsideOf(member: Expr, group: Group, makers: ReadonlyMap<string, Group>): Expr[] {
  return member.inputs.filter((input) => !group.members.includes(input)).flatMap((input) => basesOf(input, makers));
}

/** What is behind ways of looking. Constants are nothing to speak of. */
function basesOf(node: Expr, makers: ReadonlyMap<string, Group>): Expr[] {
  if (node.op.everywhere === true) return [];
  if (makers.has(node.token) || isStored(node)) return [node];
  return isVirtual(node) ? node.inputs.flatMap((input) => basesOf(input, makers)) : [];
}

/** Calls of functions may be very many: so many that one reads are shown, and so many columns deep. */
const mostCalls = 12;
const deepest = 300;

interface Shown {
  readonly lines: readonly string[];
  readonly below: readonly Expr[];
  /** How many more there are. */
  readonly more?: number;
  /** Why something below is not part of it. */
  why?(below: Expr): string | undefined;
}

function printTree(root: Expr, show: (node: Expr) => Shown): string {
  const out: string[] = [];
  const visit = (node: Expr, head: string, rest: string, why: string | undefined) => {
    if (rest.length > deepest) {
      out.push(`${head}…`);
      return;
    }
    const { lines, below, more = 0, why: whyBelow } = show(node);
    lines.forEach((line, i) => {
      out.push(i === 0 ? `${head}${line}` : `${rest}${below.length > 0 ? "│" : " "} ${line.trimStart()}`);
    });
    if (why !== undefined) out.push(`${rest}${below.length > 0 ? "│" : " "} not fused with what reads it: ${why}`);
    below.forEach((next, i) => {
      const isLast = i === below.length - 1 && more <= 0;
      visit(next, `${rest}${isLast ? "└─ " : "├─ "}`, `${rest}${isLast ? "   " : "│  "}`, whyBelow?.(next));
    });
    if (more > 0) out.push(`${rest}└─ … and ${more} more`);
  };
  visit(root, "", "", undefined);
  return out.join("\n");
}
