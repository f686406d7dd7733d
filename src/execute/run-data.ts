import type { Block } from "../chunk/chunk.ts";
import { pool } from "../chunk/pool.ts";
import type { Data, Graph } from "../graph/graph.ts";
import type { Links } from "../graph/links.ts";
import { ChunkwiseError } from "../util/errors.ts";

/** What is in the pool before a run. */
export interface RunData {
  /** The blocks of the graph's data, by chunk; after the last chunk of the graph, the bystanders'. */
  readonly blocks: (Block | undefined)[];
  /** Blocks that are not the graph's, but may go to disk to make room for it. Who holds them may give them up meanwhile; until `letGo` they stay. */
  readonly bystanders: readonly Block[];
  letGo(): void;
  /** What others have in the pool and the run must leave alone. */
  readonly foreignBytes: number;
}

/** `mayMove`: whether this run may send chunks to disk that others hold. */
export function runDataOf(graph: Graph, links: Links, mayMove: boolean): RunData {
  const blocks = new Array<Block | undefined>(links.chunks).fill(undefined);
  const own = new Set<Block>();
  for (const node of links.data) {
    const { block } = (graph.nodes[node] as Data).chunk;
    if (own.has(block)) continue;
    own.add(block);
    blocks[links.resultStart[node]!] = block;
  }
  const bystanders = mayMove ? [...pool.movable].filter((block) => !own.has(block) && pool.isResident(block)) : [];
  let foreignBytes = pool.counters.inUseBytes;
  for (const block of own) if (pool.isResident(block)) foreignBytes -= block.byteLength;
  for (const block of bystanders) foreignBytes -= block.byteLength;
  blocks.push(...bystanders);
  return { blocks, bystanders, foreignBytes, letGo: hold(bystanders) };
}

/** Who made the data of a graph may let it go while the graph still needs it: until the function that is given back is called, it stays. */
export function holdData(graph: Graph, { data }: Links): () => void {
  const blocks = data.map((node) => (graph.nodes[node] as Data).chunk.block);
  if (!blocks.every(pool.isHeld)) throw new ChunkwiseError("DISPOSED", "compute: reads what was persisted and is disposed of; persist it again");
  return hold(blocks);
}

function hold(blocks: readonly Block[]): () => void {
  for (const block of blocks) pool.retain(block);
  return () => {
    for (const block of blocks) pool.release(block);
  };
}
