import { isModuleFunction, type ModuleFunction } from "../../ops/define/module-function.ts";
import { isPlainRecord } from "../../util/plain.ts";

/**
 * Work as plain data, by keys: `{ x: 1, y: [inc, "x"], z: [add, "y", 10] }`. A list whose head is a function is a task; a string that is a key stands for what that makes, also in lists and
 * records; all else is what it is. `ref`, `task` and `literal` say it where data look like something else.
 */
export type RawGraph = { readonly [key: string]: unknown };

/** A reference to a key. */
export interface Ref {
  readonly kind: "chunkwise/ref";
  readonly key: string;
}

/** A call. */
export interface RawTask {
  readonly kind: "chunkwise/task";
  readonly fn: RawFunction;
  readonly args: readonly unknown[];
}

/** Data in which nothing is a reference or a task. */
export interface Literally {
  readonly kind: "chunkwise/literal";
  readonly value: unknown;
}

export type RawFunction = ((...args: never[]) => unknown) | ModuleFunction;

/** What a key makes, in a raw graph; there must be one. */
export function ref(key: string): Ref {
  return { kind: "chunkwise/ref", key };
}

/** A call, in a raw graph: `[fn, ...args]` in words. */
export function task(fn: RawFunction, ...args: readonly unknown[]): RawTask {
  return { kind: "chunkwise/task", fn, args };
}

/** A value as it stands, in a raw graph: its strings are no references, its lists no tasks. */
export function literal(value: unknown): Literally {
  return { kind: "chunkwise/literal", value };
}

export type Part =
  | { readonly kind: "ref"; readonly key: string; readonly isExplicit: boolean }
  | { readonly kind: "task"; readonly fn: RawFunction; readonly args: readonly unknown[] }
  | { readonly kind: "list"; readonly items: readonly unknown[] }
  | { readonly kind: "record"; readonly fields: { readonly [name: string]: unknown } }
  | { readonly kind: "literal"; readonly value: unknown };

/** What something in a graph is. */
export function partOf(it: unknown, graph: RawGraph): Part {
  if (typeof it === "string") return Object.hasOwn(graph, it) ? { kind: "ref", key: it, isExplicit: false } : { kind: "literal", value: it };
  if (Array.isArray(it)) {
    const [head, ...args] = it as unknown[];
    return isFunction(head) ? { kind: "task", fn: head, args } : { kind: "list", items: it };
  }
  if (!isPlainRecord(it) || isModuleFunction(it)) return { kind: "literal", value: it };
  switch (it["kind"]) {
    case "chunkwise/ref":
      return { kind: "ref", key: (it as unknown as Ref).key, isExplicit: true };
    case "chunkwise/task":
      return { kind: "task", fn: (it as unknown as RawTask).fn, args: (it as unknown as RawTask).args };
    case "chunkwise/literal":
      return { kind: "literal", value: (it as unknown as Literally).value };
    default:
      return { kind: "record", fields: it };
  }
}

function isFunction(it: unknown): it is RawFunction {
  return typeof it === "function" || isModuleFunction(it);
}

/** What a part holds that may be parts. */
export function partsIn(part: Part): readonly unknown[] {
  if (part.kind === "task") return part.args;
  if (part.kind === "list") return part.items;
  return part.kind === "record" ? Object.values(part.fields) : [];
}
