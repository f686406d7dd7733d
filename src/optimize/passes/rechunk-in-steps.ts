import { dtypes } from "../../chunk/dtype.ts";
import type { Expr, Op } from "../../expr/expr.ts";
import { isKnown } from "../../expr/meta.ts";
import { transform } from "../../expr/walk.ts";
import { refine } from "../../ops/define/chunks.ts";
import { keep } from "../../ops/define/keep.ts";
import { overlapsOf, type RechunkParams, rechunkExpr, rechunkOp } from "../../ops/define/rechunk.ts";
import type { Pass } from "../pass.ts";

/** A task reads all the chunks it takes parts of at once: up to this share of the memory limit they may be together. */
const share = 1 / 8;

/**
 * Rechunking whose chunks each need parts of many chunks (rows to columns) goes by way of the parts: first every chunk is cut into them, then each
 * new chunk is put together. So no task holds more than one chunk and its parts.
 */
export function rechunkInSteps(memoryLimitBytes: number): Pass {
  return {
    name: "rechunkInSteps",
    doc: "rechunking that would read more than an eighth of the memory limit in one task cuts chunks into parts first",
    run: (roots) => transform(roots, (node) => inSteps(node, memoryLimitBytes * share)),
  };
}

function inSteps(node: Expr, mostBytes: number): Expr {
  const [input] = node.inputs;
  if (node.op !== (rechunkOp as Op) || input === undefined || !isKnown(input.meta.shape)) return node;
  const { chunks } = node.params as RechunkParams;
  if (readBytes(input, chunks as readonly (readonly number[])[]) <= mostBytes) return node;
  const parts = chunks.map((axis, i) => refine([axis, input.meta.chunks[i]!], "rechunk"));
  const cut = keep(rechunkExpr(input, parts));
  return rechunkExpr(cut, chunks);
}

/** The most bytes of chunks that one new chunk takes parts of. */
function readBytes(input: Expr, chunks: readonly (readonly number[])[]): number {
  return chunks.reduce((product, axis, i) => {
    const own = input.meta.chunks[i] as readonly number[];
    const most = Math.max(...overlapsOf(own, axis).map((parts) => parts.reduce((sum, part) => sum + own[part.chunk]!, 0)));
    return product * most;
  }, dtypes[input.meta.dtype].itemsize);
}
