import { availableParallelism } from "node:os";
import type { Chunk } from "../chunk/chunk.ts";
import { config } from "../config/config.ts";
import { type Graph, isData } from "../graph/graph.ts";
import type { Program } from "../graph/program.ts";
import { parseBytes } from "../util/bytes.ts";
import { defaultMemoryLimit } from "../util/limits.ts";
import { loadBeside } from "../util/load-module.ts";
import type { Executor, Listener } from "./executor.ts";
import { isNested, nestedLimitBytes, refuseWhileImporting } from "./nesting.ts";
import { run } from "./run.ts";
import { holdData } from "./run-data.ts";
import type { RunEvent } from "./run-event.ts";
import { createThreadsExecutor } from "./threads.ts";
import { inTurn } from "./turns.ts";

// With threads, this one needs no kernels.
const inline = () => loadBeside<typeof import("./inline.ts")>(import.meta.url, "./inline");

export interface RunOptions {
  readonly scheduler: "synchronous" | "threads";
  /** Worker threads; default: one a core the process may use. */
  readonly numWorkers?: number;
  /** Bytes of chunks, results and scratch at any time; default: 60 % of what the process may use. */
  readonly memoryLimit?: number;
  /** Where chunks go that do not fit into memory; default: the system's folder for temporary files. */
  readonly spillFolder?: string;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
  /**
   * Called once an output, when it is done, on the calling thread. After it returns, the chunk is freed, so copy what you need.
   * Without it the outputs are kept for later graphs, in memory or, when the limit asks for it, on disk.
   */
  readonly take?: (output: number, chunk: Chunk) => void;
  /** Told of every value that cannot leave this thread, and that outputs may name: without outputs that stay, they last as long as the run. */
  readonly keepLocal?: (value: object) => void;
}

/**
 * Runs a graph. Gives the outputs that were kept (none with `take`): free them with `pool.release(chunk.block)`. The runs of a thread take turns; one
 * that a task starts runs at once, within the task.
 */
export async function runGraph(graph: Graph, options: RunOptions): Promise<Chunk[]> {
  refuseWhileImporting();
  const isInner = isNested();
  const limitBytes = Math.min(options.memoryLimit ?? configuredLimit() ?? defaultMemoryLimit(), nestedLimitBytes());
  const count = options.numWorkers ?? config.get("numWorkers") ?? availableParallelism();
  const open = (listener: Listener): Executor =>
    isInner || options.scheduler === "synchronous"
      ? inline().createInlineExecutor(listener, options.keepLocal)
      : createThreadsExecutor(listener, count, usesOf(graph), limitBytes);
  const { signal, onEvent, take, spillFolder: spillRoot = config.get("spillFolder") } = options;
  const start = () => run({ graph, limitBytes, isInner, spillRoot, signal, onEvent, take, open });
  const letGo = holdData(graph);
  try {
    return await (isInner ? start() : inTurn(start, signal));
  } finally {
    letGo();
  }
}

function configuredLimit(): number | undefined {
  const limit = config.get("memoryLimit");
  return typeof limit === "string" ? parseBytes(limit, "config: memoryLimit") : limit;
}

/** How many tasks have a program. */
function usesOf(graph: Graph): Map<Program, number> {
  const uses = new Map<Program, number>();
  // Neighbors mostly have the same.
  let last: Program | undefined;
  let count = 0;
  const note = () => {
    if (last !== undefined) uses.set(last, (uses.get(last) ?? 0) + count);
  };
  for (let i = 0; i < graph.nodes.length; i++) {
    const node = graph.nodes[i]!;
    if (isData(node)) continue;
    if (node.program !== last) {
      note();
      last = node.program;
      count = 0;
    }
    count++;
  }
  note();
  return uses;
}
