import type { Expr } from "../expr/expr.ts";
import { type HeadParams, headOfFew, headOp } from "../ops/frame/head.ts";
import { partitionsOf } from "../ops/frame/schema.ts";
import type { FrameResult } from "./frame-result.ts";

export function isHead(root: Expr): root is Expr<HeadParams> {
  return root.op.name === headOp.name;
}

/** The first or last rows: of one partition, then of four times as many, until there are enough. */
export async function computeHead(root: Expr<HeadParams>, compute: (root: Expr) => Promise<FrameResult>): Promise<FrameResult> {
  const all = partitionsOf(root.inputs[0]!);
  for (let count = 1; ; count = Math.min(all, 4 * count)) {
    const result = await compute(headOfFew(root, count));
    if (count === all || result.batches.reduce((rows, { length }) => rows + length, 0) >= root.params.n) return result;
  }
}
