import type { NDArray } from "../chunk/ndarray.ts";
import { runGraph } from "../execute/run-graph.ts";
import type { Expr } from "../expr/expr.ts";
import { cull } from "../graph/cull.ts";
import { isPlainRecord } from "../util/plain.ts";
import type { Collection, Computed } from "./collection.ts";
import { exprKey } from "./collection.ts";
import { collectionsIn, replaceCollections } from "./nest.ts";
import { type ComputeOptions, computeOptionNames } from "./options.ts";
import { settled } from "./persist.ts";
import { planOf } from "./plan.ts";
import { assembly, refuseLarge } from "./result.ts";
import { memoryLimitOf, runOptions } from "./run-options.ts";
import { valueOf } from "./value.ts";

/** The whole engine: what to compute → (what has to be known first) → the same for less work → tasks → chunks → results. */
export async function computeExprs(roots: readonly Expr[], options: ComputeOptions = {}): Promise<NDArray[]> {
  using known = await settled(roots, options);
  refuseLarge(known.roots, memoryLimitOf(options));
  const { lowered } = planOf(known.roots, options);
  const results = known.roots.map(assembly);
  const owner = lowered.roots.flatMap(({ count }, root) => Array.from({ length: count }, (_, flat) => ({ root, flat })));
  using run = runOptions(options);
  await runGraph(cull(lowered.graph), {
    ...run.options,
    take(output, chunk) {
      const { root, flat } = owner[output]!;
      results[root]!.take(flat, chunk);
    },
  });
  return results.map((result) => result.finish());
}

/**
 * Computes lazy collections: one (→ its value), several (→ a list of values), or any nesting of arrays and plain objects that holds them (→ the same
 * nesting). All of it is one graph, so what is shared is done once. The last argument is options if it is a plain object with only option names.
 *
 * @example const { lo, hi } = await compute({ lo: x.min(), hi: x.max() });   // one pass over x
 */
export function compute<T>(value: T, options?: ComputeOptions): Promise<Computed<T>>;
export function compute<T extends readonly unknown[]>(...values: T): Promise<Computed<T>>;
export async function compute(...args: unknown[]): Promise<unknown> {
  const options = args.length > 1 && isOptions(args[args.length - 1]) ? (args.pop() as ComputeOptions) : {};
  const values = await computeAll(args, options);
  return values.length === 1 ? values[0] : values;
}

async function computeAll(args: readonly unknown[], options: ComputeOptions): Promise<unknown[]> {
  const collections = collectionsIn(args);
  const results = await computeExprs(
    collections.map((collection) => collection[exprKey]),
    options,
  );
  const values = results.map((result) => valueOf(result, options));
  return replaceCollections(args, values[Symbol.iterator]()) as unknown[];
}

function isOptions(value: unknown): value is ComputeOptions {
  return isPlainRecord(value) && collectionsIn(value).length === 0 && Object.keys(value).every((key) => computeOptionNames.has(key));
}

export type { Collection };
