import type { ColumnType } from "../chunk/column-type.ts";
import { exprKey } from "../engine/collection.ts";
import { guardAll, guarded } from "../ops/define/guarded.ts";
import { type AggregationName, aggregate, aggregations } from "../ops/frame/aggregations.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import { groupby } from "../ops/frame/groupby.ts";
import { project } from "../ops/frame/project.ts";
import { schemaOf } from "../ops/frame/schema.ts";
import type { Over } from "../ops/frame/windows/window-call.ts";
import { printed } from "../util/printed.ts";
import { shown } from "../util/shown.ts";
import { accessor, accessors } from "./accessors.ts";
import { Aggregated } from "./aggregated.ts";
import { aggregationNames, aggregationParams, correlationOf, isCount } from "./column-aggregations.ts";
import { columnCalls } from "./column-calls.ts";
import { ColumnRef } from "./column-ref.ts";
import { DFrame } from "./dframe.ts";
import { frameMethods } from "./frame-methods.ts";
import { groupMethods, inOrder } from "./group-calls.ts";
import { groupRows } from "./group-rows.ts";
import { groupStatistics } from "./group-statistics.ts";
import { GroupBy } from "./groupby.ts";
import { indexMethods, indexProperties } from "./index-calls.ts";
import { columnArguments, frameArguments, groupArguments, placed, seriesArguments } from "./method-arguments.ts";
import { ownColumns } from "./named-exprs.ts";
import { columnKey, frameKey, type HasColumn, hasColumn, operandExpr } from "./operand.ts";
import { eachCall, orderCalls } from "./order-calls.ts";
import { partitionMethods } from "./partition-calls.ts";
import { quantiles } from "./quantiles.ts";
import { reshapeMethods } from "./reshape-calls.ts";
import { columnWindows, frameWindows, windowsOf } from "./rolling-calls.ts";
import { rowMethods } from "./row-calls.ts";
import { Scalar } from "./scalar.ts";
import { type Scope, scopeKey } from "./scope.ts";
import { Series } from "./series.ts";
import { statisticsMethods } from "./statistics-calls.ts";
import { valueMethods } from "./value-calls.ts";

// biome-ignore lint/suspicious/noExplicitAny: each method checks its own arguments
type Method = (this: any, ...args: any[]) => unknown;

// Methods of the classes themselves, before others are put beside them.
for (const { prototype } of [DFrame, Series, GroupBy, Scalar]) {
  guardAll(
    prototype,
    Object.getOwnPropertyNames(prototype).filter((name) => name !== "constructor"),
  );
}

function install(target: object, known: typeof frameArguments, methods: { readonly [name: string]: Method }): void {
  for (const [name, method] of Object.entries(methods)) {
    const expected = { takes: Object.hasOwn(known, name) ? known[name] : undefined, required: method.length };
    const value: Method = function (this: unknown, ...args) {
      return guarded(name, args, () => method.apply(this, placed(name, known, args)), expected);
    };
    Object.defineProperty(value, "name", { value: name });
    Object.defineProperty(target, name, { value, writable: true, configurable: true });
  }
}

const each = (names: readonly string[], make: (name: string) => Method) => Object.fromEntries(names.map((name) => [name, make(name)]));

/** `column.list` has what lists can do: the aggregation of that name is a method of another. */
const methodName = (agg: AggregationName) => (agg === "list" ? "toList" : agg);
const eachAggregation = (names: readonly AggregationName[], make: (agg: AggregationName) => Method) =>
  Object.fromEntries(names.map((agg) => [methodName(agg), make(agg)]));

/** The column, or what its aggregation takes, at its place: in a callback, or on its own. */
const inPlace = (column: Standing, expr: ColumnExpr): unknown =>
  column[frameKey] === undefined ? new ColumnRef<ColumnType>(expr, column[scopeKey]) : new Series(column[frameKey], expr, column.name!);

type Standing = HasColumn & { readonly name?: string; readonly [scopeKey]?: Scope | undefined };

const columnMethods = each(Object.keys(columnCalls), (name) => {
  const call = columnCalls[name]!;
  return function (this: Standing, ...args: unknown[]) {
    return inPlace(this, call(this[columnKey], args, this[frameKey], name));
  };
});

/** The groups in which a column's rows are in order. */
function overOf({ [scopeKey]: scope }: Standing, name: string): Over | undefined {
  if (scope !== undefined && scope.over === undefined) throw new TypeError(`${name}: the rows are not in order here; aggregate the column`);
  return scope?.over;
}

const orderMethods = {
  ...each(Object.keys(orderCalls), (name) => {
    return function (this: Standing, ...args: unknown[]) {
      return inPlace(this, orderCalls[name]!(this[columnKey], args, { name, over: overOf(this, name) }));
    };
  }),
  ...each(["rolling", "expanding"], (name) => {
    return function (this: Standing, ...args: unknown[]) {
      const windows = windowsOf(name as "rolling", args, this[frameKey], overOf(this, name));
      return columnWindows(windows, this[columnKey], (expr) => inPlace(this, expr));
    };
  }),
};

