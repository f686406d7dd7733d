import type { StepParams } from "../graph/program.ts";
import { checkValueOptions, type ValueOptions } from "../io/objects/read-values.ts";
import { type CalleeOptions, calleeOf, type TravelingFunction } from "../ops/define/callee.ts";
import { type Aggregate, type Aggregation, type AggregationName, aggregate, aggregations, isAggregation } from "../ops/frame/aggregations.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import { columnsIn as namesInExpr } from "../ops/frame/column-names.ts";
import { both } from "../ops/frame/conjuncts.ts";
import { filter } from "../ops/frame/filter.ts";
import { groupApply } from "../ops/frame/group-function.ts";
import { type NamedExpr, project } from "../ops/frame/project.ts";
import { fieldOf, namesOf, schemaOf } from "../ops/frame/schema.ts";
import { topOfGroups } from "../ops/frame/top-of-groups.ts";
import { type Over, windowCall } from "../ops/frame/windows/window-call.ts";
import { refuseUnknown } from "../util/option-names.ts";
import { columnsOf } from "./column-ref.ts";
import { DFrame } from "./dframe.ts";
import { columnsIn, GroupBy, type Grouping, overOf, plannedOptions, rowsOf } from "./groupby.ts";
import { namedExprs, namesIn } from "./named-exprs.ts";
import { conditionExpr } from "./operand.ts";
import { eachCall, eachInOrder, orderCalls } from "./order-calls.ts";
import { declaredSchema, functionOptions } from "./partition-calls.ts";
import type { Scope } from "./scope.ts";

export function columnExprs(grouping: Grouping, operation: string): NamedExpr[] {
  const schema = schemaOf(grouping.frame);
  return columnsIn(grouping).map((name) => ({ name, expr: { column: name, type: fieldOf(schema, name, operation).type } }));
}

/** A function of rows in order within groups, of each column that has it. */
export function inOrder(grouping: Grouping, name: string, args: readonly unknown[]): DFrame {
  const within = { name, over: overOf(grouping, name) };
  const columns = eachCall(name, columnExprs(grouping, name), args, within, grouping.chosen !== undefined);
  return new DFrame(project(rowsOf(grouping), columns));
}

/** An aggregation of a group, in each of its rows. */
function besideRows(over: Over, operation: string): Scope["aggregate"] {
  return (agg, args, params) => {
    if ((aggregations[agg] as Aggregation).positions || args.length > 1)
      throw new TypeError(`${operation}: ${agg} is no aggregation of one column that each row could be given; aggregate with agg and merge`);
    aggregate(operation, agg, args, params);
    return windowCall("aggregate", args, { ...params, agg }, over);
  };
}

function transformed(grouping: Grouping, what: unknown): DFrame {
  const over = overOf(grouping, "transform");
  if (typeof what === "function") {
    const scope: Scope = { aggregate: besideRows(over, "transform"), over };
    const made = what(columnsOf(schemaOf(grouping.frame), "transform", scope));
    return new DFrame(project(rowsOf(grouping), namedExprs(made, grouping.frame, "transform")));
  }
  if (typeof what === "string" && Object.hasOwn(orderCalls, what)) return inOrder(grouping, what, []);
  if (typeof what !== "string" || !isAggregation(what)) {
    const names = [...Object.keys(aggregations), ...Object.keys(orderCalls)].join(", ");
    throw new TypeError(`transform: ${JSON.stringify(what)} is neither a function nor one of ${names}`);
  }
  const make = besideRows(over, "transform");
  const columns = eachInOrder(columnExprs(grouping, "transform"), (x) => make(what, argsFor(what, x), {}), grouping.chosen !== undefined);
  return new DFrame(project(rowsOf(grouping), columns));
}

const argsFor = (agg: AggregationName, x: ColumnExpr) => (aggregations[agg].args === 0 ? [] : [x]);

/** A condition on groups as one on their rows. */
function conditionOfRows(grouping: Grouping, condition: (columns: unknown) => unknown, operation: string): ColumnExpr {
  const over = overOf(grouping, operation);
  const columns = columnsOf(schemaOf(grouping.frame), operation, { aggregate: besideRows(over, operation), over });
  return requireBool(conditionExpr(condition(columns), grouping.frame, operation), operation);
}

function requireBool(expr: ColumnExpr, operation: string): ColumnExpr {
  if (expr.type !== "bool") throw new TypeError(`${operation}: the condition is ${expr.type}, not bool; compare an aggregation with something`);
  return expr;
}

