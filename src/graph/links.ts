import type { Block } from "../chunk/chunk.ts";
import { GraphError } from "../util/errors.ts";
import { longer } from "../util/longer.ts";
import { type Graph, isData } from "./graph.ts";
import { keyOfNode } from "./keys.ts";
import { hasGrowing, hasOpenShapes, mustAsk } from "./open-shapes.ts";
import type { Program } from "./program.ts";
import type { Read, Result, Task } from "./task.ts";

/** What is told of a node by a bit each: that it is data; that only running tells the shapes of its results, that these grow, that it has to ask for their memory. */
export const Trait = { data: 1, open: 2, grows: 4, asks: 8 } as const;

/**
 * Who makes and who reads what, and what is often asked of a node, as flat lists: a million tasks are a few dozen megabytes, and looking at each of a million objects once more takes as long
 * as running a tenth of them. Chunks are numbered through: those of node `n` are `resultStart[n]` to `resultStart[n + 1] - 1`.
 */
export interface Links {
  readonly nodes: number;
  readonly chunks: number;
  readonly resultStart: Int32Array;
  /** The node that makes a chunk. */
  readonly maker: Int32Array;
  /** The chunks that node `n` reads, each once: `reads[readStart[n]] …`. */
  readonly readStart: Int32Array;
  readonly reads: Int32Array;
  /** Of each node, bits of `Trait`. */
  readonly traits: Uint8Array;
  /** The nodes that are data. */
  readonly data: readonly number[];
  /** What a chunk takes: of a task's results what it says, of data its block. */
  readonly bytes: Float64Array;
  /** The scratch memory that a node says it needs, and the memory outside the pool. Empty where none says so: a list that is only made costs time, too. */
  readonly scratchBytes: Float64Array;
  readonly heapBytes: Float64Array;
  /** The programs of the tasks, each once, and which of them a node has; -1 for data. */
  readonly programs: readonly Program[];
  readonly programOf: Int32Array;
  /** How many tasks have a program. */
  usesOf(program: Program): number;
  /** The chunk that a read reads. Data that stands in the graph twice is one chunk. */
  chunkOf(read: Read): number;
}

const nothing = new Float64Array(0);

/** All in one walk, since a node reads only nodes before it. */
export function linksOf(graph: Graph): Links {
  const { nodes } = graph;
  const resultStart = new Int32Array(nodes.length + 1);
  const readStart = new Int32Array(nodes.length + 1);
  const traits = new Uint8Array(nodes.length);
  let scratchBytes = nothing;
  let heapBytes = nothing;
  const programOf = new Int32Array(nodes.length).fill(-1);
  // As long as is needed where a node makes one chunk and reads one.
  let maker = new Int32Array(nodes.length);
  let bytes = new Float64Array(nodes.length);
  let reads = new Int32Array(nodes.length);
  let end = 0;
  /** The last node that reads a chunk, of those that read several. */
  let lastReader = new Int32Array(0);
  const data: number[] = [];
  const doubles = createDoubles();
  const programs = numberPrograms();
  const traitsOf = rememberTraits();

  function chunkOf({ node, result }: Read): number {
    return doubles.first(resultStart[node]! + result);
  }
  function check({ node, result }: Read, before: number, reader: number): void {
    if (node >= 0 && node < before && result >= 0 && result < resultStart[node + 1]! - resultStart[node]!) return;
    const key = reader < nodes.length ? keyOfNode(graph, reader) : `output ${reader - nodes.length}`;
    throw new GraphError(`${key} reads result ${result} of node ${node}, which is not before it`, key);
  }
  function begin(node: number, results: number): void {
    const first = resultStart[node]!;
    const after = first + results;
    resultStart[node + 1] = after;
    if (after > maker.length) {
      maker = longer(maker, after);
      bytes = longer(bytes, after);
    }
    for (let chunk = first; chunk < after; chunk++) maker[chunk] = node;
  }
  function addReads(node: number, list: readonly Read[]): void {
    if (end + list.length > reads.length) reads = longer(reads, end + list.length);
    if (list.length > 1 && lastReader.length < maker.length) lastReader = longer(lastReader, maker.length);
    for (let i = 0; i < list.length; i++) {
      check(list[i]!, node, node);
      const chunk = chunkOf(list[i]!);
      reads[end++] = chunk;
      if (list.length === 1) continue;
      // (Node 0 reads nothing.)
      if (lastReader[chunk] === node) end--;
      lastReader[chunk] = node;
    }
  }

  for (let node = 0; node < nodes.length; node++) {
    const it = nodes[node]!;
    const first = resultStart[node]!;
    if (isData(it)) {
      begin(node, 1);
      traits[node] = Trait.data;
      data.push(node);
      bytes[first] = it.chunk.block.byteLength;
      doubles.add(it.chunk.block, first);
    } else {
      begin(node, it.results.length);
      traits[node] = traitsOf(it);
      programOf[node] = programs.numberOf(it.program);
      for (let i = 0; i < it.results.length; i++) bytes[first + i] = it.results[i]!.bytes;
      if (it.scratchBytes > 0) {
        if (scratchBytes === nothing) scratchBytes = new Float64Array(nodes.length);
        scratchBytes[node] = it.scratchBytes;
      }
      if (it.heapBytes !== undefined) {
        if (heapBytes === nothing) heapBytes = new Float64Array(nodes.length);
        heapBytes[node] = it.heapBytes;
      }
      addReads(node, it.reads);
    }
    readStart[node + 1] = end;
  }
  for (let output = 0; output < graph.outputs.length; output++) check(graph.outputs[output]!, nodes.length, nodes.length + output);
  const chunks = resultStart[nodes.length]!;
  return {
    nodes: nodes.length,
    chunks,
    resultStart,
    maker: maker.subarray(0, chunks),
    readStart,
    reads: reads.subarray(0, end),
    traits,
    data,
    bytes: bytes.subarray(0, chunks),
    scratchBytes,
    heapBytes,
    programs: programs.list,
    programOf,
    usesOf: programs.usesOf,
    chunkOf,
  };
}

