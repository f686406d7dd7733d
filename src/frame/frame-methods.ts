import { parseColumnType } from "../chunk/column-type.ts";
import { exprKey } from "../engine/collection.ts";
import type { Expr } from "../expr/expr.ts";
import { typedCall } from "../ops/frame/call.ts";
import type { ColumnExpr, ColumnRef } from "../ops/frame/column-expr.ts";
import { both } from "../ops/frame/conjuncts.ts";
import { dropDuplicates } from "../ops/frame/distinct.ts";
import type { SortKey } from "../ops/frame/exchange.ts";
import { filter } from "../ops/frame/filter.ts";
import { head, top } from "../ops/frame/head.ts";
import { type NamedExpr, project } from "../ops/frame/project.ts";
import { parseBins } from "../ops/frame/resample/bins.ts";
import { resample } from "../ops/frame/resample/resample.ts";
import { fieldOf, frameOf, namesOf, schemaOf, uniqueNames } from "../ops/frame/schema.ts";
import { shuffle } from "../ops/frame/shuffle.ts";
import { sort } from "../ops/frame/sort.ts";
import { isPlainRecord } from "../util/plain.ts";
import { shown } from "../util/shown.ts";
import { columnsOf } from "./column-ref.ts";
import { DFrame } from "./dframe.ts";
import type { GroupbyOptions, Keep, SortOptions } from "./frame-options.ts";
import { GroupBy } from "./groupby.ts";
import { merge } from "./merge.ts";
import type { MergeOptions } from "./merge-options.ts";
import { namedExprs, namesIn, ownColumns } from "./named-exprs.ts";
import { conditionExpr, operandExpr } from "./operand.ts";
import type { ResampleOptions } from "./rolling-methods.ts";
import { sampled } from "./sampled.ts";
import { canHold, eachColumn } from "./value-calls.ts";

interface Frame {
  readonly [exprKey]: Expr;
}

const refTo = (frame: Expr, name: string, operation: string): ColumnRef => {
  const { type } = fieldOf(schemaOf(frame), name, operation);
  return { column: name, type };
};

/** Sort keys as users name them. */
export function sortKeys(frame: Expr, by: unknown, { ascending = true, naPosition = "last" }: SortOptions, operation: string): SortKey[] {
  const names = namesIn(by, operation);
  if (names.length === 0) throw new TypeError(`${operation}: no columns`);
  if (Array.isArray(ascending) && ascending.length !== names.length)
    throw new TypeError(`${operation}: ${names.length} columns (${names.join(", ")}) and ${ascending.length} directions`);
  return names.map((name, i) => ({
    expr: refTo(frame, name, operation),
    descending: !(Array.isArray(ascending) ? ascending[i] : ascending),
    nullsFirst: naPosition === "first",
  }));
}

function conditionOf(frame: Expr, condition: unknown, operation: string): ColumnExpr {
  const value = typeof condition === "function" ? condition(columnsOf(schemaOf(frame), operation)) : condition;
  return conditionExpr(value, frame, operation);
}

function fill(frame: Expr, value: unknown): Expr {
  if (value === undefined) throw new TypeError("fillna: give a value, or one a column; ffill and bfill take those of rows around it");
  const record = typeof value === "object" && value !== null && !(value instanceof Date) ? (value as { readonly [name: string]: unknown }) : undefined;
  if (record !== undefined) for (const name of Object.keys(record)) refTo(frame, name, "fillna");
  return eachColumn(frame, (column, name) => {
    if (record !== undefined) return Object.hasOwn(record, name) ? typedCall("fillna", [column, operandExpr(record[name], frame, "fillna")]) : column;
    return canHold(column, value) ? typedCall("fillna", [column, operandExpr(value, frame, "fillna")]) : column;
  });
}

interface DropnaOptions {
  readonly subset?: unknown;
  readonly how?: "any" | "all";
  readonly thresh?: number;
}

