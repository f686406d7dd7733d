import type { NDArray } from "../chunk/ndarray.ts";
import { runGraph } from "../execute/run-graph.ts";
import type { Expr } from "../expr/expr.ts";
import { cull } from "../graph/cull.ts";
import { measure } from "../kernels/measure.ts";
import { type Lowered, lower, type MeasureScratch } from "../lower/lower.ts";
import { keep } from "../ops/define/keep.ts";
import { isStored } from "../ops/define/stored.ts";
import { optimize, type PassReport } from "../optimize/optimize.ts";
import { isPlainRecord } from "../util/plain.ts";
import type { Collection, Computed } from "./collection.ts";
import { exprKey, finishKey } from "./collection.ts";
import type { FrameResult } from "./frame-result.ts";
import { collectionsIn, replaceCollections } from "./nest.ts";
import { type ComputeOptions, computeOptionNames } from "./options.ts";
import { assembly } from "./result.ts";
import { memoryLimitOf, runOptions } from "./run-options.ts";
import { valueOf } from "./value.ts";

/** The whole engine: what to compute → the same for less work → tasks → chunks → results. */
export async function computeExprs(roots: readonly Expr[], options: ComputeOptions = {}): Promise<(NDArray | FrameResult)[]> {
  const { lowered } = planOf(roots, options);
  const results = roots.map(assembly);
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

/** What will run. */
export interface Plan {
  readonly roots: readonly Expr[];
  readonly lowered: Lowered;
  readonly reports: readonly PassReport[];
}

export function planOf(roots: readonly Expr[], options: ComputeOptions = {}): Plan {
  const off = new Set(options.without);
  const optimized = optimize(roots, off, memoryLimitOf(options));
  // What is in memory already, or a constant that its readers would make, is copied out like any other result.
  const wanted = optimized.roots.map((root) => (isStored(root) || root.op.everywhere === true ? keep(root) : root));
  return { roots: optimized.roots, lowered: lower(wanted, { fuse: !off.has("fuse"), measure: scratchOf }), reports: optimized.reports };
}

/** Extents that only running tells are bounded by what was read, so scratch is measured with what is known: none of the steps after a mask needs more. */
const scratchOf: MeasureScratch = (program, places, reads) =>
  measure(
    program,
    places,
    reads.map((shape) => shape.map((extent) => extent ?? 0)),
  ).scratchBytes;

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
  const values = await Promise.all(results.map((result, i) => finished(collections[i]!, result, options)));
  return replaceCollections(args, values[Symbol.iterator]()) as unknown[];
}

function finished(collection: Collection, result: NDArray | FrameResult, options: ComputeOptions): unknown {
  return collection[finishKey] === undefined ? valueOf(result as NDArray, options) : collection[finishKey](result, options);
}

function isOptions(value: unknown): value is ComputeOptions {
  return isPlainRecord(value) && collectionsIn(value).length === 0 && Object.keys(value).every((key) => computeOptionNames.has(key));
}

export type { Collection };
