import { type Graph, isData } from "../graph/graph.ts";
import { keyOf, operationOf } from "../graph/keys.ts";
import type { Task } from "../graph/task.ts";
import type { Plan } from "../schedule/plan.ts";
import { MemoryLimitError, TaskError, WorkerLostError } from "../util/errors.ts";
import type { Outcome } from "./executor.ts";

/** The error that a task's outcome is, if it is one. */
export function errorOf(task: Task, outcome: Outcome): Error | undefined {
  if (outcome.kind === "failed") return new TaskError(keyOf(task), operationOf(task.label), outcome.error);
  if (outcome.kind === "lost") return new WorkerLostError(outcome.worker, outcome.exit, [keyOf(task)]);
  return undefined;
}

export function tooLarge(graph: Graph, node: number, askedBytes: number, limitBytes: number): MemoryLimitError {
  const task = graph.nodes[node];
  const operation = task !== undefined && "label" in task ? operationOf(task.label) : "compute";
  return new MemoryLimitError(operation, askedBytes, limitBytes, "use smaller chunks, or raise memoryLimit");
}

/** Throws if some task could not run even if it were alone. Reads that nobody knows the size of yet do not count: most are far below their bound. */
export function checkLimit(graph: Graph, plan: Plan, limitBytes: number): void {
  const known = graph.nodes.flatMap((node) => (isData(node) ? [true] : node.results.map(({ shape }) => !shape.includes(undefined))));
  for (const task of plan.sequence) {
    let needed = plan.scratchBytes[task]!;
    for (let chunk = plan.resultStart[task]!; chunk < plan.resultStart[task + 1]!; chunk++) needed += plan.chunkBytes[chunk]!;
    for (let i = plan.readStart[task]!; i < plan.readStart[task + 1]!; i++) if (known[plan.reads[i]!]) needed += plan.chunkBytes[plan.reads[i]!]!;
    if (needed > limitBytes) throw tooLarge(graph, task, needed, limitBytes);
  }
}
