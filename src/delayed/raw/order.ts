import type { Graph } from "../../graph/graph.ts";
import { orderOf } from "../../graph/order.ts";
import type { Program } from "../../graph/program.ts";
import type { Task } from "../../graph/task.ts";
import { keysBelow, needsOf, requireGraph } from "./links.ts";
import type { RawGraph } from "./raw-graph.ts";

const nothing: Program = { inputs: [], steps: [], outputs: [] };

/** For each key of a raw graph, when it is its turn: the order, from 0, in which little has to be kept at any time, if all are about equally large. Dask's `order`. @throws GraphError */
export function order(graph: RawGraph): { readonly [key: string]: number } {
  requireGraph(graph, "order");
  const keys = keysBelow(graph, Object.keys(graph), "order");
  const numbers = new Map(keys.map((key, number) => [key, number]));
  const isRead = new Set<number>();
  const nodes = keys.map((key, index): Task => {
    const needs = [...new Set(needsOf(graph, key, "order"))].map((need) => numbers.get(need)!);
    for (const need of needs) isRead.add(need);
    return {
      label: key,
      grid: [],
      index,
      program: nothing,
      places: [],
      reads: needs.map((node) => ({ node, result: 0 })),
      results: [{ dtype: "uint8", shape: [64], bytes: 64 }],
      scratchBytes: 0,
    };
  });
  const outputs = keys.flatMap((_, node) => (isRead.has(node) ? [] : [{ node, result: 0 }]));
  const whole: Graph = { nodes, outputs };
  return Object.fromEntries([...orderOf(whole)].map((node, turn) => [keys[node]!, turn]));
}