function withoutNull(frame: Expr, { subset, how, thresh }: DropnaOptions): Expr {
  if (how !== undefined && thresh !== undefined) throw new TypeError("dropna: give how or thresh, not both");
  if (how !== undefined && how !== "any" && how !== "all") throw new TypeError(`dropna: how is ${JSON.stringify(how)}; it is "any" or "all"`);
  const names = subset === undefined ? namesOf(frame) : namesIn(subset, "dropna");
  const present = names.map((name) => typedCall("notna", [refTo(frame, name, "dropna")]));
  if (thresh !== undefined) return filter(frame, atLeast(thresh, present));
  if (names.length === 0) return frame;
  return filter(frame, how === "all" ? present.reduce((a, b) => typedCall("or", [a, b])) : present.reduce(both));
}

/** Whether so many of some conditions are true. */
function atLeast(count: number, conditions: readonly ColumnExpr[]): ColumnExpr {
  if (!Number.isInteger(count)) throw new RangeError(`dropna: thresh is ${count}, not a number of values`);
  const ones = conditions.map((condition) => typedCall("cast", [condition], { type: "int32" }));
  const none: ColumnExpr = { value: 0, type: "int32" };
  return typedCall("ge", [ones.reduce((a, b) => typedCall("add", [a, b]), none), { value: count, type: "float64" }]);
}

/** What columns are called by a record of new names, or by a function of names; either may stand under `columns`, as in pandas. */
function newNames(frame: Expr, given: unknown): (name: string) => string {
  const own = isPlainRecord(given) && Object.keys(given).length === 1 ? given["columns"] : undefined;
  const names = typeof own === "function" || isPlainRecord(own) ? own : given;
  if (typeof names === "function")
    return (name) => {
      const made: unknown = names(name);
      if (typeof made === "string") return made;
      throw new TypeError(`rename: the function gives ${shown(made)} for ${JSON.stringify(name)}; it must give a text`);
    };
  if (!isPlainRecord(names)) throw new TypeError('rename: give new names by old ones, like { a: "b" }, or a function of names');
  for (const [name, made] of Object.entries(names)) {
    refTo(frame, name, "rename");
    if (typeof made !== "string") throw new TypeError(`rename: ${JSON.stringify(name)} would be called ${shown(made)}; a name is a text`);
  }
  return (name) => (Object.hasOwn(names, name) ? (names[name] as string) : name);
}

