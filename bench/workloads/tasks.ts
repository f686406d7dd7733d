import type { Chunk } from "../../src/chunk/chunk.ts";
import { runGraph } from "../../src/execute/run-graph.ts";
import type { Graph } from "../../src/graph/graph.ts";
import type { Program } from "../../src/graph/program.ts";
import type { Place, Read, Result, Task } from "../../src/graph/task.ts";
import type { Params } from "../benches.ts";
import { type Prepare, workersOf } from "./setup.ts";

// What a task costs by itself: graphs as they come out of lowering, whose tasks do next to nothing.

const one: Program = { inputs: [], steps: [{ kernel: "constant", dtype: "float64", args: [], result: "float64", params: { value: 1 } }], outputs: [0] };
const negated: Program = { inputs: ["float64"], steps: [{ kernel: "negative", dtype: "float64", args: [0], result: "float64" }], outputs: [1] };

// What neighbors have in common they share.
const results: readonly Result[] = [{ dtype: "float64", shape: [], bytes: 8 }];
const nowhere: readonly Place[] = [];
const nothing: readonly Read[] = [];

function task(index: number, grid: readonly number[], reads: readonly Read[]): Task {
  return { label: "task-0", grid, index, program: reads.length === 0 ? one : negated, places: nowhere, reads, results, scratchBytes: 0 };
}

/** `count` tasks of which each reads the one that `readOf` names. */
function graphOf(count: number, readOf: (index: number) => number | undefined, outputs: (index: number) => boolean): Graph {
  const nodes: Task[] = [];
  const asked: Read[] = [];
  const grid = [count];
  let reads = nothing;
  for (let index = 0; index < count; index++) {
    const read = readOf(index);
    if (read !== undefined && read !== reads[0]?.node) reads = [{ node: read, result: 0 }];
    nodes.push(task(index, grid, reads));
    if (outputs(index)) asked.push({ node: index, result: 0 });
  }
  return { nodes, outputs: asked };
}

async function run(graph: Graph, params: Params): Promise<void> {
  let taken = 0;
  let view = new Float64Array(new SharedArrayBuffer(0));
  const take = (_: number, { block: { buffer, byteOffset } }: Chunk) => {
    // Neighbors are in the same buffer.
    if (view.buffer !== buffer) view = new Float64Array(buffer);
    if (view[byteOffset / 8] !== 0) taken++;
  };
  await runGraph(graph, { scheduler: "threads", ...workersOf(params), take });
  if (taken !== graph.outputs.length) throw new Error(`${taken} of ${graph.outputs.length} outputs`);
}

const countOf = (params: Params): number => params["count"] as number;

export const emptyTasks: Prepare = async (params) => {
  const graph = graphOf(
    countOf(params),
    () => undefined,
    () => true,
  );
  return { run: () => run(graph, params) };
};

export const chainOfTasks: Prepare = async (params) => {
  const last = countOf(params) - 1;
  const graph = graphOf(
    last + 1,
    (index) => (index === 0 ? undefined : index - 1),
    (index) => index === last,
  );
  return { run: () => run(graph, params) };
};

/** A tree, of which the leaves are asked for; building it is part of the work. */
export const manyTasks: Prepare = async (params) => {
  const count = countOf(params);
  return {
    run: () =>
      run(
        graphOf(
          count,
          (index) => (index === 0 ? undefined : index >> 1),
          (index) => index >= count >> 1,
        ),
        params,
      ),
  };
};
