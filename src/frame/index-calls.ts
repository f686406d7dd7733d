import { parseColumnType } from "../chunk/column-type.ts";
import { columnOf, valuesOf } from "../chunk/column-values.ts";
import { exprKey } from "../engine/collection.ts";
import { findDivisions } from "../engine/divisions.ts";
import type { ComputeOptions } from "../engine/options.ts";
import type { Expr } from "../expr/expr.ts";
import type { Division } from "../expr/meta.ts";
import { makeColumn, refuseRow } from "../io/objects/make-column.ts";
import { readValues } from "../io/objects/read-values.ts";
import type { Slice } from "../ops/array/selection.ts";
import type { ColumnRef } from "../ops/frame/column-expr.ts";
import { indexColumn, indexOf, requireIndex } from "../ops/frame/divisions.ts";
import { settle } from "../ops/frame/literal.ts";
import { type Key, locKeys, locRange } from "../ops/frame/loc.ts";
import { meet } from "../ops/frame/meet.ts";
import { repartition, takePartitions } from "../ops/frame/partitions.ts";
import { repartitionBy } from "../ops/frame/repartition.ts";
import { fieldOf, partitionsOf, schemaOf } from "../ops/frame/schema.ts";
import { setIndex } from "../ops/frame/set-index.ts";
import { DTypeError, ShapeError } from "../util/errors.ts";
import { isPlainRecord } from "../util/plain.ts";
import { printed } from "../util/printed.ts";
import { shown } from "../util/shown.ts";
import { DFrame } from "./dframe.ts";
import type { IndexValue, KeyRange, RepartitionOptions, SetIndexOptions } from "./index-methods.ts";
import { hasColumn, operandExpr } from "./operand.ts";
import { periodKeys } from "./period-keys.ts";

interface Frame {
  readonly [exprKey]: Expr;
}

/** Keys as users write them, as columns store them. */
function keysOf(values: readonly unknown[], { column, type }: ColumnRef, operation: string): Division[] {
  return valuesOf(makeColumn(values, type, refuseRow(column, operation))).map((key, i) => {
    if (key !== null && !Number.isNaN(key)) return key as Division;
    throw new DTypeError(`${operation}: ${String(values[i])} is no division; give keys that are there`);
  });
}

/** The same back again. */
function shownKeys(keys: readonly Division[], { column, type }: ColumnRef): IndexValue[] {
  const made = columnOf(type, keys);
  const { kind } = parseColumnType(type, "divisions");
  const options = { int64: "bigint", times: kind === "timestamp" ? "bigint" : "date" } as const;
  try {
    return readValues(made, column, { ...options, times: "date" }, "divisions") as IndexValue[];
  } catch (error) {
    if (error instanceof RangeError) return readValues(made, column, options, "divisions") as IndexValue[];
    throw error;
  }
}

function keyOf(value: unknown, column: ColumnRef): Key {
  if (value === null || value === undefined) throw new DTypeError("loc: a missing value is no key; filter with isna finds them");
  if (hasColumn(value) || typeof value === "function") throw new TypeError("loc: a condition is no key; filter takes conditions");
  const expr = operandExpr(value, undefined, "loc");
  const [, settled] = settle("loc", [column, expr], "float64");
  if (meet(column.type, settled!.type) === undefined)
    throw new DTypeError(`loc: ${shown(value)} is no key of ${JSON.stringify(column.column)}, which is ${column.type}`);
  try {
    return { expr, division: keysOf([value], column, "loc")[0] };
  } catch (error) {
    // It may lie between the values of the type, as 1.5 does between integers.
    if (error instanceof DTypeError) return { expr, division: undefined };
    throw error;
  }
}

function loc(frame: Expr, rows: IndexValue | readonly IndexValue[] | KeyRange | Slice): Expr {
  const column = indexColumn(frame, requireIndex(frame, "loc"), "loc");
  if (Array.isArray(rows))
    return locKeys(
      frame,
      rows.map((key) => keyOf(key, column)),
    );
  const period = typeof rows === "string" ? periodKeys(rows, column) : undefined;
  if (period !== undefined) return locRange(frame, ...period);
  if (!isPlainRecord(rows)) return locKeys(frame, [keyOf(rows, column)]);
  const { from, to } = rangeOf(rows);
  return locRange(frame, boundOf(from, column, 0), boundOf(to, column, 1));
}

/** A text may name a stretch of time: a range has all of those it begins and ends with. */
function boundOf(key: IndexValue | null | undefined, column: ColumnRef, side: 0 | 1): Key | undefined {
  if (key === null || key === undefined) return undefined;
  return (typeof key === "string" && periodKeys(key, column)?.[side]) || keyOf(key, column);
}

