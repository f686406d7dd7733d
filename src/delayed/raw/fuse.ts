import { flatKeys, type Keys, needsOf, requireGraph } from "./links.ts";
import { partOf, type RawGraph } from "./raw-graph.ts";

/** So many tasks become one at most: what reads them goes as deep. */
const longest = 64;

/**
 * A raw graph in which each task that only one other reads, once, and that reads nothing else, stands within it: chains become one key, their last one. `keys` are those that are asked for: they
 * stay. Dask's `fuse` of linear chains.
 */
export function fuse(graph: RawGraph, keys: Keys = []): RawGraph {
  requireGraph(graph, "fuse");
  const asked = new Set(flatKeys(keys, "fuse"));
  const needs = new Map(Object.keys(graph).map((key) => [key, needsOf(graph, key, "fuse")]));
  const uses = new Map<string, number>();
  for (const names of needs.values()) for (const name of names) uses.set(name, (uses.get(name) ?? 0) + 1);
  const isTask = (key: string) => partOf(graph[key], graph).kind === "task";
  /** The key that goes into another. */
  const inner = new Map<string, string>();
  for (const [key, names] of needs) {
    const [name] = names;
    if (names.length === 1 && isTask(key) && isTask(name!) && uses.get(name!) === 1 && !asked.has(name!) && name !== key) inner.set(key, name!);
  }
  const fused = new Set<string>();
  const made = new Map<string, unknown>();
  const ends = new Set(inner.values());
  for (const key of inner.keys()) if (!ends.has(key)) fuseChain(key);
  return Object.fromEntries(Object.keys(graph).flatMap((key) => (fused.has(key) ? [] : [[key, made.has(key) ? made.get(key) : graph[key]]])));

  /** From its first task to its last, or as far as one goes. */
  function fuseChain(last: string): void {
    const chain = [last];
    for (let next = inner.get(last); next !== undefined; next = inner.get(next)) chain.push(next);
    chain.reverse();
    let depth = 1;
    for (let i = 1; i < chain.length; i++) {
      const [before, key] = [chain[i - 1]!, chain[i]!];
      if (depth++ === longest) {
        depth = 1;
        continue;
      }
      made.set(key, within(graph, graph[key], before, made.get(before) ?? graph[before]));
      made.delete(before);
      fused.add(before);
    }
  }
}

/** Something with a task in place of a reference. */
function within(graph: RawGraph, it: unknown, key: string, put: unknown): unknown {
  const part = partOf(it, graph);
  const inside = (inner: unknown) => within(graph, inner, key, put);
  switch (part.kind) {
    case "ref":
      return part.key === key ? put : it;
    case "task":
      return [part.fn, ...part.args.map(inside)];
    case "list":
      return part.items.map(inside);
    case "record":
      return Object.fromEntries(Object.entries(part.fields).map(([name, field]) => [name, inside(field)]));
    default:
      return it;
  }
}
