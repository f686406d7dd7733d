import { flatKeys, type Keys, keysBelow, requireGraph } from "./links.ts";
import type { RawGraph } from "./raw-graph.ts";

/** A raw graph without what some keys do not need. Dask's `cull`. @throws GraphError */
export function cull(graph: RawGraph, keys: Keys): RawGraph {
  requireGraph(graph, "cull");
  const needed = new Set(keysBelow(graph, flatKeys(keys, "cull"), "cull"));
  return Object.fromEntries(Object.entries(graph).filter(([key]) => needed.has(key)));
}
