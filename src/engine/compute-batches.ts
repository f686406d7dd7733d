import { unpack } from "../chunk/batch.ts";
import { elements } from "../chunk/chunk.ts";
import type { Batch } from "../chunk/column.ts";
import { runGraph } from "../execute/run-graph.ts";
import type { Expr } from "../expr/expr.ts";
import { cull } from "../graph/cull.ts";
import { asCalled } from "./as-called.ts";
import { planFor } from "./known-plans.ts";
import type { ComputeOptions } from "./options.ts";
import { settled } from "./persist.ts";
import { runOptions } from "./run-options.ts";

/** The partitions of frames, in memory of their own. */
export async function computeBatches(roots: readonly Expr[], given: ComputeOptions = {}): Promise<Batch[][]> {
  const options = asCalled("compute", given);
  using known = await settled(roots, options);
  const { lowered } = planFor(known.roots, options);
  const found = lowered.roots.map(({ count }) => new Array<Batch>(count));
  const owner = lowered.roots.flatMap(({ count }, root) => Array.from({ length: count }, (_, flat) => ({ root, flat })));
  using run = runOptions(options);
  await runGraph(cull(lowered.graph), {
    ...run.options,
    take(output, chunk) {
      const { root, flat } = owner[output]!;
      found[root]![flat] = unpack(Uint8Array.from(elements(chunk) as Uint8Array));
    },
  });
  return found;
}
