import type { Graph } from "../graph/graph.ts";
import { keyOf, operationOf } from "../graph/keys.ts";
import type { Task } from "../graph/task.ts";
import { ChunkwiseError, MemoryLimitError, ParseError, TaskError, WorkerLostError } from "../util/errors.ts";
import type { Outcome } from "./executor.ts";

/** The error that a task's outcome is, if it is one. A value that cannot be read says all there is to say itself: where in which file it stands. */
export function errorOf(task: Task, outcome: Outcome): Error | undefined {
  if (outcome.kind === "failed" && outcome.error instanceof ParseError) return outcome.error;
  if (outcome.kind === "failed") return new TaskError(keyOf(task), namedBy(outcome.error) ?? operationIn(task), outcome.error);
  if (outcome.kind === "lost") return new WorkerLostError(outcome.worker, outcome.exit, [keyOf(task)]);
  return undefined;
}

/** The operation that an error of ours names: a task may do the work of several, whose steps have names that users never wrote. */
function namedBy(error: unknown): string | undefined {
  return error instanceof ChunkwiseError || error instanceof RangeError ? /^(\w+): /.exec(error.message)?.[1] : undefined;
}

/** A call has its name in its program: its key may be its user's. */
function operationIn({ program, label }: Task): string {
  const name = program.steps[0]?.params?.["name"];
  return typeof name === "string" && program.steps.length === 1 ? name : operationOf(label);
}

export function tooLarge(graph: Graph, node: number, askedBytes: number, limitBytes: number): MemoryLimitError {
  const task = graph.nodes[node];
  const operation = task !== undefined && "label" in task ? operationIn(task) : "compute";
  return new MemoryLimitError(operation, askedBytes, limitBytes, "use smaller chunks, or raise memoryLimit");
}
