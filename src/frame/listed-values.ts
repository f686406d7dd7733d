import { isCollection } from "../engine/collection.ts";
import { shown } from "../util/shown.ts";
import { hasColumn } from "./operand.ts";

/** Values as a list, a `Set`, a typed array. */
export type Listed<V> = readonly V[] | ReadonlySet<V> | (Iterable<V> & { readonly BYTES_PER_ELEMENT: number });

/** Anything that has values one after the other, as a list of them. */
export function listedValues(values: unknown, operation: string): readonly unknown[] {
  if (Array.isArray(values)) return values;
  if (hasColumn(values) || isCollection(values))
    throw new TypeError(
      `${operation}: ${String(values)} is not computed yet; merge with how: "semi" keeps the rows that have a partner, or await compute() first`,
    );
  if (typeof values === "object" && values !== null && Symbol.iterator in values && !(values instanceof Map)) return [...(values as Iterable<unknown>)];
  throw new TypeError(`${operation}: ${shown(values)} is no list of values; give one, like [1, 2], or a Set`);
}
