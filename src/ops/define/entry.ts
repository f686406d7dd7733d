import { type Takes, takes } from "./takes.ts";

/**
 * One operation on arrays as users see it. `apply` works on expressions; the collections wrap it: from this entry come the method, the function, the tooltip,
 * the tests and the docs. `kind` names its signature in `array/array-type.ts`.
 */
// biome-ignore lint/suspicious/noExplicitAny: the signatures users see are those of `kind`
export interface Entry<K extends string = string, F extends (...args: any[]) => unknown = (...args: any[]) => unknown> {
  readonly kind: K;
  readonly apply: F;
  /** The names of what `apply` takes. Operations on single elements read their own arguments. */
  readonly takes?: Takes;
  /** Not a method: it makes arrays from nothing, or takes a list of them. */
  readonly functionOnly: boolean;
  /** A method all the same: which argument is the array it is called on. */
  readonly receiver?: number;
}

// biome-ignore lint/suspicious/noExplicitAny: see above
type AnyFunction = (...args: any[]) => unknown;

/** An operation whose first argument is an array: function and method. `positions` and `options` name what follows it (see `takes`). */
export function method<const K extends string, F extends AnyFunction>(kind: K, apply: F, positions: string, options?: string): Entry<K, F> {
  return { kind, apply, takes: takes(`x ${positions}`, options), functionOnly: false };
}

/** An operation on single elements: a function and a method that reads its own arguments. */
export function elementwiseEntry<F extends AnyFunction>(apply: F): Entry<"elementwise", F> {
  return { kind: "elementwise", apply, functionOnly: false };
}

/** An operation that is no method. */
export function func<const K extends string, F extends AnyFunction>(kind: K, apply: F, positions: string, options?: string): Entry<K, F> {
  return { kind, apply, takes: takes(positions, options), functionOnly: true };
}
