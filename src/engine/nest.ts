import { GraphError } from "../util/errors.ts";
import { isPlainRecord } from "../util/plain.ts";
import { type Collection, isCollection } from "./collection.ts";

/** The collections in nested arrays and plain objects, in the order they stand. */
export function collectionsIn(value: unknown, found: Collection[] = [], around: readonly unknown[] = []): Collection[] {
  if (isCollection(value)) {
    found.push(value);
    return found;
  }
  if (!Array.isArray(value) && !isPlainRecord(value)) return found;
  if (around.includes(value)) throw new GraphError("compute: a list or record holds itself; give the collections in it without the cycle");
  const within = [...around, value];
  for (const item of Array.isArray(value) ? value : Object.values(value)) collectionsIn(item, found, within);
  return found;
}

/** The same nesting with each collection replaced, in the order of `collectionsIn`. */
export function replaceCollections(value: unknown, results: Iterator<unknown>): unknown {
  if (isCollection(value)) return results.next().value;
  if (Array.isArray(value)) return value.map((item) => replaceCollections(item, results));
  if (!isPlainRecord(value)) return value;
  // Not an assignment: a key may be `__proto__`.
  return Object.fromEntries(Object.keys(value).map((key) => [key, replaceCollections(value[key], results)]));
}
