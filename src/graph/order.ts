import type { Graph } from "./graph.ts";
import { invert, type Links, linksOf, Trait } from "./links.ts";

/**
 * The order in which tasks run when nothing else matters: one that keeps little in memory. Holds the nodes that the outputs need, data
 * included, each after what it reads.
 *
 * Two walks are tried and their peaks compared, since no single rule is good for every graph. Both go depth first from each output, the largest subtree first
 * (Sethi and Ullman 1970), and run at once whatever has become ready and frees at least what it makes. The second also finishes what else reads a
 * chunk while it is there (two statistics of `x` and `x + y` read `x` and `y` once).
 */
export function orderOf(graph: Graph, links: Links = linksOf(graph)): Int32Array {
  const shape = weigh(graph, links);
  const plain = walk(shape, false);
  const plainPeak = peakBytes(shape, plain);
  // No order needs less than its largest task, and all that is asked for is there at the end; near that there is nothing to gain.
  if (plainPeak <= 2 * shape.largestBytes + shape.goalBytes) return plain;
  const thorough = walk(shape, true);
  return peakBytes(shape, thorough) < plainPeak ? thorough : plain;
}

/** What the walks look at: node by node, chunks of one node taken together. */
interface Weighed {
  readonly nodes: number;
  readonly goals: Int32Array;
  /** Bytes a node adds to memory; data is there already. */
  readonly bytes: Float64Array;
  readonly scratchBytes: Float64Array;
  /** The nodes a node reads, largest subtree first, and the nodes that read it. */
  readonly needStart: Int32Array;
  readonly needs: Int32Array;
  readonly readerStart: Int32Array;
  readonly readers: Int32Array;
  readonly isGoal: Uint8Array;
  readonly largestBytes: number;
  readonly goalBytes: number;
}

/** The nodes that each node reads, each once. */
function needsOf({ nodes, chunks, readStart, reads, maker }: Links): { start: Int32Array; needs: Int32Array } {
  // Mostly each node makes one chunk: then these have the same numbers.
  if (nodes === chunks) return { start: readStart, needs: reads.slice() };
  const start = new Int32Array(nodes + 1);
  const needs = new Int32Array(reads.length);
  const lastReader = new Int32Array(nodes).fill(-1);
  let end = 0;
  for (let node = 0; node < nodes; node++) {
    for (let i = readStart[node]!; i < readStart[node + 1]!; i++) {
      const need = maker[reads[i]!]!;
      if (lastReader[need] === node) continue;
      lastReader[need] = node;
      needs[end++] = need;
    }
    start[node + 1] = end;
  }
  return { start, needs: needs.subarray(0, end) };
}

/** Bytes that each node adds to memory. */
function madeBytes({ nodes, chunks, resultStart, traits, data, bytes }: Links): Float64Array {
  if (nodes === chunks && data.length === 0) return bytes;
  const made = new Float64Array(nodes);
  for (let node = 0; node < nodes; node++) {
    if (traits[node]! & Trait.data) continue;
    for (let chunk = resultStart[node]!; chunk < resultStart[node + 1]!; chunk++) made[node]! += bytes[chunk]!;
  }
  return made;
}

