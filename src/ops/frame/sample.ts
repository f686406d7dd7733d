import { randomBytes } from "node:crypto";
import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { frameMeta } from "../../expr/meta.ts";
import { top } from "./head.ts";
import { inNumberedOrder, numbered } from "./row-number.ts";
import { frameOf, partitionsOf, schemaOf, unusedName } from "./schema.ts";
import { stage } from "./stage.ts";

export interface SampleOptions {
  /** The probability of each row. */
  readonly frac: number;
  /** The same rows for the same seed and partitions; fresh ones each time without. */
  readonly seed?: number;
}

const freshSeed = () => randomBytes(4).readUInt32LE();

/** Each row with a probability, in the order they stand. */
export function sampleRows(input: Expr, { frac, seed = freshSeed() }: SampleOptions): Expr {
  if (!(frac >= 0 && frac <= 1)) throw new RangeError(`sample: frac is ${frac}, not between 0 and 1`);
  return makeExpr(sampleOp, [input], { frac, seed });
}

type CountParams = { readonly n: number; readonly seed: number };

/** So many rows, in the order they stand, in one partition. @throws ShapeError, when it runs, where there are fewer */
export function sampleCount(input: Expr, n: number, seed: number = freshSeed()): Expr {
  if (!(Number.isInteger(n) && n >= 0)) throw new RangeError(`sample: ${n} is not a number of rows`);
  return makeExpr(sampleCountOp, [input], { n, seed });
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

/** Those that have the least of random numbers. */
const sampleCountOp: Op<CountParams> = {
  name: "frame/sample-count",
  infer: ([input]) => frameMeta(frameOf(input!).schema, 1),
  needs: (_, wanted) => [wanted],
  narrow: (node, [input]) => makeExpr(sampleCountOp, [input!], node.params),
  rewrite(node) {
    const [input] = node.inputs as [Expr];
    const { n, seed } = node.params;
    const place = unusedName("place", schemaOf(input));
    const placed = numbered(input, place);
    const drawn = unusedName("drawn", schemaOf(placed));
    const schema = [...schemaOf(placed), { name: drawn, type: "int64" as const }];
    const numbers = stage({ kernel: "random-numbers", inputs: [placed], schema, values: { seed }, numbered: true });
    const chosen = top(numbers, n, [{ expr: { column: drawn, type: "int64" }, descending: false, nullsFirst: false }]);
    const enough = stage({ kernel: "require-rows", inputs: [chosen], schema: schemaOf(chosen), values: { n } });
    return inNumberedOrder(enough, [place, drawn], 1);
  },
};
