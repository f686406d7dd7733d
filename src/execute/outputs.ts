import type { Graph } from "../graph/graph.ts";
import type { Links } from "../graph/links.ts";

/** Which outputs a chunk is: `first[chunk]`, then `next` of each; -1 ends. (Lists of numbers, since there may be a million.) */
export interface OutputsByChunk {
  readonly first: Int32Array;
  readonly next: Int32Array;
}

export function outputsByChunk(graph: Graph, links: Links): OutputsByChunk {
  const first = new Int32Array(links.chunks).fill(-1);
  const next = new Int32Array(graph.outputs.length).fill(-1);
  for (let output = graph.outputs.length - 1; output >= 0; output--) {
    const chunk = links.chunkOf(graph.outputs[output]!);
    next[output] = first[chunk]!;
    first[chunk] = output;
  }
  return { first, next };
}