function weigh(graph: Graph, links: Links): Weighed {
  const { nodes: count, scratchBytes } = links;
  const { start: needStart, needs } = needsOf(links);
  const bytes = madeBytes(links);
  // What a node takes to make, were everything below it a tree.
  const subtree = new Float64Array(count);
  let largestBytes = 0;
  for (let node = 0; node < count; node++) {
    const start = needStart[node]!;
    const end = needStart[node + 1]!;
    if (!isSorted(needs, start, end, subtree, bytes)) sortBySurplus(needs.subarray(start, end), subtree, bytes);
    let held = 0;
    let most = 0;
    for (let i = start; i < end; i++) {
      most = Math.max(most, held + subtree[needs[i]!]!);
      held += bytes[needs[i]!]!;
    }
    const own = held + bytes[node]! + scratchBytes[node]!;
    subtree[node] = Math.max(most, own);
    largestBytes = Math.max(largestBytes, own);
  }
  const inverted = invert(needStart, needs, count);
  const goals = new Int32Array(graph.outputs.length);
  const isGoal = new Uint8Array(count);
  let goalBytes = 0;
  for (let i = 0; i < goals.length; i++) {
    const goal = graph.outputs[i]!.node;
    goals[i] = goal;
    if (isGoal[goal] === 0) goalBytes += bytes[goal]!;
    isGoal[goal] = 1;
  }
  return {
    nodes: count,
    goals,
    bytes,
    scratchBytes,
    needStart,
    needs,
    readerStart: inverted.start,
    readers: inverted.rows,
    isGoal,
    largestBytes,
    goalBytes,
  };
}

// What takes much more to make than it leaves behind comes first. Mostly everything is equal, and the order stays.

function isSorted(nodes: Int32Array, start: number, end: number, subtree: Float64Array, bytes: Float64Array): boolean {
  for (let i = start + 1; i < end; i++) if (subtree[nodes[i - 1]!]! - bytes[nodes[i - 1]!]! < subtree[nodes[i]!]! - bytes[nodes[i]!]!) return false;
  return true;
}

function sortBySurplus(nodes: Int32Array, subtree: Float64Array, bytes: Float64Array): void {
  const surplus = (node: number) => subtree[node]! - bytes[node]!;
  nodes.sort((a, b) => surplus(b) - surplus(a));
}

/** A chunk's other readers are finished first if that takes at most this many tasks … */
const detourTasks = 12;
/** … and only this many of its readers are looked at. */
const detourReaders = 8;

function walk(shape: Weighed, thorough: boolean): Int32Array {
  const { bytes, needStart, needs, readerStart, readers } = shape;
  const sequence = new Int32Array(shape.nodes);
  let length = 0;
  const done = new Uint8Array(shape.nodes);
  const wanted = reachable(shape);
  const missing = new Int32Array(shape.nodes);
  const readersLeft = new Int32Array(shape.nodes);
  for (let node = 0; node < shape.nodes; node++) {
    missing[node] = needStart[node + 1]! - needStart[node]!;
    for (let i = readerStart[node]!; i < readerStart[node + 1]!; i++) readersLeft[node]! += wanted[readers[i]!]!;
    // An output is never freed by its readers.
    readersLeft[node]! += shape.isGoal[node]!;
  }
  const eager: number[] = [];

  function emit(node: number): void {
    done[node] = 1;
    sequence[length++] = node;
    for (let i = needStart[node]!; i < needStart[node + 1]!; i++) readersLeft[needs[i]!]!--;
    let ready = 0;
    let readyBytes = 0;
    for (let i = readerStart[node]!; i < readerStart[node + 1]!; i++) {
      const reader = readers[i]!;
      if (--missing[reader]! > 0 || wanted[reader] === 0) continue;
      ready++;
      readyBytes += bytes[reader]!;
    }
    if (ready === 0) return;
    const together = ready === readersLeft[node] && readyBytes <= bytes[node]!;
    for (let i = readerStart[node]!; i < readerStart[node + 1]!; i++) {
      const reader = readers[i]!;
      if (missing[reader] === 0 && wanted[reader] === 1 && done[reader] === 0 && (together || bytes[reader]! <= freedBy(reader))) eager.push(reader);
    }
  }

  /** What is no longer needed once `node` has run. */
  function freedBy(node: number): number {
    let freed = 0;
    for (let i = needStart[node]!; i < needStart[node + 1]!; i++) if (readersLeft[needs[i]!] === 1) freed += bytes[needs[i]!]!;
    return freed;
  }

  // The path from a goal to where the walk is: nodes, and which of their needs comes next.
  const path: number[] = [];
  const next: number[] = [];
  const enter = (node: number) => {
    path.push(node);
    next.push(needStart[node]!);
  };
  const detour = thorough ? createDetour(shape, done, wanted) : undefined;
  for (let i = 0; i < shape.goals.length; i++) {
    if (done[shape.goals[i]!] === 1) continue;
    enter(shape.goals[i]!);
    while (path.length > 0) {
      const top = path.length - 1;
      const node = path[top]!;
      let at = next[top]!;
      while (at < needStart[node + 1]! && done[needs[at]!] === 1) at++;
      if (done[node] === 0 && at < needStart[node + 1]!) {
        next[top] = at + 1;
        enter(needs[at]!);
        continue;
      }
      path.pop();
      next.pop();
      if (done[node] === 1) continue;
      emit(node);
      while (eager.length > 0) {
        const ready = eager.pop()!;
        if (done[ready] === 0) emit(ready);
      }
      const reader = detour?.(node);
      if (reader !== undefined) enter(reader);
    }
  }
  return sequence.subarray(0, length);
}

