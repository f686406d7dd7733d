import type { Collection } from "../engine/collection.ts";
import type { ComputeOptions } from "../engine/options.ts";
import type { Drawable } from "../engine/visualize.ts";
import type { ModuleFunction } from "../ops/define/module-function.ts";

/** A value that is not computed yet: what a delayed function gives. It may stand wherever the value is wanted, in arguments of delayed functions and deep in lists and records of these. */
export interface Delayed<T> extends Collection<T>, Drawable, Disposable {
  /** What stands for it in errors, progress and plans: the name of what makes it, and what tells it apart. */
  readonly key: string;
  /** Computes it. @throws TaskError with what the function threw, and its stack */
  compute(options?: ComputeOptions): Promise<T>;
  /** Computes it and keeps the value, in memory or on disk, until it is disposed of or nobody has it any more. */
  persist(options?: ComputeOptions): Promise<Delayed<T>>;
  /** A property of the value, or an item of a list. Dask's attribute access. */
  get<K extends keyof T>(name: K): Delayed<T[K]>;
  /** What a method of the value gives. */
  call<K extends MethodsOf<T>>(name: K, ...args: LazyAll<ArgumentsOf<T[K]>>): Delayed<Awaited<ResultOf<T[K]>>>;
  /** The items of a list of `nout`. @throws TypeError where nobody said how many there are */
  [Symbol.iterator](): IterableIterator<T extends readonly (infer Item)[] ? Delayed<Item> : Delayed<unknown>>;
  /** How it would be computed. */
  explain(options?: ComputeOptions): string;
  toString(): string;
}

type Callable = (...args: never[]) => unknown;
// (A mapped type would go through the items of a list.)
type MethodsOf<T> = keyof T extends infer K ? (K extends keyof T ? (T[K] extends Callable ? K : never) : never) : never;
type ArgumentsOf<F> = F extends (...args: infer A) => unknown ? A : never;
type ResultOf<F> = F extends (...args: never[]) => infer R ? R : never;

/** What may stand for a value among arguments. */
export type Lazy<T> = T | Collection<T> | (T extends Leaf ? never : T extends object ? { readonly [K in keyof T]: Lazy<T[K]> } : never);
type Leaf =
  | string
  | number
  | bigint
  | boolean
  | symbol
  | null
  | undefined
  | Callable
  | ArrayBufferView
  | Date
  | RegExp
  | ReadonlyMap<unknown, unknown>
  | ReadonlySet<unknown>;
export type LazyAll<A> = { readonly [K in keyof A]: Lazy<A[K]> };

/** A lazy function: calling it computes nothing. */
export interface DelayedFunction<A extends readonly unknown[], R> {
  (...args: LazyAll<A>): Delayed<Awaited<R>>;
  /** The same function with values for variables that it takes from around it: workers have none of these. The values may be lazy too. @throws TypeError for a module's function */
  with(values: { readonly [name: string]: unknown }): DelayedFunction<A, R>;
}

export interface DelayedOptions {
  /** Equal arguments give equal keys, and the function is called once for them. Only for functions whose result depends on nothing else. Default: false. */
  readonly pure?: boolean;
  /** What keys begin with; of a value that is wrapped, the key. Default: the function's name. */
  readonly name?: string;
  /** The function gives a list of so many: `const [a, b] = f(x)`. */
  readonly nout?: number;
  /** Whether lazy values are looked for within lists and records. Default: true. */
  readonly traverse?: boolean;
}

/** The type of `delayed`. */
export interface DelayedMaker {
  <A extends unknown[], R>(fn: (...args: A) => R, options?: DelayedOptions): DelayedFunction<A, R>;
  // biome-ignore lint/suspicious/noExplicitAny: a module's export has any type
  <R = any>(fn: ModuleFunction, options?: DelayedOptions): DelayedFunction<any[], R>;
  <T>(value: T, options?: DelayedOptions): Delayed<Unwrapped<T>>;
}

/** What wrapping gives: lazy parts of lists and records become what they compute to. (What has a class is no record: it has no index signature.) */
type Unwrapped<T> =
  T extends Collection<infer V>
    ? V
    : T extends Leaf
      ? T
      : T extends readonly unknown[]
        ? { -readonly [K in keyof T]: Unwrapped<T[K]> }
        : T extends { readonly [name: string]: unknown }
          ? { -readonly [K in keyof T]: Unwrapped<T[K]> }
          : T;
