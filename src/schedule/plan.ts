import { roundToClass } from "../chunk/size-class.ts";
import type { Graph } from "../graph/graph.ts";
import { invert, type Links, Trait } from "../graph/links.ts";
import { canGrow } from "../graph/open-shapes.ts";
import { orderOf } from "../graph/order.ts";
import type { Program } from "../graph/program.ts";
import type { Task } from "../graph/task.ts";

/** What the scheduler knows of a graph: numbers only. A *task* is a node of the graph, or a delivery; *chunks* are numbered as in `Links`. */
export interface Plan {
  /** Nodes of the graph. Tasks from this number on are deliveries: they hand data over that is asked for as it stands. */
  readonly nodes: number;
  readonly chunks: number;
  /** The chunks a task makes: `resultStart[t]` to `resultStart[t + 1] - 1`. */
  readonly resultStart: Int32Array;
  /** The chunks a task reads, each once. */
  readonly readStart: Int32Array;
  readonly reads: Int32Array;
  /** What to run, best first; data is not among it. */
  readonly sequence: Int32Array;
  /** Where a task stands in the sequence; -1 for what does not run. */
  readonly rank: Int32Array;
  /** The tasks that read a chunk, in the order of the sequence: `readers[readerStart[c]] …`. */
  readonly readerStart: Int32Array;
  readonly readers: Int32Array;
  /** The only task that reads what a task makes, if there is one and the shapes are known beforehand; else -1. */
  followerOf(task: number): number;
  /** What a chunk takes in the pool; an estimate for one that grows, until it is there. */
  readonly chunkBytes: Float64Array;
  readonly grows: Uint8Array;
  readonly scratchBytes: Float64Array;
  /** What kernels of batches may use of the pool while they run, in bytes for each byte that is read; 0 for other tasks. */
  readonly workShare: Uint8Array;
  /** How much of `scratchBytes` that comes to: known when all that is read is there. Empty if there is no such task. */
  readonly workBytes: Float64Array;
  /** How much of what a task makes and uses is an estimate. Empty if nothing is. */
  readonly guessedBytes: Float64Array;
  /** The task that reads, makes and uses the most, and how much, of those of which that is known. */
  readonly largest: { readonly task: number; readonly bytes: number };
  /** Chunks that are asked for. */
  readonly isOutput: Uint8Array;
  /** Chunks that are there before the run, and are not freed by it. */
  readonly isGiven: Uint8Array;
}

/** What running a program takes besides what its tasks say. */
export interface ProgramCost {
  /** Whether what it reads and makes is copied. */
  readonly copies: boolean;
  /** What its kernels may use of the pool, in bytes for each byte that is read. */
  readonly workShare: number;
}

export interface PlanOptions {
  readonly graph: Graph;
  readonly links: Links;
  readonly costOf: (program: Program) => ProgramCost;
  /** What a task that needs so much scratch memory gets of the pool. */
  readonly pooledBytes: (scratchBytes: number) => number;
  /** Whether outputs are handed over; else they stay. */
  readonly deliver: boolean;
}

