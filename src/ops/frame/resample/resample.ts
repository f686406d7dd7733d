import { type Expr, makeExpr, type Op } from "../../../expr/expr.ts";
import { frameMeta } from "../../../expr/meta.ts";
import { type Aggregate, aggregate } from "../aggregations.ts";
import { columnsInAll } from "../column-names.ts";
import { defaultParts } from "../exchange.ts";
import { groupby } from "../groupby.ts";
import { projected } from "../project-op.ts";
import { frameOf, namesOf, partitionsOf, schemaOf, typeOf, uniqueNames } from "../schema.ts";
import { stage } from "../stage.ts";
import { lifted } from "../windows/lift.ts";
import { prefixes } from "../windows/prefixes.ts";
import { type Bins, edgeOf } from "./bins.ts";

export type ResampleParams = {
  /** The column of times. */
  readonly on: string;
  readonly bins: Bins;
  readonly aggs: readonly Aggregate[];
  readonly parts: number;
};

/** Rows in bins of time: a row a bin from the first to the last, also for bins without rows. */
export const resampleOp: Op<ResampleParams> = {
  name: "frame/resample",
  infer([input], { on, aggs, parts }) {
    const { schema } = frameOf(input!);
    const fields = [{ name: on, type: typeOf(schema, on, "resample") }, ...aggs.map(({ name, type }) => ({ name, type }))];
    return frameMeta(uniqueNames(fields, "resample"), parts);
  },
  needs: ({ params: { on, aggs } }, wanted) => [
    columnsInAll(
      aggs.filter(({ name }) => wanted.has(name)).flatMap(({ args }) => args),
      new Set([on]),
    ),
  ],
  narrow: (node, [input], wanted) => makeExpr(resampleOp, [input!], { ...node.params, aggs: node.params.aggs.filter(({ name }) => wanted.has(name)) }),
  rewrite(node) {
    const [input] = node.inputs as [Expr];
    const { on, bins, aggs, parts } = node.params;
    const type = typeOf(schemaOf(input), on, "resample");
    const key = { column: freeName(namesOf(input)), type: "int64" } as const;
    const edge = edgeOf(bins, type);
    const first = edge === undefined ? [] : [edgeTime(input, on, edge)];
    const binned = stage({
      kernel: "bin",
      inputs: [input, ...first],
      schema: [...schemaOf(input), { name: key.column, type: key.type }],
      values: { names: namesOf(input), on, bins },
      reads: ["own", ...first.map(() => "only" as const)],
    });
    const grouped = groupby(binned, [{ name: key.column, expr: key }], aggs, { parts });
    return filledIn(grouped, node, type);
  },
};

const freeName = (names: readonly string[]) => {
  let name = "bin";
  while (names.includes(name)) name += "_";
  return name;
};

/** The first or last time of all, one row. */
function edgeTime(input: Expr, on: string, edge: "min" | "max"): Expr {
  const times = { column: on, type: typeOf(schemaOf(input), on, "resample") };
  return groupby(projected(input, [{ name: on, expr: times }]), [], [aggregate("edge", edge, [times])]);
}

/** Bins without rows: each partition has those up to the first bin of the partitions after it. */
function filledIn(grouped: Expr, node: Expr<ResampleParams>, type: ResampleParams["aggs"][number]["type"]): Expr {
  const { bins, aggs, parts } = node.params;
  const made = {
    kernel: "fill-bins",
    schema: schemaOf(node),
    values: { bins, type, aggs: aggs.map(({ name, agg, args, params, type: of }) => ({ name, agg, args, params, type: of })) },
  };
  if (parts === 1) return stage({ ...made, inputs: [grouped] });
  const heads = stage({ kernel: "head", inputs: [grouped], schema: schemaOf(grouped), values: { n: 1, end: false } });
  const next = prefixes(heads, { kernel: "head", values: { n: 1, end: false } }, true);
  const each = Array.from({ length: parts }, (_, i) => (i + 1 < parts ? [i + 1] : []));
  return stage({ ...made, inputs: [grouped, next], reads: ["own", { each }] });
}

export function resample(input: Expr, on: string, bins: Bins, aggs: readonly Aggregate[], parts: number | undefined): Expr {
  const { frame, exprs } = lifted(
    input,
    aggs.flatMap(({ args }) => args),
  );
  let next = 0;
  const own = aggs.map((agg) => ({ ...agg, args: agg.args.map(() => exprs[next++]!) }));
  return makeExpr(resampleOp, [frame], { on, bins, aggs: own, parts: parts ?? defaultParts(partitionsOf(input)) });
}
