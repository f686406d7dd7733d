import { settingOf } from "../engine/as-called.ts";
import { type Collection, exprKey, finishKey, handedAsKey } from "../engine/collection.ts";
import { computeOne } from "../engine/compute.ts";
import { explain } from "../engine/explain.ts";
import type { FrameResult } from "../engine/frame-result.ts";
import type { ComputeOptions } from "../engine/options.ts";
import type { VisualizeOptions } from "../engine/visualize.ts";
import type { Expr } from "../expr/expr.ts";
import { schemaOf } from "../ops/frame/schema.ts";
import type { HandedAs } from "../ops/value/given.ts";
import { printed } from "../util/printed.ts";
import { scalarOf } from "./scalar-value.ts";

/** One value that is not computed yet: what an aggregation of a column gives. */
export class Scalar<V> implements Collection<V> {
  readonly [exprKey]: Expr;
  declare readonly value?: V;

  readonly #isCount: boolean;

  get [handedAsKey](): HandedAs {
    return this.#isCount ? "count" : "scalar";
  }

  /** A count is a number, other 64-bit integers are bigints. */
  constructor(expr: Expr, isCount: boolean) {
    this[exprKey] = expr;
    this.#isCount = isCount;
  }

  /** Computes it: a number, bigint, boolean, text, `Date`, or null where there was nothing to aggregate. */
  async compute(options: ComputeOptions = {}): Promise<V> {
    return computeOne(this as Collection<V>, options);
  }

  /** How it would be computed. */
  explain(options: ComputeOptions = {}): string {
    return explain([this[exprKey]], options);
  }

  /** Draws the tasks that would compute it: `Drawable` has the words. */
  async visualize(filename?: string | VisualizeOptions, options?: VisualizeOptions): Promise<string> {
    return (await import("../engine/visualize.ts")).visualizeExprs([this[exprKey]], filename, options);
  }

  [finishKey](result: FrameResult, options: ComputeOptions): V {
    return scalarOf(result, this.#isCount ? "number" : (options.int64 ?? settingOf(options, "int64"))) as V;
  }

  toString(): string {
    const [field] = schemaOf(this[exprKey]);
    return `Scalar<${field!.type}> ${field!.name}`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  [Symbol.toPrimitive](hint: string): string {
    if (hint === "string") return this.toString();
    throw new TypeError("Scalar: a lazy value is not a number; await compute() first");
  }
}
printed(Scalar.prototype);
