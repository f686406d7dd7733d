import { exprKey, isCollection } from "../../engine/collection.ts";
import { picture, type VisualizeOptions, visualizeExprs, visualizeOptions } from "../../engine/visualize.ts";
import { digraph, quote } from "../../graph/dot.ts";
import { needsOf, requireGraph } from "./links.ts";
import { partOf, type RawGraph } from "./raw-graph.ts";

/**
 * Draws a raw graph, or the tasks of collections: one, or a list of several, whose shared work stands there once. Gives SVG, or Graphviz' language, and writes it to `filename`. Dask's `visualize`.
 *
 * @throws GraphError, ChunkwiseError (`OPTION`), StorageError
 * @example await visualize({ x: 1, y: [(x) => x + 1, "x"] }, { format: "dot" });
 */
export async function visualize(what: unknown, filename?: string | VisualizeOptions, options?: VisualizeOptions): Promise<string> {
  const collections = Array.isArray(what) ? what : [what];
  if (collections.length > 0 && collections.every(isCollection))
    return visualizeExprs(
      collections.map((one) => one[exprKey]),
      filename,
      options,
    );
  requireGraph(what, "visualize");
  const told = visualizeOptions(filename, options);
  const graph = what as RawGraph;
  return picture(dotOfRaw(graph, told), Object.keys(graph).length, told);
}

/** Tasks are ellipses, data boxes; references are edges. */
function dotOfRaw(graph: RawGraph, { rankdir = "BT" }: VisualizeOptions): string {
  const keys = Object.keys(graph);
  const numbers = new Map(keys.map((key, node) => [key, node]));
  const lines = keys.flatMap((key, node) => {
    const part = partOf(graph[key], graph);
    const label = part.kind === "task" ? `${key}: ${part.fn.name || "function"}` : key;
    return [
      `  n${node} [label=${quote(label)}, shape=${part.kind === "task" ? "ellipse" : "box"}];`,
      ...[...new Set(needsOf(graph, key, "visualize"))].map((need) => `  n${numbers.get(need)} -> n${node};`),
    ];
  });
  return digraph(lines, rankdir);
}
