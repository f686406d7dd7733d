import type { Block } from "../chunk/chunk.ts";
import { GraphError } from "../util/errors.ts";
import { type Data, type Graph, isData } from "./graph.ts";
import { keyOfNode } from "./keys.ts";
import { hasGrowing, hasOpenShapes } from "./open-shapes.ts";
import type { Read } from "./task.ts";

/** What is told of a node by a bit each: that it is data; that only running tells the shapes of its results, that these grow. */
export const Trait = { data: 1, open: 2, grows: 4 } as const;

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
  /** The scratch memory that a node says it needs. */
  readonly scratchBytes: Float64Array;
  /** The chunk that a read reads. Data that stands in the graph twice is one chunk. */
  chunkOf(read: Read): number;
}

export function linksOf(graph: Graph): Links {
  const { nodes } = graph;
  const resultStart = new Int32Array(nodes.length + 1);
  const traits = new Uint8Array(nodes.length);
  const data: number[] = [];
  let readCount = 0;
  for (let node = 0; node < nodes.length; node++) {
    const it = nodes[node]!;
    if (isData(it)) {
      resultStart[node + 1] = resultStart[node]! + 1;
      traits[node] = Trait.data;
      data.push(node);
    } else {
      resultStart[node + 1] = resultStart[node]! + it.results.length;
      traits[node] = (hasOpenShapes(it) ? Trait.open : 0) | (hasGrowing(it) ? Trait.grows : 0);
      readCount += it.reads.length;
    }
  }
  const chunks = resultStart[nodes.length]!;
  const sameAs = doubles(graph, data, resultStart);

  function chunkOf({ node, result }: Read): number {
    const chunk = resultStart[node]! + result;
    return sameAs?.get(chunk) ?? chunk;
  }
  function check(read: Read, before: number, key: () => string): void {
    const { node, result } = read;
    if (node >= 0 && node < before && result >= 0 && result < resultStart[node + 1]! - resultStart[node]!) return;
    throw new GraphError(`${key()} reads result ${result} of node ${node}, which is not before it`, key());
  }

  const maker = new Int32Array(chunks);
  const bytes = new Float64Array(chunks);
  const scratchBytes = new Float64Array(nodes.length);
  const readStart = new Int32Array(nodes.length + 1);
  const reads = new Int32Array(readCount);
  const lastReader = new Int32Array(chunks).fill(-1);
  let end = 0;
  for (let node = 0; node < nodes.length; node++) {
    const it = nodes[node]!;
    const first = resultStart[node]!;
    for (let chunk = first; chunk < resultStart[node + 1]!; chunk++) maker[chunk] = node;
    if (isData(it)) {
      bytes[first] = it.chunk.block.byteLength;
    } else {
      scratchBytes[node] = it.scratchBytes;
      for (let i = 0; i < it.results.length; i++) bytes[first + i] = it.results[i]!.bytes;
      for (const read of it.reads) {
        check(read, node, () => keyOfNode(graph, node));
        const chunk = chunkOf(read);
        if (lastReader[chunk] === node) continue;
        lastReader[chunk] = node;
        reads[end++] = chunk;
      }
    }
    readStart[node + 1] = end;
  }
  for (let output = 0; output < graph.outputs.length; output++) check(graph.outputs[output]!, nodes.length, () => `output ${output}`);
  return { nodes: nodes.length, chunks, resultStart, maker, readStart, reads: reads.subarray(0, end), traits, data, bytes, scratchBytes, chunkOf };
}

/** Data chunks that stand in the graph before, and where. */
function doubles(graph: Graph, data: readonly number[], resultStart: Int32Array): Map<number, number> | undefined {
  const first = new Map<Block, number>();
  let same: Map<number, number> | undefined;
  for (const node of data) {
    const { block } = (graph.nodes[node] as Data).chunk;
    const chunk = resultStart[node]!;
    const known = first.get(block);
    if (known === undefined) first.set(block, chunk);
    else (same ??= new Map<number, number>()).set(chunk, known);
  }
  return same;
}

/** Lists of lists turned around: for each value below `count`, the rows that hold it, in the order of `rows`. */
export function invert(start: Int32Array, values: Int32Array, count: number, rows: Int32Array): { start: Int32Array; rows: Int32Array } {
  const outStart = new Int32Array(count + 1);
  for (let at = 0; at < rows.length; at++) for (let i = start[rows[at]!]!; i < start[rows[at]! + 1]!; i++) outStart[values[i]! + 1]!++;
  for (let value = 0; value < count; value++) outStart[value + 1]! += outStart[value]!;
  const outRows = new Int32Array(outStart[count]!);
  const next = outStart.slice(0, count);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]!;
    for (let i = start[row]!; i < start[row + 1]!; i++) outRows[next[values[i]!]!++] = row;
  }
  return { start: outStart, rows: outRows };
}
