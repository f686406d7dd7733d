import { unravel } from "../util/grid.ts";
import type { Graph } from "./graph.ts";
import { isData } from "./graph.ts";
import type { Task } from "./task.ts";

/** The key of a task as people read it: `sum-3f9c/0,2`; of one that is alone its label. */
export function keyOf(task: Task): string {
  if (task.grid.length === 0) return task.label;
  return `${task.label}/${placeOf(task).join(",")}`;
}

/** Where a task stands among those with its label. */
export function placeOf({ index, grid }: Task): number[] {
  return unravel(index, grid);
}

/** The name of the operation in a label: `sum-3f9c` → `sum`. */
export function operationOf(label: string): string {
  const dash = label.lastIndexOf("-");
  return dash > 0 ? label.slice(0, dash) : label;
}

/** The key of any node: data has none of its own. */
export function keyOfNode(graph: Graph, node: number): string {
  const it = graph.nodes[node]!;
  return isData(it) ? `data/${node}` : keyOf(it);
}
