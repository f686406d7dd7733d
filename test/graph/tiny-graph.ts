import type { Graph } from "../../src/graph/graph.ts";
import type { Program } from "../../src/graph/program.ts";
import type { Read, Task } from "../../src/graph/task.ts";

export const nothing: Program = { inputs: [], steps: [], outputs: [] };

/** A task in few words: which nodes it reads (their first results, or `[node, result]`), and how many bytes its results and scratch memory are. */
export interface TinyTask {
  readonly label?: string;
  readonly reads?: readonly (number | readonly [node: number, result: number])[];
  /** Of each result; one of 64 bytes unless said. */
  readonly bytes?: readonly number[];
  readonly scratchBytes?: number;
  /** Which results grow; their `bytes` are estimates. */
  readonly grows?: readonly boolean[];
  readonly heapBytes?: number;
}

/** A graph for what looks at its shape only. `outputs` are nodes; the last one unless said. */
export function tinyGraph(tasks: readonly TinyTask[], outputs: readonly number[] = [tasks.length - 1]): Graph {
  return { nodes: tasks.map(task), outputs: outputs.map((node) => ({ node, result: 0 })) };
}

function task({ label = "task", reads = [], bytes = [64], scratchBytes = 0, grows = [], heapBytes = 0 }: TinyTask, index: number): Task {
  return {
    label,
    grid: [index + 1],
    index,
    program: nothing,
    places: [],
    reads: reads.map(readOf),
    results: bytes.map((each, i) =>
      grows[i] ? { dtype: "uint8", shape: [undefined], bytes: each, grows: true } : { dtype: "uint8", shape: [each], bytes: each },
    ),
    scratchBytes,
    heapBytes,
  };
}

function readOf(read: number | readonly [number, number]): Read {
  return typeof read === "number" ? { node: read, result: 0 } : { node: read[0], result: read[1] };
}