/** Data chunks that stand in the graph before. */
function createDoubles() {
  const chunkOf = new Map<Block, number>();
  let same: Map<number, number> | undefined;
  return {
    add(block: Block, chunk: number): void {
      const known = chunkOf.get(block);
      if (known === undefined) chunkOf.set(block, chunk);
      else (same ??= new Map<number, number>()).set(chunk, known);
    },
    /** Where a chunk stands first. */
    first: (chunk: number): number => same?.get(chunk) ?? chunk,
  };
}

function numberPrograms() {
  const numbers = new Map<Program, number>();
  const list: Program[] = [];
  const uses: number[] = [];
  // Neighbors mostly have the same.
  let last: Program | undefined;
  let number = -1;
  return {
    list,
    usesOf: (program: Program): number => uses[numbers.get(program)!]!,
    /** The number of a program that one task more has. */
    numberOf(program: Program): number {
      if (program !== last) {
        last = program;
        number = numbers.get(program) ?? list.length;
        if (number === list.length) {
          numbers.set(program, number);
          list.push(program);
          uses.push(0);
        }
      }
      uses[number]!++;
      return number;
    },
  };
}

function rememberTraits(): (task: Task) => number {
  // Neighbors mostly share the list of their results.
  let last: readonly Result[] | undefined;
  let traits = 0;
  return (task) => {
    if (task.results === last) return traits;
    last = task.results;
    traits = (hasOpenShapes(task) ? Trait.open : 0) | (hasGrowing(task) ? Trait.grows : 0) | (mustAsk(task) ? Trait.asks : 0);
    return traits;
  };
}

/** Lists of lists turned around: for each value below `count`, the rows that hold it, in the order of `rows`; without that, in their own. */
export function invert(start: Int32Array, values: Int32Array, count: number, rows?: Int32Array): { start: Int32Array; rows: Int32Array } {
  const length = rows === undefined ? start.length - 1 : rows.length;
  // At `value + 1` it first says where those of a value begin, then where the next one goes, and so in the end where those of the next value begin.
  const places = new Int32Array(count + 2);
  for (let at = 0; at < length; at++) {
    const row = rows === undefined ? at : rows[at]!;
    for (let i = start[row]!; i < start[row + 1]!; i++) places[values[i]! + 2]!++;
  }
  for (let value = 0; value < count; value++) places[value + 2]! += places[value + 1]!;
  const outRows = new Int32Array(places[count + 1]!);
  for (let at = 0; at < length; at++) {
    const row = rows === undefined ? at : rows[at]!;
    for (let i = start[row]!; i < start[row + 1]!; i++) outRows[places[values[i]! + 1]!++] = row;
  }
  return { start: places.subarray(0, count + 1), rows: outRows };
}
