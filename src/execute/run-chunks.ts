import { type Block, bytesOf, type Chunk } from "../chunk/chunk.ts";
import { pool } from "../chunk/pool.ts";
import { type Graph, isData } from "../graph/graph.ts";
import type { Links } from "../graph/links.ts";
import { canGrow } from "../graph/open-shapes.ts";
import type { Task } from "../graph/task.ts";
import type { ReadyChunk } from "./executor.ts";
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

  function chunkAt(chunk: number): Chunk {
    const it = graph.nodes[maker[chunk]!]!;
    if (isData(it)) return it.chunk;
    const { dtype, shape } = it.results[chunk - resultStart[maker[chunk]!]!]!;
    return { block: blocks[chunk]!, dtype, shape: shapes.get(chunk) ?? (shape as readonly number[]) };
  }

  return {
    chunkAt,

    /** Memory for the results of a task, but of those that it has to ask for. */
    roomFor(node: number, { results }: Task): (Block | undefined)[] {
      const first = resultStart[node]!;
      const room = new Array<Block | undefined>(results.length);
      for (let i = 0; i < results.length; i++) room[i] = results[i]!.grows === true ? undefined : (blocks[first + i] = pool.allocate(results[i]!.bytes));
      return room;
    },

    readBy({ reads }: Task): ReadyChunk[] {
      const chunks = new Array<ReadyChunk>(reads.length);
      for (let i = 0; i < reads.length; i++) chunks[i] = chunkAt(chunkOf(reads[i]!));
      return chunks;
    },

    /** Scratch memory, after it that of batch kernels. */
    scratchFor(node: number, task: Task, workBytes: number): Block | undefined {
      const bytes = pooledScratchBytes(task) + workBytes;
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
