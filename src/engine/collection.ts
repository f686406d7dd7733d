import type { Expr } from "../expr/expr.ts";
import type { HandedAs } from "../ops/value/given.ts";
import type { ComputeOptions } from "./options.ts";

/** The key under which a collection shows its expression. */
export const exprKey: unique symbol = Symbol.for("chunkwise.expr");

/** The key under which a collection says what becomes of its result, where that is not the engine's own choice. */
export const finishKey: unique symbol = Symbol.for("chunkwise.finish");

/** The key under which a collection says what it is to a function that is given it, where its expression does not tell. */
export const handedAsKey: unique symbol = Symbol.for("chunkwise.handedAs");

/** Anything lazy: an array, a frame, a bag. `Value` is what computing it gives. */
export interface Collection<Value = unknown> {
  readonly [exprKey]: Expr;
  [finishKey]?(result: unknown, options: ComputeOptions): unknown;
  readonly [handedAsKey]?: HandedAs;
  /** Only there for types: what `compute` gives. */
  readonly value?: Value;
}

export function isCollection(value: unknown): value is Collection {
  return typeof value === "object" && value !== null && exprKey in value;
}

/** The value that computing something gives: collections anywhere in it become their values. */
export type Computed<T> =
  T extends Collection<infer V>
    ? V
    : T extends readonly unknown[]
      ? { -readonly [K in keyof T]: Computed<T[K]> }
      : T extends (...args: never[]) => unknown
        ? T
        : T extends ArrayBufferView
          ? T
          : T extends object
            ? { [K in keyof T]: Computed<T[K]> }
            : T;

/** The same of arguments, the last of which may be options. */
export type ComputedAll<T extends readonly unknown[]> = T extends readonly [...infer V, infer Last]
  ? AreOptions<Last> extends true
    ? One<V>
    : One<T>
  : Computed<T>;
type One<T extends readonly unknown[]> = T extends readonly [infer V] ? Computed<V> : Computed<T>;
type AreOptions<O> = O extends Collection ? false : O extends ComputeOptions ? (keyof O extends keyof ComputeOptions ? true : false) : false;
