import { availableParallelism } from "node:os";
import type { Chunk } from "../chunk/chunk.ts";
import type { Graph } from "../graph/graph.ts";
import { linksOf } from "../graph/links.ts";
import { defaultMemoryLimit } from "../util/limits.ts";
import { loadBeside } from "../util/load-module.ts";
import type { ChunksAtHand, Executor, Listener } from "./executor.ts";
import { isNested, nestedLimitBytes, refuseWhileImporting, signalWithin } from "./nesting.ts";
import { run } from "./run.ts";
import { holdData } from "./run-data.ts";
import type { RunEvent } from "./run-event.ts";
import { isSmall } from "./small.ts";
import { createThreadsExecutor } from "./threads.ts";
import { inTurn } from "./turns.ts";

// With threads, this one needs no kernels.
const inline = () => loadBeside<typeof import("./inline.ts")>(import.meta.url, "./inline");

export interface RunOptions {
  readonly scheduler: "synchronous" | "threads";
  /** With threads: whether a graph in which there is next to nothing to do runs on the calling one. */
  readonly staysIfSmall?: boolean;
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
  const links = linksOf(graph);
  const isInner = isNested();
  const limitBytes = Math.min(options.memoryLimit ?? defaultMemoryLimit(), nestedLimitBytes());
  const count = options.numWorkers ?? availableParallelism();
  const stays = isInner || options.scheduler === "synchronous" || (options.staysIfSmall === true && isSmall(graph, links));
  const open = (listener: Listener, chunks: ChunksAtHand): Executor =>
    stays ? inline().createInlineExecutor(listener, chunks, options.keepLocal) : createThreadsExecutor(listener, chunks, { count, links, limitBytes });
  const { onEvent, take, spillFolder: spillRoot } = options;
  const signal = signalWithin(options.signal);
  const start = (lasts: (until: Promise<unknown>) => void) => run({ graph, links, limitBytes, isInner, spillRoot, signal, onEvent, take, open, lasts });
  const letGo = holdData(graph, links);
  try {
    return await (isInner ? start(() => {}) : inTurn(start, signal));
  } finally {
    letGo();
  }
}