/** `column.str`, `column.dt` and `column.list`: a type that has none says so. */
for (const target of [ColumnRef.prototype, Series.prototype]) {
  for (const group of accessors) {
    Object.defineProperty(target, group, {
      get(this: Standing) {
        return accessor(group, this[columnKey], this[frameKey], (expr) => inPlace(this, expr));
      },
      configurable: true,
    });
  }
}

/** What a method asks for: `corr` is several aggregations. */
function asked(agg: AggregationName, args: readonly unknown[]): AggregationName {
  return agg === "corr" ? correlationOf((args[1] ?? {}) as { readonly method?: unknown }) : agg;
}

function argsOf(column: HasColumn, agg: AggregationName, args: unknown[]): ColumnExpr[] {
  const count = aggregations[agg].args;
  if (count === 0) return [];
  if (count === 1) return [column[columnKey]];
  const other = args.shift();
  if (!hasColumn(other)) throw new TypeError(`${agg}: ${shown(other)} is no column; give the other one, like c.x.${agg}(c.y)`);
  return [column[columnKey], operandExpr(other, column[frameKey], agg)];
}

function quantilesOf(series: Series<ColumnType>, [shares, options]: readonly unknown[]): unknown {
  const made = quantiles(series[exprKey], shares as readonly number[], options, false);
  return new Series(made, { column: series.name, type: schemaOf(made)[0]!.type }, series.name);
}

install(ColumnRef.prototype, columnArguments, {
  ...columnMethods,
  ...orderMethods,
  ...eachAggregation(aggregationNames, (name) => {
    return function (this: Standing, ...args: unknown[]) {
      const agg = asked(name, args);
      const columns = argsOf(this, agg, args);
      const scope = this[scopeKey];
      if (scope !== undefined) return inPlace(this, scope.aggregate(agg, columns, aggregationParams(agg, args)));
      const made = new Aggregated(agg, columns, aggregationParams(agg, args));
      made.named(agg);
      return made;
    };
  }),
});

install(Series.prototype, seriesArguments, {
  ...columnMethods,
  ...orderMethods,
  ...eachAggregation(aggregationNames, (name) => {
    return function (this: Series<ColumnType>, ...args: unknown[]) {
      const agg = asked(name, args);
      if (agg === "quantile" && Array.isArray(args[0])) return quantilesOf(this, args);
      const columns = argsOf(this, agg, args);
      return new Scalar(groupby(this[frameKey], [], [aggregate(this.name, agg, columns, aggregationParams(agg, args))]), isCount(agg, columns));
    };
  }),
  ...rowMethods,
});

install(GroupBy.prototype, groupArguments, {
  ...eachAggregation(
    aggregationNames.filter((name) => aggregations[name].args === 1),
    (agg) => {
      return function (this: InstanceType<typeof GroupBy>, ...args: unknown[]) {
        return this.each(agg, aggregationParams(agg, args));
      };
    },
  ),
  ...each(Object.keys(orderCalls), (name) => {
    return function (this: InstanceType<typeof GroupBy>, ...args: unknown[]) {
      return inOrder(this.grouping, name, args);
    };
  }),
  ...groupMethods,
  ...groupRows,
  ...groupStatistics,
});

install(DFrame.prototype, frameArguments, {
  ...eachAggregation(
    aggregationNames.filter((name) => aggregations[name].args === 1 && name !== "list" && name !== "unique"),
    (agg) => {
      return function (this: DFrame, ...args: unknown[]) {
        if (agg === "quantile" && Array.isArray(args[0])) return new DFrame(quantiles(this[exprKey], args[0], args[1], true));
        return new GroupBy({ frame: this[exprKey], keys: [], options: {} }).each(agg, aggregationParams(agg, args));
      };
    },
  ),
  ...each(Object.keys(orderCalls), (name) => {
    return function (this: DFrame, ...args: unknown[]) {
      const frame = this[exprKey];
      return new DFrame(project(frame, eachCall(name, ownColumns(frame), args, { name }, false)));
    };
  }),
  ...each(["rolling", "expanding"], (name) => {
    return function (this: DFrame, ...args: unknown[]) {
      return frameWindows(this[exprKey], windowsOf(name as "rolling", args, this[exprKey], undefined));
    };
  }),
  ...frameMethods,
  ...valueMethods,
  ...indexMethods,
  ...partitionMethods,
  ...statisticsMethods,
  ...reshapeMethods,
});

// pandas has it in brackets.
printed((DFrame.prototype as DFrame).loc, () => 'loc: rows by keys of the index: frame.loc("2024-03-31"), frame.loc({ from: 1, to: 9 })');
for (const [name, get] of Object.entries(indexProperties)) Object.defineProperty(DFrame.prototype, name, { get, configurable: true });
