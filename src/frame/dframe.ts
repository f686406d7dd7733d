import type { ColumnType } from "../chunk/column-type.ts";
import { asCalled } from "../engine/as-called.ts";
import { type Collection, exprKey, finishKey } from "../engine/collection.ts";
import { computeOne } from "../engine/compute.ts";
import { persistIndexed } from "../engine/divisions.ts";
import { explain } from "../engine/explain.ts";
import type { FrameResult } from "../engine/frame-result.ts";
import { eachPartition } from "../engine/iterate.ts";
import type { ComputeOptions } from "../engine/options.ts";
import { disposePersisted, persistExprs } from "../engine/persist.ts";
import type { VisualizeOptions } from "../engine/visualize.ts";
import type { Expr } from "../expr/expr.ts";
import { checkValueOptions, type ValueOptions } from "../io/objects/read-values.ts";
import { toColumns, toObjects } from "../io/objects/to-objects.ts";
import { aggregate } from "../ops/frame/aggregations.ts";
import { indexOf } from "../ops/frame/divisions.ts";
import { groupby } from "../ops/frame/groupby.ts";
import { fieldOf, namesOf, partitionsOf, schemaOf } from "../ops/frame/schema.ts";
import { printed } from "../util/printed.ts";
import type { AnyColumns, Columns } from "./columns-type.ts";
import type { DFrame as FrameType } from "./frame-type.ts";
import { Series } from "./series.ts";

/** The class behind `DFrame`: what asks for results. `methods.ts` puts on it what makes frames of frames. */
class LazyFrame {
  readonly [exprKey]: Expr;

  constructor(expr: Expr) {
    this[exprKey] = expr;
  }

  get columns(): readonly string[] {
    return namesOf(this[exprKey]);
  }
  get dtypes(): { readonly [name: string]: ColumnType } {
    return Object.fromEntries(schemaOf(this[exprKey]).map(({ name, type }) => [name, type]));
  }
  get npartitions(): number {
    return partitionsOf(this[exprKey]);
  }

  col(name: string, ...others: unknown[]): unknown {
    if (others.length > 0) throw new TypeError("col: takes one name; select takes several");
    const { type } = fieldOf(schemaOf(this[exprKey]), name, "col");
    return new Series(this[exprKey], { column: name, type }, name);
  }

  async compute(options: ComputeOptions = {}): Promise<unknown> {
    return computeOne(this as unknown as Collection, options);
  }

  async persist(options: ComputeOptions = {}): Promise<unknown> {
    const frame = this[exprKey];
    const index = indexOf(frame);
    if (index !== undefined && (index.divisions === undefined || index.claimed)) return new LazyFrame(await persistIndexed(frame, index, options));
    const [node] = await persistExprs([frame], options);
    return new LazyFrame(node!);
  }

  async toObjects(options: ComputeOptions & ValueOptions = {}): Promise<{ [name: string]: unknown }[]> {
    checkValueOptions(options, "toObjects");
    const { int64, times, ...rest } = options;
    return finishedBy(this, ({ schema, batches }) => toObjects(schema, batches, { int64, times }), asCalled("toObjects", rest));
  }

  async toColumns(options: ComputeOptions & ValueOptions = {}): Promise<{ [name: string]: unknown[] }> {
    checkValueOptions(options, "toColumns");
    const { int64, times, ...rest } = options;
    return finishedBy(this, ({ schema, batches }) => toColumns(schema, batches, { int64, times }), asCalled("toColumns", rest));
  }

  /** Writers load the formats they write. */
  async toCsv(path: string, options: object = {}): Promise<unknown> {
    const called = asCalled("toCsv", options, "any");
    return (await import("../engine/frame-formats.ts")).writeCsv(this[exprKey], path, called);
  }
  async toParquet(path: string, options: object = {}): Promise<unknown> {
    const called = asCalled("toParquet", options, "any");
    return (await import("../engine/frame-formats.ts")).writeParquet(this[exprKey], path, called);
  }
  async toArrow(path: string, options: object = {}): Promise<unknown> {
    const called = asCalled("toArrow", options, "any");
    return (await import("../engine/frame-formats.ts")).writeArrow(this[exprKey], path, called);
  }
  async toJson(path: string, options: object = {}): Promise<unknown> {
    const called = asCalled("toJson", options, "any");
    return (await import("../engine/frame-formats.ts")).writeJson(this[exprKey], path, called);
  }

  async len(options: ComputeOptions = {}): Promise<number> {
    const counted = groupby(this[exprKey], [], [aggregate("rows", "size", [])]);
    return finishedBy({ [exprKey]: counted }, ({ batches }) => Number(batches[0]!.columns[0]!.values[0]), asCalled("len", options));
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<unknown> {
    for await (const part of eachPartition(this[exprKey])) yield await this[finishKey](part);
  }

  explain(options: ComputeOptions = {}): string {
    return explain([this[exprKey]], options);
  }

  async visualize(filename?: string | VisualizeOptions, options?: VisualizeOptions): Promise<string> {
    return (await import("../engine/visualize.ts")).visualizeExprs([this[exprKey]], filename, options);
  }

  async [finishKey]({ schema, batches }: FrameResult): Promise<unknown> {
    // Loading Arrow takes a while: who never asks for a table does not wait for it.
    const { toTable } = await import("../io/arrow/to-table.ts");
    return toTable(schema, batches);
  }

  /** Frees what `persist` keeps, now. */
  [Symbol.dispose](): void {
    disposePersisted(this[exprKey]);
  }

  toString(): string {
    const fields = schemaOf(this[exprKey]).map(({ name, type }) => `  ${name}: ${type}`);
    const shown = fields.length > 40 ? [...fields.slice(0, 40), `  … ${fields.length - 40} more`] : fields;
    const partitions = `${this.npartitions} ${this.npartitions === 1 ? "partition" : "partitions"}`;
    return `DFrame of ${fields.length} ${fields.length === 1 ? "column" : "columns"} in ${partitions}\n${shown.join("\n")}`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  [Symbol.toPrimitive](hint: string): string {
    if (hint === "string") return this.toString();
    throw new TypeError("DFrame: a lazy frame has no value to compare or add; await compute() first");
  }
}
printed(LazyFrame.prototype);

/** Computes a frame and makes something else of it than a table. */
async function finishedBy<V>(frame: { readonly [exprKey]: Expr }, finish: (result: FrameResult) => V, options: ComputeOptions): Promise<V> {
  return (await computeOne({ [exprKey]: frame[exprKey], [finishKey]: finish } as unknown as Collection, options)) as V;
}

export type DFrame<S extends Columns = AnyColumns> = FrameType<S>;
/** Frames are made by `dd` and by the methods of frames; the constructor is for collections built on expressions. */
export const DFrame = LazyFrame as unknown as {
  new <S extends Columns = AnyColumns>(expr: Expr): DFrame<S>;
  readonly prototype: object;
};
