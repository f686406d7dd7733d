import { GraphError } from "../util/errors.ts";
import { isPlainRecord } from "../util/plain.ts";
import { type Collection, isCollection } from "./collection.ts";

interface Step {
  readonly from: object;
  readonly to: object;
  readonly keys: readonly (string | number)[];
  next: number;
}

/** The collections in nested arrays and plain objects, in the order they stand. */
export function collectionsIn(value: unknown): Collection[] {
  const found: Collection[] = [];
  replaceCollections(value, (collection) => found.push(collection));
  return found;
}

/** The same nesting, however deep, with each collection replaced, in the order of `collectionsIn`. A list or record that stands in it twice is looked at once. */
export function replaceCollections(value: unknown, replace: (collection: Collection) => unknown): unknown {
  const copies = new Map<object, object>();
  const within = new Set<object>();
  const path: Step[] = [];
  const copyOf = (item: unknown): unknown => {
    if (isCollection(item)) return replace(item);
    if (!Array.isArray(item) && !isPlainRecord(item)) return item;
    if (within.has(item)) throw new GraphError("compute: a list or record holds itself; give the collections in it without the cycle");
    const known = copies.get(item);
    if (known !== undefined) return known;
    const to = Array.isArray(item) ? new Array<unknown>(item.length) : {};
    copies.set(item, to);
    within.add(item);
    path.push({ from: item, to, keys: Array.isArray(item) ? [...item.keys()] : Object.keys(item), next: 0 });
    return to;
  };
  const root = copyOf(value);
  for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
    const { from, to, keys } = step;
    const key = keys[step.next++];
    if (key === undefined) {
      within.delete(from);
      path.pop();
    } else put(to, key, copyOf((from as { readonly [key: string]: unknown })[key]));
  }
  return root;
}

/** Not an assignment: a key may be `__proto__`. */
function put(to: object, key: string | number, value: unknown): void {
  if (key === "__proto__") Object.defineProperty(to, key, { value, enumerable: true, configurable: true, writable: true });
  else (to as { [key: string]: unknown })[key] = value;
}
