import { GraphError } from "../../util/errors.ts";
import { isPlainRecord } from "../../util/plain.ts";
import { shown } from "../../util/shown.ts";
import { partOf, partsIn, type RawGraph } from "./raw-graph.ts";

/** The keys that a key needs at once, as often as it names them. */
export function needsOf(graph: RawGraph, key: string, operation: string): string[] {
  const needs: string[] = [];
  const look = (it: unknown): void => {
    const part = partOf(it, graph);
    if (part.kind !== "ref") {
      for (const inner of partsIn(part)) look(inner);
      return;
    }
    if (part.isExplicit && !Object.hasOwn(graph, part.key))
      throw new GraphError(`${operation}: ${JSON.stringify(key)} refers to ${JSON.stringify(part.key)}, which the graph does not have`, key);
    needs.push(part.key);
  };
  look(graph[key]);
  return needs;
}

/** The keys that some keys need, themselves included, each after what it needs; in their order where that leaves a choice. */
export function keysBelow(graph: RawGraph, wanted: readonly string[], operation: string): string[] {
  const order: string[] = [];
  const isDone = new Map<string, boolean>();
  const path: { readonly key: string; readonly needs: readonly string[]; next: number }[] = [];
  const enter = (key: string): void => {
    isDone.set(key, false);
    path.push({ key, needs: needsOf(graph, key, operation), next: 0 });
  };
  for (const key of wanted) {
    checkKey(graph, key, operation);
    if (isDone.has(key)) continue;
    enter(key);
    while (path.length > 0) {
      const top = path[path.length - 1]!;
      const need = top.needs[top.next++];
      if (need === undefined) {
        path.pop();
        isDone.set(top.key, true);
        order.push(top.key);
      } else if (!isDone.has(need)) {
        enter(need);
      } else if (isDone.get(need) === false) {
        const from = path.findIndex((step) => step.key === need);
        const cycle = [...path.slice(from).map((step) => step.key), need];
        throw new GraphError(`${operation}: the graph has a cycle: ${cycle.map((step) => JSON.stringify(step)).join(" → ")}`, need);
      }
    }
  }
  return order;
}

function checkKey(graph: RawGraph, key: unknown, operation: string): void {
  if (typeof key === "string" && Object.hasOwn(graph, key)) return;
  const keys = Object.keys(graph);
  const some = keys.slice(0, 10).map((each) => JSON.stringify(each));
  throw new GraphError(
    `${operation}: the graph has no key ${JSON.stringify(key)}; it has ${some.join(", ") || "none"}${keys.length > 10 ? " …" : ""}`,
    String(key),
  );
}

/** Keys in lists in lists. */
export type Keys = string | readonly Keys[];

export function flatKeys(keys: Keys, operation: string): string[] {
  if (typeof keys === "string") return [keys];
  if (Array.isArray(keys)) return keys.flatMap((some: Keys) => flatKeys(some, operation));
  throw new GraphError(`${operation}: keys are ${shown(keys)}; give a text, or lists of texts`);
}

/** @throws GraphError for what is no graph */
export function requireGraph(graph: unknown, operation: string): void {
  if (!isPlainRecord(graph)) throw new GraphError(`${operation}: the graph is ${shown(graph)}; give a record, a key a task: { x: 1, y: [inc, "x"] }`);
}