export function planOf({ graph, links, costOf, pooledBytes, deliver }: PlanOptions): Plan {
  const { nodes } = graph;
  const { traits } = links;
  const chunkBytes = new Float64Array(links.chunks);
  const grows = new Uint8Array(links.chunks);
  const isOutput = new Uint8Array(links.chunks);
  const isGiven = new Uint8Array(links.chunks);
  for (let i = 0; i < graph.outputs.length; i++) isOutput[links.chunkOf(graph.outputs[i]!)] = 1;
  for (let chunk = 0; chunk < links.chunks; chunk++) chunkBytes[chunk] = roundToClass(links.bytes[chunk]!);
  for (const node of links.data) isGiven[links.resultStart[node]!] = 1;
  for (let node = 0; node < nodes.length; node++) {
    if (!(traits[node]! & Trait.grows)) continue;
    const { results } = nodes[node] as Task;
    for (let i = 0; i < results.length; i++) if (canGrow(results[i]!)) grows[links.resultStart[node]! + i] = 1;
  }

  const deliveries: number[] = [];
  if (deliver) for (let chunk = 0; chunk < links.chunks; chunk++) if (isOutput[chunk] && isGiven[chunk]) deliveries.push(chunk);
  const tasks = nodes.length + deliveries.length;
  const readEnd = links.reads.length;
  const readStart = extend(links.readStart, tasks + 1, (i) => readEnd + i + 1);
  const reads = extend(links.reads, readEnd + deliveries.length, (i) => deliveries[i]!);
  const resultStart = extend(links.resultStart, tasks + 1, () => links.chunks);

  const sequence = sequenceOf(orderOf(graph, links), traits, deliveries.length, nodes.length);
  const rank = new Int32Array(tasks).fill(-1);
  for (let i = 0; i < sequence.length; i++) rank[sequence[i]!] = i;
  const costs = links.programs.map(costOf);
  const scratchBytes = new Float64Array(tasks);
  const workShare = new Uint8Array(tasks);
  let guessedBytes = new Float64Array(0);
  let largest = { task: -1, bytes: 0 };
  // In the order of the nodes, as that is how they lie in memory.
  for (let task = 0; task < tasks; task++) {
    if (rank[task]! < 0) continue;
    let readBytes = 0;
    let resultBytes = 0;
    let copiedBytes = 0;
    let scratch = 0;
    let guessed = 0;
    let isKnown = true;
    for (let at = readStart[task]!; at < readStart[task + 1]!; at++) {
      readBytes += chunkBytes[reads[at]!]!;
      if (grows[reads[at]!] === 1) isKnown = false;
    }
    for (let chunk = resultStart[task]!; chunk < resultStart[task + 1]!; chunk++) {
      resultBytes += chunkBytes[chunk]!;
      if (grows[chunk] === 1) guessed += chunkBytes[chunk]!;
      else copiedBytes += links.bytes[chunk]!;
    }
    if (task < nodes.length) {
      const { copies, workShare: share } = costs[links.programOf[task]!]!;
      const heap = links.heapBytes[task] ?? 0;
      scratch = pooledBytes(links.scratchBytes[task] ?? 0) + heap + (copies ? readBytes + copiedBytes : 0);
      guessed += heap;
      if (share > 0) workShare[task] = share;
    }
    if (scratch > 0) scratchBytes[task] = scratch;
    if (guessed > 0) {
      if (guessedBytes.length === 0) guessedBytes = new Float64Array(tasks);
      guessedBytes[task] = guessed;
    }
    const bytes = readBytes + resultBytes + scratch;
    if (isKnown && guessed === 0 && bytes > largest.bytes) largest = { task, bytes };
  }
  const readers = invert(readStart, reads, links.chunks, sequence);
  return {
    nodes: nodes.length,
    chunks: links.chunks,
    resultStart,
    readStart,
    reads,
    sequence,
    rank,
    readerStart: readers.start,
    readers: readers.rows,
    followerOf: (task) => (traits[task]! & Trait.open ? -1 : onlyReader(resultStart, task, readers)),
    chunkBytes,
    grows,
    scratchBytes,
    workShare,
    workBytes: new Float64Array(costs.some((cost) => cost.workShare > 0) ? tasks : 0),
    guessedBytes,
    largest,
    isOutput,
    isGiven,
  };
}

/** Deliveries, then the tasks in their order. */
function sequenceOf(ordered: Int32Array, traits: Uint8Array, deliveries: number, nodes: number): Int32Array {
  const sequence = new Int32Array(deliveries + ordered.length);
  let length = 0;
  while (length < deliveries) sequence[length] = nodes + length++;
  for (let i = 0; i < ordered.length; i++) if (!(traits[ordered[i]!]! & Trait.data)) sequence[length++] = ordered[i]!;
  return sequence.subarray(0, length);
}

function onlyReader(resultStart: Int32Array, task: number, readers: { start: Int32Array; rows: Int32Array }): number {
  let only = -1;
  for (let chunk = resultStart[task]!; chunk < resultStart[task + 1]!; chunk++) {
    const at = readers.start[chunk]!;
    const count = readers.start[chunk + 1]! - at;
    if (count === 0) continue;
    if (count > 1 || (only >= 0 && only !== readers.rows[at])) return -1;
    only = readers.rows[at]!;
  }
  return only;
}

function extend(array: Int32Array, length: number, more: (i: number) => number): Int32Array {
  if (array.length === length) return array;
  const longer = new Int32Array(length);
  longer.set(array);
  for (let i = array.length; i < length; i++) longer[i] = more(i - array.length);
  return longer;
}