function rangeOf(rows: { readonly [name: string]: unknown }): KeyRange {
  if (rows["kind"] === "slice") {
    const { start, stop, step } = rows as unknown as Slice;
    if (step !== 1) throw new ShapeError(`loc: a range of keys has no step, and this one is ${step}; take every nth row otherwise`);
    return { from: start, to: stop };
  }
  for (const name of Object.keys(rows))
    if (name !== "from" && name !== "to") throw new TypeError(`loc: unknown ${JSON.stringify(name)}; a range is { from, to }`);
  return rows;
}

/** `frame.partitions`: a function that has partitions by number, too. */
function partitionsProxy(frame: Expr): unknown {
  const take = (index: number | readonly number[]) => {
    if (typeof index !== "number" && !Array.isArray(index))
      throw new TypeError(`partitions: ${shown(index)} is no number of a partition; give one, or a list of them`);
    return new DFrame(takePartitions(frame, typeof index === "number" ? [index] : index));
  };
  const count = partitionsOf(frame);
  Object.defineProperty(take, "length", { value: count });
  Object.defineProperty(take, Symbol.iterator, { value: () => Array.from({ length: count }, (_, i) => take(i)).values() });
  printed(take, () => `partitions: ${count} of them, as frames: frame.partitions[0], frame.partitions([0, 2])`);
  return new Proxy(take, {
    get: (target, name, receiver) => (typeof name === "string" && /^-?\d+$/.test(name) ? take(Number(name)) : Reflect.get(target, name, receiver)),
  });
}

/** What frames do with partitions, and with the column that they are sorted by: `index-methods.ts` has the types. */
// biome-ignore lint/suspicious/noExplicitAny: `index-methods.ts` says what users may pass
export const indexMethods: { readonly [name: string]: (this: Frame, ...args: any[]) => unknown } = {
  setIndex(name: string, options: SetIndexOptions = {}) {
    const frame = this[exprKey];
    if (typeof name !== "string") throw new TypeError("setIndex: give the name of a column; assign makes one of several");
    const { type } = fieldOf(schemaOf(frame), name, "setIndex");
    if ((options.drop as unknown) === true) throw new TypeError("setIndex: the index is a column and stays one; leave out drop");
    const divisions = options.divisions && keysOf(options.divisions, { column: name, type }, "setIndex");
    return new DFrame(setIndex(frame, name, { divisions, partitions: options.npartitions, sorted: options.sorted }));
  },
  loc(rows, ...columns) {
    if (columns.length > 0) throw new TypeError("loc: takes rows alone, a range as { from, to }; select takes columns");
    return new DFrame(loc(this[exprKey], rows));
  },
  getPartition(index: number) {
    return new DFrame(takePartitions(this[exprKey], [index]));
  },
  repartition(npartitions: number | undefined, { divisions, force = false }: Omit<RepartitionOptions, "npartitions"> = {}) {
    const frame = this[exprKey];
    if ((npartitions === undefined) === (divisions === undefined)) throw new TypeError("repartition: give npartitions or divisions");
    if (divisions === undefined) return new DFrame(repartition(frame, npartitions!));
    const column = indexColumn(frame, requireIndex(frame, "repartition"), "repartition");
    return new DFrame(repartitionBy(frame, keysOf(divisions, column, "repartition"), force));
  },
  async computeCurrentDivisions(options: ComputeOptions = {}) {
    const frame = this[exprKey];
    const index = requireIndex(frame, "computeCurrentDivisions");
    const found = await findDivisions(frame, index, options);
    return found === undefined ? unknown(frame) : shownKeys(found, indexColumn(frame, index, "computeCurrentDivisions"));
  },
};

const unknown = (frame: Expr) => new Array<undefined>(partitionsOf(frame) + 1).fill(undefined);

/** Properties of frames that tell of partitions and index. */
export const indexProperties: { readonly [name: string]: (this: Frame) => unknown } = {
  partitions() {
    return partitionsProxy(this[exprKey]);
  },
  indexName() {
    return indexOf(this[exprKey])?.column;
  },
  knownDivisions() {
    return indexOf(this[exprKey])?.divisions !== undefined;
  },
  divisions() {
    const frame = this[exprKey];
    const index = indexOf(frame);
    return index?.divisions === undefined ? unknown(frame) : shownKeys(index.divisions, indexColumn(frame, index, "divisions"));
  },
};
