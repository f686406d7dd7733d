import type { Graph } from "../graph/graph.ts";
import { keyOf, operationOf } from "../graph/keys.ts";
import type { Task } from "../graph/task.ts";
import { ChunkwiseError, formatBytes, MemoryLimitError, ParseError, TaskError, WorkerLostError } from "../util/errors.ts";
import type { Outcome } from "./executor.ts";
import { failureIn } from "./function-failure.ts";

/** The error that a task's outcome is, if it is one. A value that cannot be read says all there is to say itself: where in which file it stands. */
export function errorOf(task: Task, outcome: Outcome): Error | undefined {
  if (outcome.kind === "failed") {
    const { operation, thrown } = failureIn(outcome.error);
    if (thrown instanceof ParseError) return thrown;
    return new TaskError(keyOf(task), operation ?? operationNamed(thrown) ?? operationIn(task), thrown);
  }
  if (outcome.kind === "lost") return new WorkerLostError(outcome.worker, outcome.exit, [keyOf(task)]);
  return undefined;
}

/** Our own errors begin with what the user called: a task may carry out several operations, and is named after the last. */
function operationNamed(error: unknown): string | undefined {
  return error instanceof ChunkwiseError || error instanceof RangeError ? /^(\w+): /.exec(error.message)?.[1] : undefined;
}

/** What users call, where tasks are not named after it. */
const calledAs: { readonly [operation: string]: string } = {
  "npy/write": "toNpy",
  "frame/write-csv": "toCsv",
  "frame/write-parquet": "toParquet",
  "frame/write-arrow": "toArrow",
  "frame/write-json": "toJson",
  "map-partitions": "mapPartitions",
  "call-groups": "apply",
  "from-delayed": "fromDelayed",
};

/** A call has its name in its program: its key may be its user's. */
function operationIn({ program, label }: Task): string {
  const name = program.steps[0]?.params?.["name"];
  if (typeof name === "string" && program.steps.length === 1) return name;
  const operation = operationOf(label);
  return Object.hasOwn(calledAs, operation) ? calledAs[operation]! : operation;
}

/** `foreignBytes`: what data that others have takes of the limit. */
export function tooLarge(graph: Graph, node: number, askedBytes: number, limitBytes: number, foreignBytes = 0): MemoryLimitError {
  const task = graph.nodes[node];
  const operation = task !== undefined && "label" in task ? operationIn(task) : "compute";
  const held = foreignBytes > 0 ? `data in memory takes ${formatBytes(foreignBytes)} of it; ` : "";
  return new MemoryLimitError(operation, askedBytes, limitBytes, `${held}use smaller chunks, or raise memoryLimit`);
}
