import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { frameMeta } from "../../expr/meta.ts";
import { columnsInAll } from "./column-names.ts";
import type { SortKey } from "./exchange.ts";
import { takePartitions } from "./partitions.ts";
import { requirePlainKeys } from "./plain-keys.ts";
import { frameOf, namesOf, partitionsOf, schemaOf } from "./schema.ts";
import { type SortParams, sortOp } from "./sort.ts";
import { stage } from "./stage.ts";

export type HeadParams = {
  readonly n: number;
  /** The last rows rather than the first. */
  readonly end: boolean;
};

/** The first or last rows, in one partition. Where it is what is asked for, as few partitions are made as it takes (`engine/head.ts`). */
export const headOp: Op<HeadParams> = {
  name: "frame/head",
  selects: true,
  infer: ([input]) => frameMeta(frameOf(input!).schema, 1),
  needs: (_, wanted) => [wanted],
  narrow: (node, [input]) => makeExpr(headOp, [input!], node.params),
  rewrite: (node) => headOf(node.inputs[0]!, node.params),
};

export function head(input: Expr, n: number, end: boolean): Expr {
  if (!(Number.isInteger(n) && n >= 0)) throw new RangeError(`${end ? "tail" : "head"}: ${n} is not a number of rows`);
  // The first rows in an order: the others need no order.
  if (!end && input.op === (sortOp as Op)) return top(input.inputs[0]!, n, (input.params as SortParams).keys);
  return makeExpr(headOp, [input], { n, end });
}

function headOf(input: Expr, { n, end }: HeadParams): Expr {
  const schema = schemaOf(input);
  const own = stage({ kernel: "head", inputs: [input], schema, values: { n, end } });
  return partitionsOf(input) === 1 ? own : stage({ kernel: "head", inputs: [own], schema, values: { n, end }, partitions: 1, reads: ["all"] });
}

/** The same of some partitions next to each other: enough if it has `n` rows. */
export function headOfFew(node: Expr<HeadParams>, partitions: number): Expr {
  const [input] = node.inputs as [Expr];
  const count = partitionsOf(input);
  const few = Array.from({ length: partitions }, (_, i) => (node.params.end ? count - partitions + i : i));
  return makeExpr(headOp, [takePartitions(input, few)], node.params);
}

export type TopParams = { readonly n: number; readonly keys: readonly SortKey[] };

/** The first rows in an order, in one partition: nothing but they is sorted. */
export const topOp: Op<TopParams> = {
  name: "frame/top",
  infer: ([input]) => frameMeta(frameOf(input!).schema, 1),
  needs: ({ params: { keys } }, wanted) => [
    columnsInAll(
      keys.map(({ expr }) => expr),
      new Set(wanted),
    ),
  ],
  narrow: (node, [input]) => makeExpr(topOp, [input!], node.params),
  rewrite(node) {
    const [input] = node.inputs as [Expr];
    const { n, keys } = node.params;
    const schema = schemaOf(input);
    const values = {
      n,
      keys: keys.map(({ expr }) => expr),
      descending: keys.map(({ descending }) => descending),
      nullsFirst: keys.map(({ nullsFirst }) => nullsFirst),
      names: namesOf(input),
    };
    const own = stage({ kernel: "top", inputs: [input], schema, values });
    return partitionsOf(input) === 1 ? own : stage({ kernel: "top", inputs: [own], schema, values, partitions: 1, reads: ["all"] });
  },
};

/** The `n` first rows in the order of some keys. */
export function top(input: Expr, n: number, keys: readonly SortKey[]): Expr {
  if (!(Number.isInteger(n) && n >= 0)) throw new RangeError(`nlargest, nsmallest: ${n} is not a number of rows`);
  requirePlainKeys(
    "nlargest, nsmallest",
    keys.map(({ expr }) => expr),
  );
  return makeExpr(topOp, [input], { n, keys });
}
