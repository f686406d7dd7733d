import type { Chunk } from "../chunk/chunk.ts";
import type { Graph } from "../graph/graph.ts";
import type { RunEvent } from "./run-event.ts";

export interface RunOptions {
  readonly scheduler: "synchronous" | "threads";
  /** Worker threads; default: one a core the process may use. */
  readonly numWorkers?: number;
  /** Bytes of chunks, results and scratch at any time; default: 60 % of what the process may use. */
  readonly memoryLimit?: number;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
  /**
   * Called once an output, when it is done, on the calling thread. After it returns, the chunk is freed, so copy what you need.
   * Without it the outputs are kept for later graphs, in memory or, when the limit asks for it, on disk.
   */
  readonly take?: (output: number, chunk: Chunk) => void;
}

/** Runs a graph. Gives the outputs that were kept (none with `take`): free them with `pool.release(chunk.block)`. */
export declare function runGraph(graph: Graph, options: RunOptions): Promise<Chunk[]>;
