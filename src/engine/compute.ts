import type { NDArray } from "../chunk/ndarray.ts";
import { runGraph } from "../execute/run-graph.ts";
import type { Expr } from "../expr/expr.ts";
import { cull } from "../graph/cull.ts";
import { isPlainRecord } from "../util/plain.ts";
import { asCalled, memoryLimitOf } from "./as-called.ts";
import type { Collection, Computed, ComputedAll } from "./collection.ts";
import { exprKey, finishKey } from "./collection.ts";
import type { FrameResult } from "./frame-result.ts";
import { computeHead, isHead } from "./head.ts";
import { planFor } from "./known-plans.ts";
import { collectionsIn, replaceCollections } from "./nest.ts";
import { type ComputeOptions, computeOptionNames } from "./options.ts";
import { settled } from "./persist.ts";
import { assembly, type Result, refuseLarge } from "./result.ts";
import { runOptions } from "./run-options.ts";
import { valueOf } from "./value.ts";

/** The whole engine: what to compute → (what has to be known first) → the same for less work → tasks → chunks → results. */
export async function computeResults(roots: readonly Expr[], given: ComputeOptions = {}): Promise<Result[]> {
  const options = asCalled("compute", given);
  if (roots.some(isHead)) return withHeads(roots, options);
  return computeAtOnce(roots, options);
}

/** Heads are computed one by one, each of as few partitions as it takes; the others together. */
async function withHeads(roots: readonly Expr[], options: ComputeOptions): Promise<Result[]> {
  const others = roots.filter((root) => !isHead(root));
  const found = others.length > 0 ? await computeAtOnce(others, options) : [];
  const results: Result[] = [];
  for (const root of roots) {
    const few = async (head: Expr) => (await computeAtOnce([head], options))[0] as FrameResult;
    results.push(isHead(root) ? await computeHead(root, few) : found[others.indexOf(root)]!);
  }
  return results;
}

async function computeAtOnce(roots: readonly Expr[], options: ComputeOptions): Promise<Result[]> {
  using known = await settled(roots, options);
  refuseLarge(known.roots, memoryLimitOf(options));
  const { lowered } = planFor(known.roots, options);
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

/** The same of arrays. */
export async function computeExprs(roots: readonly Expr[], options: ComputeOptions = {}): Promise<NDArray[]> {
  return (await computeResults(roots, options)) as NDArray[];
}

/**
 * Computes lazy collections: one (→ its value), several (→ a list of values), or any nesting of arrays and plain objects that holds them (→ the same
 * nesting). All of it is one graph, so what is shared is done once. The last argument is options if it is a plain object with only option names.
 *
 * @example const { lo, hi } = await compute({ lo: x.min(), hi: x.max() });   // one pass over x
 */
export function compute<T>(value: T, options?: ComputeOptions): Promise<Computed<T>>;
export function compute<T extends readonly unknown[]>(...values: T): Promise<ComputedAll<T>>;
export async function compute(...args: unknown[]): Promise<unknown> {
  if (args.length === 2 && args[1] === undefined) args.pop();
  const options = args.length > 1 && isOptions(args[args.length - 1]) ? (args.pop() as ComputeOptions) : {};
  const values = await computeAll(args, options);
  return values.length === 1 ? values[0] : values;
}

/** The value of one collection: what a method `compute` gives. */
export async function computeOne<V>(collection: Collection<V>, options: ComputeOptions): Promise<V> {
  return (await computeAll([collection], options))[0] as V;
}

async function computeAll(args: readonly unknown[], given: ComputeOptions): Promise<unknown[]> {
  const options = asCalled("compute", given);
  const collections = collectionsIn(args);
  const results = await computeResults(
    collections.map((collection) => collection[exprKey]),
    options,
  );
  const values = await Promise.all(results.map((result, i) => finished(collections[i]!, result, options)));
  let next = 0;
  return replaceCollections(args, () => values[next++]) as unknown[];
}

function finished(collection: Collection, result: Result, options: ComputeOptions): unknown {
  return collection[finishKey] === undefined ? valueOf(result as NDArray, options) : collection[finishKey](result, options);
}

function isOptions(value: unknown): value is ComputeOptions {
  return isPlainRecord(value) && collectionsIn(value).length === 0 && Object.keys(value).every((key) => computeOptionNames.includes(key));
}

export type { Collection };
