import { config } from "../../config/config.ts";
import { compute } from "../../engine/compute.ts";
import type { ComputeOptions } from "../../engine/options.ts";
import { callsByKey } from "../delayed.ts";
import { flatKeys, type Keys, keysBelow, requireGraph } from "./links.ts";
import { partOf, type RawFunction, type RawGraph } from "./raw-graph.ts";

/**
 * Computes keys of a raw graph: one, or lists of them, in the same nesting. What several need is made once; what none needs is not made. Functions are those of `delayed`. Dask's `get`.
 *
 * @throws GraphError for a key that is not there, and for a cycle; ClosureError; TaskError with the key of the task
 * @example await get({ x: 1, y: [(x) => x + 1, "x"] }, ["x", "y"]);   // [1, 2]
 */
export async function get(graph: RawGraph, keys: Keys, options: ComputeOptions = {}): Promise<unknown> {
  requireGraph(graph, "get");
  return compute(lazyKeys(graph, keys, options), options);
}

/** The keys as lazy values. */
function lazyKeys(graph: RawGraph, keys: Keys, { scheduler }: ComputeOptions): unknown {
  // Where tasks are going to run on this thread, any function will do.
  using _ = config.scope(scheduler === undefined ? {} : { scheduler });
  const made = new Map<string, unknown>();
  const building: Building = { graph, made, calls: callsByKey() };
  for (const key of keysBelow(graph, flatKeys(keys, "get"), "get")) made.set(key, makeKey(building, key));
  const pick = (some: Keys): unknown => (typeof some === "string" ? made.get(some) : some.map(pick));
  return pick(keys);
}

interface Building {
  readonly graph: RawGraph;
  /** What the keys make that others need. */
  readonly made: Map<string, unknown>;
  readonly calls: ReturnType<typeof callsByKey>;
}

/** What a key makes: lazy, but for plain numbers and the like. */
function makeKey(building: Building, key: string): unknown {
  const { graph, made, calls } = building;
  const part = partOf(graph[key], graph);
  if (part.kind === "ref") return made.get(part.key);
  if (part.kind === "task") return callOfTask(building, part.fn, part.args, key);
  const value = part.kind === "literal" ? part.value : resolved(building, graph[key]);
  return typeof value === "object" && value !== null ? calls.wrap(value, key) : value;
}

function callOfTask(building: Building, fn: RawFunction, args: readonly unknown[], key?: string): unknown {
  return building.calls.call(
    fn,
    args.map((arg) => resolved(building, arg)),
    key,
  );
}

/** Something in a graph with lazy values in place of references and tasks. */
function resolved(building: Building, it: unknown): unknown {
  const { graph, made } = building;
  const part = partOf(it, graph);
  switch (part.kind) {
    case "ref":
      return made.get(part.key);
    case "task":
      return callOfTask(building, part.fn, part.args);
    case "list":
      return part.items.map((item) => resolved(building, item));
    case "record":
      return Object.fromEntries(Object.entries(part.fields).map(([name, field]) => [name, resolved(building, field)]));
    default:
      return part.value;
  }
}