/** The n rows of each group that come first by some columns. */
function top(grouping: Grouping, operation: string, n: number, by: string | readonly string[], descending: boolean): DFrame {
  const { keys, options } = grouping;
  overOf(grouping, operation);
  const rows = project(rowsOf(grouping), [...keys, ...columnExprs(grouping, operation)]);
  const exprOf = (name: string) => ({ column: name, type: fieldOf(schemaOf(rows), name, operation).type });
  const order = namesIn(by, operation).map((name) => ({ expr: exprOf(name), descending, nullsFirst: false }));
  if (order.length === 0) throw new TypeError(`${operation}: no columns to go by`);
  return new DFrame(topOfGroups(rows, { n, keys: keys.map(({ name }) => exprOf(name)), order, ...plannedOptions(options) }));
}

/** What groups can do besides aggregating: `group-methods.ts` has the types. */
// biome-ignore lint/suspicious/noExplicitAny: `group-methods.ts` says what users may pass
export const groupMethods: { readonly [name: string]: (this: { readonly grouping: Grouping }, ...args: any[]) => unknown } = {
  nlargest(n: number, by: string | readonly string[]) {
    return top(this.grouping, "nlargest", n, by, true);
  },
  nsmallest(n: number, by: string | readonly string[]) {
    return top(this.grouping, "nsmallest", n, by, false);
  },
  transform(what) {
    return transformed(this.grouping, what);
  },
  filter(condition) {
    return new DFrame(filter(rowsOf(this.grouping), conditionOfRows(this.grouping, condition, "filter")));
  },
  apply(fn: TravelingFunction, given: CalleeOptions & ValueOptions & { readonly schema?: unknown } = {}) {
    const { grouping } = this;
    refuseUnknown("apply", given, functionOptions);
    checkValueOptions(given, "apply");
    const { schema, int64, times, ...options } = given;
    const planned = { ...plannedOptions(grouping.options), int64, times };
    const call = calleeOf("apply", fn, options);
    const result = declaredSchema(schema, "apply");
    const exprs = columnExprs(grouping, "apply");
    const { binned, keys } = grouping;
    // Bins without rows are given to the function too: rows are gathered in lists, of which they have empty ones.
    if (binned !== undefined) {
      const bins = binned(exprs.map(({ name, expr }) => aggregate(name, "list", [expr])));
      const lists = schemaOf(bins)
        .slice(keys.length)
        .map(({ name, type }): NamedExpr => ({ name, expr: { column: name, type } }));
      return new DFrame(groupApply(bins, keys, lists, call, result, planned, true));
    }
    return new DFrame(groupApply(rowsOf(grouping), grouping.keys, exprs, call, result, planned));
  },
  cumcount({ ascending = true }: { ascending?: boolean } = {}) {
    return new DFrame(
      project(rowsOf(this.grouping), [{ name: "cumcount", expr: windowCall("cumcount", [], { ascending }, overOf(this.grouping, "cumcount")) }]),
    );
  },
  having(condition) {
    const { grouping } = this;
    const aggs: Aggregate[] = grouping.having === undefined ? [] : [...grouping.having.aggs];
    const taken = new Set([...namesOf(grouping.frame), ...grouping.keys.map(({ name }) => name)]);
    const hidden = (agg: AggregationName, args: readonly ColumnExpr[], params: StepParams): ColumnExpr => {
      let number = aggs.length;
      while (taken.has(`having ${number}`)) number++;
      const made = aggregate(`having ${number}`, agg, args, params);
      taken.add(made.name);
      aggs.push(made);
      return { column: made.name, type: made.type };
    };
    const columns = columnsOf(schemaOf(grouping.frame), "having", { aggregate: hidden, over: undefined });
    const predicate = requireBool(conditionExpr(condition(columns), undefined, "having"), "having");
    const known = [...grouping.keys, ...aggs].map(({ name }) => name);
    const unknown = [...namesInExpr(predicate)].find((name) => !known.includes(name));
    if (unknown !== undefined) throw new TypeError(`having: column ${JSON.stringify(unknown)} is no key; aggregate it, like c.${unknown}.max()`);
    const ofRows = conditionOfRows(grouping, condition, "having");
    const { having } = grouping;
    const all = having === undefined ? { predicate, ofRows } : { predicate: both(having.predicate, predicate), ofRows: both(having.ofRows, ofRows) };
    return new GroupBy({ ...grouping, having: { aggs, ...all } });
  },
};
