import { type Graph, isData } from "./graph.ts";
import { keyOfNode, operationOf, placeOf } from "./keys.ts";

export const directions = ["BT", "TB", "LR", "RL"] as const;
export type Direction = (typeof directions)[number];

/** A graph in Graphviz' language: boxes are chunks, ellipses tasks. */
export function dotOf(graph: Graph, rankdir: Direction = "BT"): string {
  const lines: string[] = [];
  const asked = new Set(graph.outputs.map(({ node }) => node));
  graph.nodes.forEach((it, node) => {
    const label = isData(it) ? `${it.chunk.dtype}[${it.chunk.shape.join(", ")}]` : `${operationOf(it.label)} ${placeOf(it).join(", ")}`.trimEnd();
    const style = asked.has(node) ? ", penwidth=2" : "";
    lines.push(`  n${node} [label=${quote(label)}, tooltip=${quote(keyOfNode(graph, node))}, shape=${isData(it) ? "box" : "ellipse"}${style}];`);
    if (!isData(it)) for (const from of new Set(it.reads.map((read) => read.node))) lines.push(`  n${from} -> n${node};`);
  });
  return digraph(lines, rankdir);
}

export function digraph(lines: readonly string[], rankdir: Direction): string {
  return `digraph {\n  rankdir=${rankdir};\n${lines.join("\n")}\n}\n`;
}

export function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n")}"`;
}
