import { randomBytes } from "node:crypto";
import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { frameMeta } from "../../expr/meta.ts";
import { frameOf, partitionsOf } from "./schema.ts";
import { stage } from "./stage.ts";

export interface SampleOptions {
  /** The probability of each row. */
  readonly frac: number;
  /** The same rows for the same seed and partitions; fresh ones each time without. */
  readonly seed?: number;
}

/** Each row with a probability, in the order they stand. */
export function sampleRows(input: Expr, { frac, seed = randomBytes(4).readUInt32LE() }: SampleOptions): Expr {
  if (!(frac >= 0 && frac <= 1)) throw new RangeError(`sample: frac is ${frac}, not between 0 and 1`);
  return makeExpr(sampleOp, [input], { frac, seed });
}

/** Which rows are taken depends on where they are, and not on what is in them. */
const sampleOp: Op<Required<SampleOptions>> = {
  name: "frame/sample",
  infer: ([input]) => frameMeta(frameOf(input!).schema, partitionsOf({ meta: input! }), frameOf(input!).layout),
  needs: (_, wanted) => [wanted],
  narrow: (node, [input]) => makeExpr(sampleOp, [input!], node.params),
  rewrite(node) {
    const [input] = node.inputs as [Expr];
    const { schema, layout } = frameOf(node.meta);
    return stage({ kernel: "sample-rows", inputs: [input], schema, values: { ...node.params }, numbered: true, layout });
  },
};
