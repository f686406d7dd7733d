import { isPlainRecord } from "../util/plain.ts";
import { type Collection, isCollection } from "./collection.ts";

/** The collections in nested arrays and plain objects, in the order they stand. */
export function collectionsIn(value: unknown, found: Collection[] = []): Collection[] {
  if (isCollection(value)) found.push(value);
  else if (Array.isArray(value)) for (const item of value) collectionsIn(item, found);
  else if (isPlainRecord(value)) for (const key of Object.keys(value)) collectionsIn(value[key], found);
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
