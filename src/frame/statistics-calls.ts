import { exprKey } from "../engine/collection.ts";
import type { Expr } from "../expr/expr.ts";
import type { Field } from "../expr/meta.ts";
import { type AggregationName, aggregate } from "../ops/frame/aggregations.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import { groupby } from "../ops/frame/groupby.ts";
import { isNumeric } from "../ops/frame/meet.ts";
import { schemaOf, unusedName } from "../ops/frame/schema.ts";
import { ShapeError } from "../util/errors.ts";
import { correlationOf, requirePeriods } from "./column-aggregations.ts";
import { describe } from "./describe.ts";
import { DFrame } from "./dframe.ts";
import { labeledRows } from "./labeled-rows.ts";
import type { CorrOptions, CovOptions } from "./statistics-methods.ts";

interface Frame {
  readonly [exprKey]: Expr;
}

/** Each column of numbers beside each: all pairs in one pass. */
function pairs(frame: Expr, agg: AggregationName, params: { readonly [name: string]: number }): Expr {
  const fields = schemaOf(frame).filter(({ type }) => isNumeric(type));
  if (fields.length === 0) throw new ShapeError(`${agg}: the frame has no column of numbers`);
  const ref = ({ name, type }: Field): ColumnExpr => ({ column: name, type });
  const nameOf = (i: number, j: number) => `${Math.min(i, j)} ${Math.max(i, j)}`;
  const aggs = fields.flatMap((a, i) => fields.slice(i).map((b, j) => aggregate(nameOf(i, i + j), agg, [ref(a), ref(b)], params)));
  const all = groupby(frame, [], aggs);
  const rows = fields.map(({ name: label }, i) => ({
    label,
    of: all,
    columns: fields.map(({ name }, j) => ({ name, expr: { column: nameOf(i, j), type: "float64" } as const })),
  }));
  return labeledRows(unusedName("column", fields), rows);
}

const given = (params: { readonly [name: string]: number | undefined }) =>
  Object.fromEntries(Object.entries(params).filter((entry): entry is [string, number] => entry[1] !== undefined));

/** The methods of frames in `statistics-methods.ts`, on expressions. */
// biome-ignore lint/suspicious/noExplicitAny: `statistics-methods.ts` says what users may pass; each checks its own
export const statisticsMethods: { readonly [name: string]: (this: Frame, ...args: any[]) => unknown } = {
  describe(options = {}) {
    return new DFrame(describe(this[exprKey], options));
  },
  corr({ method, minPeriods }: CorrOptions = {}) {
    requirePeriods("corr", minPeriods);
    return new DFrame(pairs(this[exprKey], correlationOf({ method }), given({ minPeriods })));
  },
  cov({ minPeriods, ddof }: CovOptions = {}) {
    requirePeriods("cov", minPeriods);
    return new DFrame(pairs(this[exprKey], "cov", given({ minPeriods, ddof })));
  },
};
