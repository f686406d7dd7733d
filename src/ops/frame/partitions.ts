import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { frameMeta } from "../../expr/meta.ts";
import { ShapeError } from "../../util/errors.ts";
import { layoutOfSome } from "./divisions.ts";
import { frameOf, partitionsOf, schemaOf } from "./schema.ts";
import { stage } from "./stage.ts";

export type PartitionsParams = { readonly partitions: readonly number[] };

/** Some partitions of a frame as they are: nothing is copied, and only they are made. */
export const partitionsOp: Op<PartitionsParams> = {
  name: "frame/partitions",
  selects: true,
  infer([input], { partitions }) {
    const count = partitionsOf({ meta: input! });
    for (const partition of partitions)
      if (!(Number.isInteger(partition) && partition >= 0 && partition < count))
        throw new ShapeError(`partitions: there is no partition ${partition} of ${count}`);
    const { schema, layout } = frameOf(input!);
    return frameMeta(schema, partitions.length, layoutOfSome(layout, partitions));
  },
  simplify(node) {
    const [input] = node.inputs as [Expr];
    const { partitions } = node.params;
    return partitions.length === partitionsOf(input) && partitions.every((partition, i) => partition === i) ? input : undefined;
  },
  needs: (_, wanted) => [wanted],
  narrow: (node, [input]) => takePartitions(input!, node.params.partitions),
  pieces: (node) => ({ single: true, parts: ([at]) => [{ input: 0, at: [node.params.partitions[at!]!], start: [0] }] }),
};

export function takePartitions(input: Expr, partitions: readonly number[]): Expr {
  return makeExpr(partitionsOp, [input], { partitions });
}

/** The same rows in so many partitions: neighbors joined, or each cut into equally many pieces. */
export function repartition(input: Expr, count: number): Expr {
  const now = partitionsOf(input);
  if (!(Number.isInteger(count) && count > 0)) throw new ShapeError(`repartition: ${count} is not a number of partitions`);
  if (count === now) return input;
  const schema = schemaOf(input);
  if (count < now) {
    const at = Array.from({ length: count + 1 }, (_, i) => Math.floor((i * now) / count));
    return stage({ kernel: "concat", inputs: [input], schema, partitions: count, reads: [{ at }] });
  }
  const of = Array.from({ length: count }, (_, i) => Math.floor((i * now) / count));
  const cut = of.map((own, i) => ({ piece: i - of.indexOf(own), pieces: of.lastIndexOf(own) - of.indexOf(own) + 1 }));
  return stage({ kernel: "slice", inputs: [input], schema, partitions: count, reads: [{ of }], values: { cut }, numbered: true });
}