/** The methods of frames that give frames, on expressions. */
// biome-ignore lint/suspicious/noExplicitAny: `dframe-type.ts` says what users may pass; each checks its own
export const frameMethods: { readonly [name: string]: (this: Frame, ...args: any[]) => unknown } = {
  select(...names) {
    const frame = this[exprKey];
    if (typeof names[0] === "function") return new DFrame(project(frame, namedExprs(names[0], frame, "select")));
    return new DFrame(
      project(
        frame,
        namesIn(names, "select").map((name) => ({ name, expr: refTo(frame, name, "select") })),
      ),
    );
  },
  drop(...args) {
    const frame = this[exprKey];
    const last = args[args.length - 1];
    const { axis = 1 } = isPlainRecord(last) ? last : {};
    if (axis !== 1 && axis !== "columns")
      throw new TypeError(`drop: axis is ${JSON.stringify(axis)}; columns are dropped (axis 1), and filter leaves out rows`);
    const dropped = namesIn(isPlainRecord(last) ? args.slice(0, -1) : args, "drop");
    for (const name of dropped) refTo(frame, name, "drop");
    return new DFrame(
      project(
        frame,
        ownColumns(frame).filter(({ name }) => !dropped.includes(name)),
      ),
    );
  },
  rename(given: unknown) {
    const frame = this[exprKey];
    const nameOf = newNames(frame, given);
    const columns = ownColumns(frame).map(({ name, expr }) => ({ name: nameOf(name), expr }));
    uniqueNames(
      columns.map(({ name, expr }) => ({ name, type: expr.type })),
      "rename",
    );
    return new DFrame(project(frame, columns));
  },
  assign(columns) {
    const frame = this[exprKey];
    const added = new Map(namedExprs(columns, frame, "assign", true).map((column) => [column.name, column]));
    const own = ownColumns(frame).map((column) => added.get(column.name) ?? column);
    const names = new Set(own.map(({ name }) => name));
    return new DFrame(project(frame, [...own, ...[...added.values()].filter(({ name }) => !names.has(name))]));
  },
  filter(condition) {
    const frame = this[exprKey];
    return new DFrame(filter(frame, conditionOf(frame, condition, "filter")));
  },
  astype(types: { readonly [name: string]: string } | string) {
    const frame = this[exprKey];
    if (typeof types === "string")
      return new DFrame(eachColumn(frame, (column) => typedCall("cast", [column], { type: parseColumnType(types, "astype").type })));
    if (!isPlainRecord(types)) throw new TypeError('astype: give a type, or types by column, like { a: "int64" }');
    for (const name of Object.keys(types)) refTo(frame, name, "astype");
    return new DFrame(
      eachColumn(frame, (column, name) =>
        Object.hasOwn(types, name) ? typedCall("cast", [column], { type: parseColumnType(types[name], "astype").type }) : column,
      ),
    );
  },
  fillna(value) {
    return new DFrame(fill(this[exprKey], value));
  },
  dropna(options = {}) {
    return new DFrame(withoutNull(this[exprKey], options));
  },
  isna() {
    return new DFrame(eachColumn(this[exprKey], (column) => typedCall("isna", [column])));
  },
  notna() {
    return new DFrame(eachColumn(this[exprKey], (column) => typedCall("notna", [column])));
  },
  head(n = 5) {
    return new DFrame(head(this[exprKey], n, false));
  },
  tail(n = 5) {
    return new DFrame(head(this[exprKey], n, true));
  },
  sample(n, frac, options = {}) {
    return new DFrame(sampled(this[exprKey], n, frac, options));
  },
  agg(what) {
    const frame = this[exprKey];
    return new GroupBy({ frame, keys: [], options: {} }).agg(what);
  },
  groupby(keys, options: GroupbyOptions = {}) {
    const frame = this[exprKey];
    const named: NamedExpr[] =
      typeof keys === "function" ? namedExprs(keys, frame, "groupby") : namesIn(keys, "groupby").map((name) => ({ name, expr: refTo(frame, name, "groupby") }));
    if (named.length === 0) throw new TypeError("groupby: no keys; use agg for one group of all rows");
    return new GroupBy({ frame, keys: named, options });
  },
  resample(rule: string, { on, splitOut, ...options }: ResampleOptions<string> = {}) {
    const frame = this[exprKey];
    const name = on ?? frameOf(frame.meta).layout?.index?.column;
    if (name === undefined) throw new TypeError('resample: which column has the times? Give { on: "time" }, or setIndex before');
    const expr = refTo(frame, name, "resample");
    const bins = parseBins(rule, expr.type, options);
    return new GroupBy({ frame, keys: [{ name, expr }], options: {}, binned: (aggs) => resample(frame, name, bins, aggs, splitOut) });
  },
  sortValues(by, options: SortOptions = {}) {
    const frame = this[exprKey];
    return new DFrame(sort(frame, sortKeys(frame, by, options, "sortValues")));
  },
  nlargest(n: number, by) {
    const frame = this[exprKey];
    return new DFrame(top(frame, n, sortKeys(frame, by, { ascending: false }, "nlargest")));
  },
  nsmallest(n: number, by) {
    const frame = this[exprKey];
    return new DFrame(top(frame, n, sortKeys(frame, by, {}, "nsmallest")));
  },
  dropDuplicates(subset: unknown, { keep = "first" }: { keep?: Keep } = {}) {
    const frame = this[exprKey];
    const names = subset === undefined || subset === null ? namesOf(frame) : namesIn(subset, "dropDuplicates");
    if (names.length === 0 && namesOf(frame).length > 0) throw new TypeError("dropDuplicates: no columns");
    return new DFrame(
      dropDuplicates(
        frame,
        names.map((name) => refTo(frame, name, "dropDuplicates")),
        keep,
      ),
    );
  },
  merge(right: Frame, how, on, leftOn, rightOn, options: MergeOptions = {}) {
    if (!(right instanceof DFrame)) throw new TypeError("merge: the right side is no frame");
    return new DFrame(merge(this[exprKey], right[exprKey], { ...options, how, on, leftOn, rightOn }));
  },
  shuffle(on, { npartitions }: { npartitions?: number } = {}) {
    const frame = this[exprKey];
    const keys = namesIn(on, "shuffle").map((name) => refTo(frame, name, "shuffle"));
    if (keys.length === 0) throw new TypeError("shuffle: no columns");
    return new DFrame(shuffle(frame, keys, npartitions));
  },
};
