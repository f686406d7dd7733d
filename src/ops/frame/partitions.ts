import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { frameMeta, withChunks } from "../../expr/meta.ts";
import { ShapeError } from "../../util/errors.ts";
import { layoutOfSome } from "./divisions.ts";
import { frameOf, partitionsOf } from "./schema.ts";
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
    const { schema, chunks, layout } = frameOf(input!);
    return withChunks(frameMeta(schema, partitions.length, layoutOfSome(layout, partitions)), [partitions.map((partition) => chunks[0]![partition])]);
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

/** Partitions by number; a negative one counts from the end. */
export function takePartitions(input: Expr, partitions: readonly number[]): Expr {
  const count = partitionsOf(input);
  return makeExpr(partitionsOp, [input], { partitions: partitions.map((number) => (number < 0 && number >= -count ? number + count : number)) });
}

export type RepartitionParams = { readonly count: number };

/** The same rows in so many partitions: neighbors joined, or each cut into equally many pieces. */
export const repartitionOp: Op<RepartitionParams> = {
  name: "frame/repartition",
  infer([input], { count }) {
    const { schema, layout } = frameOf(input!);
    const now = partitionsOf({ meta: input! });
    // Of pieces nobody knows the divisions, and equal keys may come into several; the order stays.
    if (count > now) return frameMeta(schema, count, layout?.index && { index: { ...layout.index, divisions: undefined } });
    const divisions = layout?.index?.divisions && borders(now, count).map((partition) => layout.index!.divisions![partition]!);
    return frameMeta(schema, count, layout && { ...layout, index: layout.index && { ...layout.index, divisions } });
  },
  needs: (_, wanted) => [wanted],
  narrow: (node, [input]) => repartition(input!, node.params.count),
  /** Below what joins partitions: pieces would be others. */
  absorb: (node, parent) =>
    parent.op.name === "frame/filter" && node.params.count < partitionsOf(node.inputs[0]!)
      ? repartition(makeExpr(parent.op, node.inputs, parent.params), node.params.count)
      : undefined,
  rewrite(node) {
    const [input] = node.inputs as [Expr];
    const { count } = node.params;
    const now = partitionsOf(input);
    const { schema, layout } = frameOf(node.meta);
    const made = { inputs: [input], schema, partitions: count, layout };
    if (count < now) return stage({ ...made, kernel: "concat", reads: [{ at: borders(now, count) }] });
    const of = Array.from({ length: count }, (_, i) => Math.floor((i * now) / count));
    const cut = of.map((own, i) => ({ piece: i - of.indexOf(own), pieces: of.lastIndexOf(own) - of.indexOf(own) + 1 }));
    return stage({ ...made, kernel: "slice", reads: [{ of }], values: { cut }, numbered: true });
  },
};

/** Where the partitions that are joined begin. */
const borders = (now: number, count: number) => Array.from({ length: count + 1 }, (_, i) => Math.floor((i * now) / count));

export function repartition(input: Expr, count: number): Expr {
  if (!(Number.isInteger(count) && count > 0)) throw new ShapeError(`repartition: ${count} is not a number of partitions`);
  return count === partitionsOf(input) ? input : makeExpr(repartitionOp, [input], { count });
}
