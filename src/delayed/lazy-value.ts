import { exprKey, finishKey } from "../engine/collection.ts";
import { computeResults } from "../engine/compute.ts";
import { explain } from "../engine/explain.ts";
import type { ComputeOptions } from "../engine/options.ts";
import { disposePersisted, persistExprs } from "../engine/persist.ts";
import type { ValueResult } from "../engine/value-result.ts";
import type { VisualizeOptions } from "../engine/visualize.ts";
import type { Expr } from "../expr/expr.ts";
import { guardAll } from "../ops/define/guarded.ts";
import { keyOfValue } from "../ops/value/call.ts";
import { printed } from "../util/printed.ts";
import { readArguments } from "./call-arguments.ts";
import { builtInTarget, callOf, getItem } from "./calls.ts";
import type { Delayed as DelayedType } from "./delayed-type.ts";

interface ValueOptions {
  readonly key?: string | undefined;
  readonly nout?: number | undefined;
}

/** The class behind `Delayed`. */
class LazyValue {
  readonly [exprKey]: Expr;
  readonly #options: ValueOptions | undefined;

  constructor(expr: Expr, options?: ValueOptions) {
    this[exprKey] = expr;
    this.#options = options;
  }

  get key(): string {
    return this.#options?.key ?? keyOfValue(this[exprKey]);
  }

  get(name: string | number): LazyValue {
    return new LazyValue(getItem(this, this[exprKey], name));
  }

  call(name: string, ...args: readonly unknown[]): LazyValue {
    return new LazyValue(callOf(builtInTarget("call", name), readArguments(name, [this, name, ...args], true), false));
  }

  *[Symbol.iterator](): IterableIterator<LazyValue> {
    const count = this.#options?.nout;
    if (count === undefined) throw new TypeError(`${this.key}: nobody knows how many items it will have; say delayed(fn, { nout: 2 }), or compute it first`);
    for (let i = 0; i < count; i++) yield this.get(i);
  }

  async compute(options: ComputeOptions = {}): Promise<unknown> {
    const [result] = await computeResults([this[exprKey]], options);
    return (result as ValueResult).made;
  }

  async persist(options: ComputeOptions = {}): Promise<LazyValue> {
    const [node] = await persistExprs([this[exprKey]], options);
    return new LazyValue(node!, { ...this.#options, key: this.key });
  }

  explain(options: ComputeOptions = {}): string {
    return explain([this[exprKey]], options);
  }

  async visualize(filename?: string | VisualizeOptions, options?: VisualizeOptions): Promise<string> {
    return (await import("../engine/visualize.ts")).visualizeExprs([this[exprKey]], filename, options);
  }

  [finishKey]({ made }: ValueResult): unknown {
    return made;
  }

  [Symbol.dispose](): void {
    disposePersisted(this[exprKey]);
  }

  toString(): string {
    return `Delayed(${this.key})`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  /** It is no number, and neither true nor false. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === "string") return this.toString();
    throw new TypeError(`${this.key}: a delayed value is not there yet to compare or add; give it to a delayed function, or await compute() first`);
  }
}
printed(LazyValue.prototype);

guardAll(
  LazyValue.prototype,
  Object.getOwnPropertyNames(LazyValue.prototype).filter((name) => name !== "constructor"),
);

export type Delayed<T = unknown> = DelayedType<T>;
/** Made by `delayed`; the constructor is for collections built on expressions. */
export const Delayed = LazyValue as unknown as {
  new <T = unknown>(expr: Expr, options?: ValueOptions): DelayedType<T>;
  readonly prototype: DelayedType<unknown>;
};
