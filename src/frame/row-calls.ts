import type { ColumnType } from "../chunk/column-type.ts";
import { exprKey } from "../engine/collection.ts";
import type { Expr } from "../expr/expr.ts";
import { aggregate } from "../ops/frame/aggregations.ts";
import { typedCall } from "../ops/frame/call.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import { dropDuplicates } from "../ops/frame/distinct.ts";
import type { SortKey } from "../ops/frame/exchange.ts";
import { explode } from "../ops/frame/explode.ts";
import { filter } from "../ops/frame/filter.ts";
import { groupby } from "../ops/frame/groupby.ts";
import { head, top } from "../ops/frame/head.ts";
import { join } from "../ops/frame/join.ts";
import { type NamedExpr, project } from "../ops/frame/project.ts";
import { schemaOf, unusedName } from "../ops/frame/schema.ts";
import { sort } from "../ops/frame/sort.ts";
import { lifted } from "../ops/frame/windows/lift.ts";
import { describe } from "./describe.ts";
import { DFrame } from "./dframe.ts";
import { columnKey, conditionExpr, frameKey } from "./operand.ts";
import { sampled } from "./sampled.ts";
import { Series } from "./series.ts";

type Self = Series<ColumnType>;

/** The column as a frame of its own, and a series of a frame that was made of that. */
const ref = (self: Self): ColumnExpr => ({ column: self.name, type: self.type });
const over = (self: Self, frame: Expr): Self => new Series(frame, ref(self), self.name);
const key = (self: Self, descending: boolean, nullsFirst = false): SortKey => ({ expr: ref(self), descending, nullsFirst });

/** What a column on its own can do besides: `row-methods.ts` has the types. */
// biome-ignore lint/suspicious/noExplicitAny: `row-methods.ts` says what users may pass
export const rowMethods: { readonly [name: string]: (this: Self, ...args: any[]) => unknown } = {
  filter(condition) {
    // What depends on rows around it is computed before some of them go.
    const { frame, exprs } = lifted(this[frameKey], [this[columnKey], conditionExpr(condition, this[frameKey], "filter")]);
    return new Series(filter(frame, exprs[1]!), exprs[0]!, this.name);
  },
  dropna() {
    return over(this, filter(this[exprKey], typedCall("notna", [ref(this)])));
  },
  head(n = 5) {
    return over(this, head(this[exprKey], n, false));
  },
  tail(n = 5) {
    return over(this, head(this[exprKey], n, true));
  },
  sample(n, frac, options = {}) {
    return over(this, sampled(this[exprKey], n, frac, options));
  },
  explode() {
    const exploded = explode(this[exprKey], [this.name]);
    return new Series(exploded, { column: this.name, type: schemaOf(exploded)[0]!.type }, this.name);
  },
  unique() {
    return over(this, dropDuplicates(this[exprKey], [ref(this)], "first"));
  },
  sortValues({ ascending = true, naPosition = "last" }: { ascending?: boolean; naPosition?: string } = {}) {
    return over(this, sort(this[exprKey], [key(this, !ascending, naPosition === "first")]));
  },
  nlargest(n = 5) {
    return over(this, top(this[exprKey], n, [key(this, true)]));
  },
  nsmallest(n = 5) {
    return over(this, top(this[exprKey], n, [key(this, false)]));
  },
  describe({ percentiles }: { percentiles?: readonly number[] } = {}) {
    return new DFrame(describe(this[exprKey], percentiles === undefined ? {} : { percentiles }));
  },
  rename(name: string) {
    return new Series(this[frameKey], this[columnKey], name);
  },
  toFrame(this: Self, name = this.name) {
    return new DFrame(project(this[frameKey], [{ name, expr: this[columnKey] }]));
  },
  valueCounts({
    dropna = true,
    ascending = false,
    sort: isSorted = true,
    normalize = false,
  }: {
    dropna?: boolean;
    ascending?: boolean;
    sort?: boolean;
    normalize?: boolean;
  } = {}) {
    const count = this.name === "count" ? "count_" : "count";
    const keys: NamedExpr[] = [{ name: this.name, expr: ref(this) }];
    const counted = groupby(this[exprKey], keys, [aggregate(count, "size", [])], { dropNull: dropna });
    const counts: ColumnExpr = { column: count, type: "int64" };
    const ordered = isSorted ? sort(counted, [{ expr: counts, descending: !ascending, nullsFirst: false }, key(this, false)]) : counted;
    return normalize ? normalized(this, ordered, count) : new DFrame(ordered);
  },
};

/** Shares of all that was counted. */
function normalized(self: Self, counted: Expr, count: string): unknown {
  const counts: ColumnExpr = { column: count, type: "int64" };
  const total = groupby(counted, [], [aggregate("total", "sum", [counts])]);
  const ofAll = unusedName("total", schemaOf(counted));
  const beside = join(counted, total, {
    how: "cross",
    leftKeys: [],
    rightKeys: [],
    columns: [
      { name: self.name, side: "left", column: self.name, type: self.type },
      { name: count, side: "left", column: count, type: "int64" },
      { name: ofAll, side: "right", column: "total", type: "int64" },
    ],
    nullsEqual: false,
    validate: [],
    ordered: true,
    broadcast: true,
  });
  const share = typedCall("div", [counts, { column: ofAll, type: "int64" }]);
  return new DFrame(
    project(beside, [
      { name: self.name, expr: ref(self) },
      { name: self.name === "proportion" ? "proportion_" : "proportion", expr: share },
    ]),
  );
}
