import type { ColumnType } from "../chunk/column-type.ts";
import { exprKey } from "../engine/collection.ts";
import { type AggregationName, aggregate, aggregations } from "../ops/frame/aggregations.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import { groupby } from "../ops/frame/groupby.ts";
import { accessor } from "./accessors.ts";
import { Aggregated } from "./aggregated.ts";
import { aggregationNames, aggregationParams, isCount } from "./column-aggregations.ts";
import { columnCalls } from "./column-calls.ts";
import { ColumnRef } from "./column-ref.ts";
import { DFrame } from "./dframe.ts";
import { frameMethods } from "./frame-methods.ts";
import { GroupBy } from "./groupby.ts";
import { columnKey, frameKey, type HasColumn, operandExpr } from "./operand.ts";
import { reshapeMethods } from "./reshape-calls.ts";
import { rowMethods } from "./row-calls.ts";
import { Scalar } from "./scalar.ts";
import { Series } from "./series.ts";
import { statisticsMethods } from "./statistics-calls.ts";
import { valueMethods } from "./value-calls.ts";

// biome-ignore lint/suspicious/noExplicitAny: each method checks its own arguments
type Method = (this: any, ...args: any[]) => unknown;

function install(target: object, methods: { readonly [name: string]: Method }): void {
  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(value, "name", { value: name });
    Object.defineProperty(target, name, { value, writable: true, configurable: true });
  }
}

const each = (names: readonly string[], make: (name: string) => Method) => Object.fromEntries(names.map((name) => [name, make(name)]));

/** The column, or what its aggregation takes, at its place: in a callback, or on its own. */
const inPlace = (column: HasColumn & { readonly name?: string }, expr: ColumnExpr): unknown =>
  column[frameKey] === undefined ? new ColumnRef<ColumnType>(expr) : new Series(column[frameKey], expr, column.name!);

const columnMethods = each(Object.keys(columnCalls), (name) => {
  const call = columnCalls[name]!;
  return function (this: HasColumn & { readonly name?: string }, ...args: unknown[]) {
    return inPlace(this, call(this[columnKey], args, this[frameKey], name));
  };
});

/** `column.str` and `column.dt`: a type that has none says so. */
for (const target of [ColumnRef.prototype, Series.prototype]) {
  for (const group of ["str", "dt"] as const) {
    Object.defineProperty(target, group, {
      get(this: HasColumn & { readonly name?: string }) {
        return accessor(group, this[columnKey], this[frameKey], (expr) => inPlace(this, expr));
      },
      configurable: true,
    });
  }
}

function argsOf(column: HasColumn, agg: AggregationName, args: unknown[]): ColumnExpr[] {
  const count = aggregations[agg].args;
  if (count === 0) return [];
  return count === 1 ? [column[columnKey]] : [column[columnKey], operandExpr(args.shift(), column[frameKey], agg)];
}

install(ColumnRef.prototype, {
  ...columnMethods,
  ...each(aggregationNames, (name) => {
    const agg = name as AggregationName;
    return function (this: HasColumn, ...args: unknown[]) {
      const columns = argsOf(this, agg, args);
      const made = new Aggregated(agg, columns, aggregationParams(agg, args));
      made.named(agg);
      return made;
    };
  }),
});

install(Series.prototype, {
  ...columnMethods,
  ...each(aggregationNames, (name) => {
    const agg = name as AggregationName;
    return function (this: Series<ColumnType>, ...args: unknown[]) {
      const columns = argsOf(this, agg, args);
      return new Scalar(groupby(this[frameKey], [], [aggregate(this.name, agg, columns, aggregationParams(agg, args))]), isCount(agg));
    };
  }),
  ...rowMethods,
});

install(GroupBy.prototype, {
  ...each(
    aggregationNames.filter((name) => aggregations[name].args === 1),
    (name) => {
      const agg = name as AggregationName;
      return function (this: InstanceType<typeof GroupBy>, ...args: unknown[]) {
        return this.each(agg, aggregationParams(agg, args));
      };
    },
  ),
});

install(DFrame.prototype, {
  ...each(
    aggregationNames.filter((name) => aggregations[name].args === 1),
    (name) => {
      const agg = name as AggregationName;
      return function (this: DFrame, ...args: unknown[]) {
        return new GroupBy(this[exprKey], [], {}).each(agg, aggregationParams(agg, args));
      };
    },
  ),
  ...frameMethods,
  ...valueMethods,
  ...statisticsMethods,
  ...reshapeMethods,
});
