import { type Collection, isCollection } from "./collection.ts";

/** Only these are looked into; a class instance, a map or a typed array is a value. */
function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const proto = Object.getPrototypeOf(value);
  return proto === Object.prototype || proto === null;
}

/** The collections in nested arrays and plain objects, in the order they stand. */
export function collectionsIn(value: unknown, found: Collection[] = []): Collection[] {
  if (isCollection(value)) found.push(value);
  else if (Array.isArray(value)) for (const item of value) collectionsIn(item, found);
  else if (isPlain(value)) for (const key of Object.keys(value)) collectionsIn(value[key], found);
  return found;
}

/** The same nesting with each collection replaced, in the order of `collectionsIn`. */
export function replaceCollections(value: unknown, results: Iterator<unknown>): unknown {
  if (isCollection(value)) return results.next().value;
  if (Array.isArray(value)) return value.map((item) => replaceCollections(item, results));
  if (!isPlain(value)) return value;
  // Not an assignment: a key may be `__proto__`.
  return Object.fromEntries(Object.keys(value).map((key) => [key, replaceCollections(value[key], results)]));
}

export { isPlain as isPlainObject };
