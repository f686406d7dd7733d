import { aggregate } from "../ops/frame/aggregations.ts";
import { typedCall } from "../ops/frame/call.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import { filter } from "../ops/frame/filter.ts";
import { groupby } from "../ops/frame/groupby.ts";
import { project } from "../ops/frame/project.ts";
import { schemaOf, unusedName } from "../ops/frame/schema.ts";
import { sort } from "../ops/frame/sort.ts";
import { windowCall } from "../ops/frame/windows/window-call.ts";
import { DTypeError } from "../util/errors.ts";
import { requirePercentiles, statistics } from "./describe.ts";
import { isKind, isMeasured, isNumber } from "./described-columns.ts";
import { DFrame } from "./dframe.ts";
import { columnExprs } from "./group-calls.ts";
import { GroupBy, type Grouping, overOf, plannedOptions, rowsOf } from "./groupby.ts";

type Groups = { readonly grouping: Grouping };

/** The statistics of each column of numbers, or of those that were chosen, side by side: `x_count`, `x_mean`, … */
function described(grouping: Grouping, percentiles: unknown): unknown {
  const asked = statistics(requirePercentiles(percentiles)).filter(({ label }) => !["unique", "top", "freq"].includes(label));
  const all = columnExprs(grouping, "describe");
  const columns = grouping.chosen === undefined ? all.filter(({ expr }) => isNumber(expr.type)) : all;
  const odd = columns.find(({ expr }) => !isMeasured(expr.type) && !isKind(expr.type, "date"));
  if (odd !== undefined)
    throw new DTypeError(`describe: column ${JSON.stringify(odd.name)} is ${odd.expr.type}; groups describe numbers and times, and valueCounts others`);
  if (columns.length === 0) throw new DTypeError("describe: the groups have no column of numbers; choose others with col, or count values with valueCounts");
  const aggs = columns.flatMap(({ name, expr }) =>
    asked.flatMap(({ label, agg, params, has }) =>
      has(expr.type) && agg !== "freq" ? [aggregate(`${name}_${label}`, agg, [expr], params === undefined ? {} : { ...params, interpolation: "linear" })] : [],
    ),
  );
  return new GroupBy(grouping).made(aggs);
}

interface CountOptions {
  readonly normalize?: boolean;
  readonly sort?: boolean;
  readonly ascending?: boolean;
  readonly dropna?: boolean;
}

/** How often each value (or each combination of several columns) is in each group. */
function counted(grouping: Grouping, { normalize = false, sort: isSorted = true, ascending = false, dropna = true }: CountOptions): DFrame {
  const { keys, options } = grouping;
  const over = overOf(grouping, "valueCounts");
  const values = columnExprs(grouping, "valueCounts");
  if (values.length === 0) throw new TypeError("valueCounts: the groups have no columns besides their keys");
  const present = [...(over.dropNull ? keys : []), ...(dropna ? values : [])].map(({ expr }) => typedCall("notna", [expr]));
  const rows =
    present.length === 0
      ? rowsOf(grouping)
      : filter(
          rowsOf(grouping),
          present.reduce((a, b) => typedCall("and", [a, b])),
        );
  const by = [...keys, ...values];
  const count = unusedName(
    "count",
    by.map(({ name, expr }) => ({ name, type: expr.type })),
  );
  const made = groupby(rows, by, [aggregate(count, "size", [])], { ...plannedOptions(options), dropNull: false });
  const ref = (name: string, { type }: { readonly type: ColumnExpr["type"] }): ColumnExpr => ({ column: name, type });
  const [keyRefs, valueRefs] = [keys, values].map((list) => list.map(({ name, expr }) => ref(name, expr))) as [ColumnExpr[], ColumnExpr[]];
  const counts: ColumnExpr = { column: count, type: "int64" };
  const inOrder = (expr: ColumnExpr, descending = false) => ({ expr, descending, nullsFirst: false });
  const ordered = isSorted
    ? sort(made, [...keyRefs.map((key) => inOrder(key)), inOrder(counts, !ascending), ...valueRefs.map((value) => inOrder(value))])
    : made;
  if (!normalize) return new DFrame(ordered);
  const share = typedCall("div", [counts, windowCall("aggregate", [counts], { agg: "sum" }, { keys: keyRefs, dropNull: false })]);
  const own = schemaOf(ordered).filter(({ name }) => name !== count);
  return new DFrame(
    project(ordered, [...own.map(({ name, type }) => ({ name, expr: { column: name, type } as const })), { name: unusedName("proportion", own), expr: share }]),
  );
}

/** Statistics of groups: `group-methods.ts` has the types. */
// biome-ignore lint/suspicious/noExplicitAny: `group-methods.ts` says what users may pass; each checks its own
export const groupStatistics: { readonly [name: string]: (this: Groups, ...args: any[]) => unknown } = {
  describe({ percentiles }: { percentiles?: readonly number[] } = {}) {
    return described(this.grouping, percentiles);
  },
  valueCounts(options: CountOptions = {}) {
    return counted(this.grouping, options);
  },
};
