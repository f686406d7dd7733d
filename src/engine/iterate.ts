import type { Expr, Op } from "../expr/expr.ts";
import { walk } from "../expr/walk.ts";
import { takePartitions } from "../ops/frame/partitions.ts";
import { partitionsOf, schemaOf } from "../ops/frame/schema.ts";
import { isSplit } from "../ops/frame/split.ts";
import { type StageParams, stageOp } from "../ops/frame/stage.ts";
import { asCalled, workersOf } from "./as-called.ts";
import { computeBatches } from "./compute-batches.ts";
import type { FrameResult } from "./frame-result.ts";
import type { ComputeOptions } from "./options.ts";
import { disposePersisted, persistExprs } from "./persist.ts";
import { planOf } from "./plan.ts";

/**
 * The partitions of a frame one after the other, in memory that nobody else has: as many at a time as there are workers. Where each takes work that all of them share, that is done once,
 * and what comes of it is kept (on disk beyond the limit) until the last partition is taken, or nobody wants another.
 */
export async function* eachPartition(frame: Expr, given: ComputeOptions = {}): AsyncGenerator<FrameResult> {
  const options = asCalled("for await", given);
  const count = partitionsOf(frame);
  const isShared = count > 1 && walk(planOf([frame], options).roots).some(readsOthers);
  const [source] = isShared ? ((await persistExprs([frame], options)) as [Expr]) : [frame];
  const atOnce = workersOf(options);
  try {
    for (let from = 0; from < count; from += atOnce) {
      const some = Array.from({ length: Math.min(atOnce, count - from) }, (_, i) => from + i);
      const batches = await computeBatches(
        some.map((partition) => takePartitions(source, [partition])),
        options,
      );
      for (const own of batches) yield { schema: schemaOf(frame), batches: own };
    }
  } finally {
    if (isShared) disposePersisted(source);
  }
}

/** Whether a partition is made of others than its own. */
function readsOthers(node: Expr): boolean {
  return isSplit(node) || (node.op === (stageOp as Op) && (node.params as StageParams).reads.some((rule) => rule === "all" || rule === "column"));
}
