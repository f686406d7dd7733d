import type { ColumnType } from "../chunk/column-type.ts";
import { type Collection, exprKey, finishKey, handedAsKey } from "../engine/collection.ts";
import { computeOne } from "../engine/compute.ts";
import { explain } from "../engine/explain.ts";
import type { FrameResult } from "../engine/frame-result.ts";
import { eachPartition } from "../engine/iterate.ts";
import type { ComputeOptions } from "../engine/options.ts";
import { disposePersisted, persistExprs } from "../engine/persist.ts";
import type { VisualizeOptions } from "../engine/visualize.ts";
import type { Expr } from "../expr/expr.ts";
import { checkValueOptions, readValues, type ValueOptions } from "../io/objects/read-values.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import { project } from "../ops/frame/project.ts";
import { partitionsOf } from "../ops/frame/schema.ts";
import type { HandedAs } from "../ops/value/given.ts";
import { loadBeside } from "../util/load-module.ts";
import { printed } from "../util/printed.ts";
import type { Series as SeriesType } from "./frame-type.ts";
import { columnKey, frameKey } from "./operand.ts";

class LazySeries {
  readonly [columnKey]: ColumnExpr;
  readonly [frameKey]: Expr;
  readonly name: string;
  #own: Expr | undefined;

  constructor(frame: Expr, expr: ColumnExpr, name: string) {
    this[frameKey] = frame;
    this[columnKey] = expr;
    this.name = name;
  }

  get [handedAsKey](): HandedAs {
    return "column";
  }
  get [exprKey](): Expr {
    return (this.#own ??= project(this[frameKey], [{ name: this.name, expr: this[columnKey] }]));
  }
  get type(): ColumnType {
    return this[columnKey].type;
  }
  get npartitions(): number {
    return partitionsOf(this[frameKey]);
  }

  async compute(options: ComputeOptions = {}): Promise<unknown> {
    return computeOne(this as unknown as Collection, options);
  }

  async toArray(options: ComputeOptions & ValueOptions = {}): Promise<unknown[]> {
    checkValueOptions(options, "toArray");
    const { int64, times, ...rest } = options;
    const values = async ({ batches }: FrameResult) => batches.flatMap(({ columns }) => readValues(columns[0]!, this.name, { int64, times }, "toArray"));
    return (await computeOne({ [exprKey]: this[exprKey], [finishKey]: values } as unknown as Collection, rest)) as unknown[];
  }

  toDelayed(): unknown {
    return loadBeside<typeof import("../delayed/parts.ts")>(import.meta.url, "../delayed/parts").partitions(this[exprKey], "column");
  }

  async persist(options: ComputeOptions = {}): Promise<unknown> {
    const [node] = await persistExprs([this[exprKey]], options);
    return new LazySeries(node!, { column: this.name, type: this.type }, this.name);
  }

  explain(options: ComputeOptions = {}): string {
    return explain([this[exprKey]], options);
  }

  async visualize(filename?: string | VisualizeOptions, options?: VisualizeOptions): Promise<string> {
    return (await import("../engine/visualize.ts")).visualizeExprs([this[exprKey]], filename, options);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<unknown> {
    for await (const part of eachPartition(this[exprKey])) yield await this[finishKey](part);
  }

  async [finishKey]({ batches }: FrameResult): Promise<unknown> {
    const { toVector } = await import("../io/arrow/to-table.ts");
    return toVector(
      this.type,
      batches.map(({ columns }) => columns[0]!),
    );
  }

  [Symbol.dispose](): void {
    disposePersisted(this[frameKey]);
  }

  toString(): string {
    return `Series<${this.type}> ${JSON.stringify(this.name)} (${this.npartitions} ${this.npartitions === 1 ? "partition" : "partitions"})`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  [Symbol.toPrimitive](hint: string): string {
    if (hint === "string") return this.toString();
    throw new TypeError("Series: a lazy column is not a number; use its methods (add, gt, …), or await compute() first");
  }
}
printed(LazySeries.prototype);

export type Series<T extends ColumnType> = SeriesType<T>;
/** `wrap.ts` puts the methods on it. */
export const Series = LazySeries as unknown as {
  new <T extends ColumnType>(frame: Expr, expr: ColumnExpr, name: string): SeriesType<T>;
  readonly prototype: object;
};
