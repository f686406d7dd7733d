import { type Block, bytesOf, type Chunk } from "../chunk/chunk.ts";
import { pool } from "../chunk/pool.ts";
import { type Graph, isData } from "../graph/graph.ts";
import type { Links } from "../graph/links.ts";
import { canGrow } from "../graph/open-shapes.ts";
import type { Read, Result, Task } from "../graph/task.ts";
import { pooledScratchBytes } from "./scratch.ts";

/**
 * The memory of a run: the blocks of its chunks, and what tasks use besides while they run. (Loops, since a function made for each task would cost as much as all the rest.)
 */
export function createRunChunks(graph: Graph, { resultStart, maker, chunkOf }: Links, blocks: (Block | undefined)[]) {
  /** The shapes of chunks that only running tells. */
  const shapes = new Map<number, readonly number[]>();
  const scratches = new Map<number, Block>();
  /** What tasks ask for that wait for memory. */
  const asked = new Map<number, readonly number[]>();

  /** Of a chunk that is there. */
  function shapeAt(chunk: number, { shape }: Result): readonly number[] {
    return (shapes.size > 0 ? shapes.get(chunk) : undefined) ?? (shape as readonly number[]);
  }

  function chunkAt(chunk: number): Chunk {
    const it = graph.nodes[maker[chunk]!]!;
    if (isData(it)) return it.chunk;
    const result = it.results[chunk - resultStart[maker[chunk]!]!]!;
    return { block: blocks[chunk]!, dtype: result.dtype, shape: shapeAt(chunk, result) };
  }

  return {
    chunkAt,

    blockOf: (read: Read): Block => blocks[chunkOf(read)]!,

    shapeOf(read: Read): readonly number[] {
      const it = graph.nodes[read.node]!;
      return isData(it) ? it.chunk.shape : shapeAt(chunkOf(read), it.results[read.result]!);
    },

    roomFor: (node: number, result: number): Block | undefined => blocks[resultStart[node]! + result],

    /** Memory for the results of a task, but of those that it has to ask for. */
    makeRoom(node: number, { results }: Task): void {
      const first = resultStart[node]!;
      for (let i = 0; i < results.length; i++) if (results[i]!.grows !== true) blocks[first + i] = pool.allocate(results[i]!.bytes);
    },

    /** Scratch memory, after it that of batch kernels. */
    scratchFor(node: number, { scratchBytes }: Task, workBytes: number): Block | undefined {
      const bytes = pooledScratchBytes(scratchBytes) + workBytes;
      if (bytes === 0) return undefined;
      const scratch = pool.allocate(bytes);
      scratches.set(node, scratch);
      return scratch;
    },

    freeScratch(node: number): void {
      const scratch = scratches.size > 0 ? scratches.get(node) : undefined;
      if (scratch === undefined) return;
      pool.release(scratch);
      scratches.delete(node);
    },

    ask(node: number, bytes: readonly number[]): void {
      asked.set(node, bytes);
    },

    /** The memory that a task has asked for. */
    grant(node: number, { results }: Task): Block[] {
      const bytes = asked.get(node)!;
      asked.delete(node);
      const granted: Block[] = [];
      for (let i = 0; i < results.length; i++) {
        if (!canGrow(results[i]!)) continue;
        const chunk = resultStart[node]! + i;
        if (blocks[chunk] !== undefined) pool.release(blocks[chunk]!);
        granted.push((blocks[chunk] = pool.allocate(bytes[granted.length]!)));
      }
      return granted;
    },

    /** Notes shapes that were open, gives back what the results do not need, and says what they take. */
    settle(node: number, { results }: Task, actual: readonly (readonly number[])[]): number[] {
      return results.map(({ dtype, shape }, i) => {
        const chunk = resultStart[node]! + i;
        if (shape.includes(undefined)) {
          shapes.set(chunk, actual[i]!);
          pool.shrink(blocks[chunk]!, bytesOf(dtype, actual[i]!));
        }
        return blocks[chunk]!.byteLength;
      });
    },

    /** Frees what a task would have made. */
    discard(node: number): void {
      asked.delete(node);
      for (let chunk = resultStart[node]!; chunk < resultStart[node + 1]!; chunk++) {
        if (blocks[chunk] !== undefined) pool.release(blocks[chunk]!);
        blocks[chunk] = undefined;
      }
    },
  };
}