/** Finds a reader of a chunk that can be finished with a few more tasks that hold no more than a few such chunks. */
function createDetour({ bytes, needStart, needs, readerStart, readers }: Weighed, done: Uint8Array, wanted: Uint8Array) {
  const stamp = new Int32Array(done.length);
  let round = 0;
  const stack: number[] = [];

  function isNear(reader: number, boundBytes: number): boolean {
    round++;
    stack.length = 0;
    stack.push(reader);
    let tasks = 0;
    let total = 0;
    while (stack.length > 0) {
      const node = stack.pop()!;
      tasks++;
      total += bytes[node]!;
      if (tasks > detourTasks || total > boundBytes) return false;
      for (let i = needStart[node]!; i < needStart[node + 1]!; i++) {
        const need = needs[i]!;
        if (done[need] === 1 || stamp[need] === round) continue;
        stamp[need] = round;
        stack.push(need);
        if (stack.length > detourTasks) return false;
      }
    }
    return true;
  }

  return (node: number): number | undefined => {
    const end = Math.min(readerStart[node + 1]!, readerStart[node]! + detourReaders);
    for (let i = readerStart[node]!; i < end; i++) {
      const reader = readers[i]!;
      if (wanted[reader] === 1 && done[reader] === 0 && isNear(reader, 4 * bytes[node]!)) return reader;
    }
    return undefined;
  };
}

/** Which nodes the outputs need. */
function reachable({ nodes, goals, needStart, needs }: Weighed): Uint8Array {
  const wanted = new Uint8Array(nodes);
  for (let i = 0; i < goals.length; i++) wanted[goals[i]!] = 1;
  // A node reads only nodes before it.
  for (let node = nodes - 1; node >= 0; node--) {
    if (wanted[node] === 1) for (let i = needStart[node]!; i < needStart[node + 1]!; i++) wanted[needs[i]!] = 1;
  }
  return wanted;
}

/** The most bytes there are at once when one task runs after the other. */
function peakBytes({ nodes, bytes, scratchBytes, needStart, needs, isGoal }: Weighed, sequence: Int32Array): number {
  const readersLeft = new Int32Array(nodes);
  for (let at = 0; at < sequence.length; at++) {
    const node = sequence[at]!;
    for (let i = needStart[node]!; i < needStart[node + 1]!; i++) readersLeft[needs[i]!]!++;
  }
  let live = 0;
  let peak = 0;
  for (let at = 0; at < sequence.length; at++) {
    const node = sequence[at]!;
    live += bytes[node]!;
    peak = Math.max(peak, live + scratchBytes[node]!);
    for (let i = needStart[node]!; i < needStart[node + 1]!; i++) {
      const need = needs[i]!;
      if (--readersLeft[need]! === 0 && isGoal[need] === 0) live -= bytes[need]!;
    }
  }
  return peak;
}
