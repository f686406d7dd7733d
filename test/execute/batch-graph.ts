import { unpack } from "../../src/chunk/batch.ts";
import { elements } from "../../src/chunk/chunk.ts";
import { type RunOptions, runGraph } from "../../src/execute/run-graph.ts";
import type { Graph } from "../../src/graph/graph.ts";
import type { KernelStep, Program, Register, Step, StepParams } from "../../src/graph/program.ts";
import type { Read, Task } from "../../src/graph/task.ts";
import { valuesOf } from "./batch-module.ts";

const module = new URL("./batch-module.js", import.meta.url).href;

/** A task on batches, from its steps; the first one makes the thread know the kernels. */
export function batchTask(
  label: string,
  reads: readonly Read[],
  steps: (step: (kernel: string, args: readonly Register[], params?: StepParams) => Register) => readonly Register[],
  estimate = 64,
): Task {
  const inputs = reads.map(() => "uint8" as const);
  const all: Step[] = [{ module, name: "ready", args: [], result: "float64" }];
  const outputs = steps((kernel, args, params = {}) => {
    const step: KernelStep = { kernel, dtype: "uint8", args, result: "uint8", params };
    return inputs.length + all.push(step) - 1;
  });
  const program: Program = { inputs, steps: all, outputs };
  return {
    label,
    grid: [1],
    index: 0,
    program,
    places: [],
    reads,
    results: outputs.map(() => ({ dtype: "uint8", shape: [undefined], bytes: estimate, grows: true })),
    scratchBytes: 0,
  };
}

/** `sources` ranges of so many numbers, each cut into `parts` by one task; then a task a part that puts them together. */
export function shuffleGraph(sources: number, parts: number, count: number, estimate?: number): Graph {
  const splits = Array.from({ length: sources }, (_, i) =>
    batchTask(
      "split-1",
      [],
      (step) => {
        const all = step("frame/test-range", [], { from: i * count, count });
        return Array.from({ length: parts }, (_, part) => step("frame/test-part", [all], { part, parts }));
      },
      estimate,
    ),
  );
  const merges = Array.from({ length: parts }, (_, part) =>
    batchTask(
      "merge-1",
      splits.map((_, node) => ({ node, result: part })),
      (step) => [
        step(
          "frame/test-concat",
          Array.from({ length: sources }, (_, i) => i),
        ),
      ],
      estimate,
    ),
  );
  return { nodes: [...splits, ...merges], outputs: merges.map((_, i) => ({ node: sources + i, result: 0 })) };
}

/** What `shuffleGraph` gives. */
export function shuffled(sources: number, parts: number, count: number): number[][] {
  const all = Array.from({ length: sources * count }, (_, i) => i);
  return Array.from({ length: parts }, (_, part) => all.filter((value) => value % parts === part));
}

/** The numbers in the outputs of a graph. */
export async function batches(graph: Graph, options: RunOptions): Promise<number[][]> {
  const taken: number[][] = [];
  await runGraph(graph, {
    ...options,
    take(output, chunk) {
      taken[output] = [...valuesOf(unpack(elements(chunk) as Uint8Array))];
    },
  });
  return taken;
}
