import { type Data, type Graph, isData } from "./graph.ts";
import type { Read, Task } from "./task.ts";

/** The graph without what its outputs do not need; the same graph if they need all. */
export function cull(graph: Graph): Graph {
  const { nodes, outputs } = graph;
  const isNeeded = new Uint8Array(nodes.length);
  for (const { node } of outputs) isNeeded[node] = 1;
  // A node reads only nodes before it.
  for (let node = nodes.length - 1; node >= 0; node--) {
    const it = nodes[node]!;
    if (isNeeded[node] && !isData(it)) for (const read of it.reads) isNeeded[read.node] = 1;
  }
  if (!isNeeded.includes(0)) return graph;
  const number = new Int32Array(nodes.length);
  const kept: (Task | Data)[] = [];
  const renumber = (read: Read): Read => ({ ...read, node: number[read.node]! });
  for (let node = 0; node < nodes.length; node++) {
    if (!isNeeded[node]) continue;
    number[node] = kept.length;
    const it = nodes[node]!;
    kept.push(isData(it) ? it : { ...it, reads: it.reads.map(renumber) });
  }
  return { nodes: kept, outputs: outputs.map(renumber) };
}
