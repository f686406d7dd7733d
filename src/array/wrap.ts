import { exprKey } from "../engine/collection.ts";
import type { Expr } from "../expr/expr.ts";
import { asExpr, isExpr, type OperandInput } from "../ops/array/operand.ts";
import type { Entry } from "../ops/define/entry.ts";
import { guardAll, guarded } from "../ops/define/guarded.ts";
import { orLater } from "../ops/define/or-later.ts";
import { place } from "../ops/define/takes.ts";
import { arrayAliases, arrayOps } from "../ops/registry.ts";
import { isPlainRecord } from "../util/plain.ts";
import { printed } from "../util/printed.ts";
import { DArray } from "./darray.ts";

/** Arguments for operations on expressions: arrays show theirs, also in lists and among options. */
function unwrap(value: unknown): unknown {
  if (value instanceof DArray) return value[exprKey];
  if (isPlainRecord(value) && Object.values(value).some((item) => item instanceof DArray)) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, unwrap(item)]));
  }
  if (Array.isArray(value) && value.some((item) => item instanceof DArray || Array.isArray(item))) return value.map(unwrap);
  return value;
}

/** What an operation gives, as arrays. */
export function wrap(value: unknown): unknown {
  if (isExpr(value)) return new DArray(value as Expr);
  return Array.isArray(value) ? value.map(wrap) : value;
}

export type AnyFunction = (...args: unknown[]) => unknown;

function functionOf(entry: Entry, name: string): AnyFunction {
  const expected = { takes: entry.takes, required: entry.apply.length };
  const run = (...args: unknown[]) =>
    guarded(
      name,
      args,
      () => {
        const given = args.map(unwrap);
        const placed = entry.takes === undefined ? given : place(name, entry.takes, given, isExpr);
        return wrap(orLater(name, entry.apply, prepare(entry, placed, name), isExpr));
      },
      expected,
    );
  Object.defineProperty(run, "name", { value: name });
  return run;
}

/** A method called as a function takes data for its first argument too. */
function prepare(entry: Entry, args: unknown[], name: string): unknown[] {
  const at = entry.receiver ?? (entry.functionOnly || entry.kind === "elementwise" ? undefined : 0);
  if (at === undefined || isExpr(args[at])) return args;
  return [...args.slice(0, at), asExpr(args[at] as OperandInput, name), ...args.slice(at + 1)];
}

/** Every operation as a function on arrays, by all its names. */
export const functions: { readonly [name: string]: AnyFunction } = (() => {
  const made: { [name: string]: AnyFunction } = Object.create(null);
  for (const [name, entry] of Object.entries(arrayOps)) made[name] = functionOf(entry, name);
  for (const [alias, name] of arrayAliases) made[alias] = functionOf(arrayOps[name as keyof typeof arrayOps], alias);
  return made;
})();

guardAll(
  DArray.prototype,
  Object.getOwnPropertyNames(DArray.prototype).filter((name) => name !== "constructor"),
);
for (const [name, run] of Object.entries(functions)) {
  const entry = arrayOps[(arrayAliases.get(name) ?? name) as keyof typeof arrayOps] as Entry;
  const receiver = entry.receiver ?? (entry.functionOnly ? undefined : 0);
  if (receiver === undefined || name in DArray.prototype) continue;
  const value = function (this: DArray, ...args: unknown[]) {
    return run(...args.slice(0, receiver), this, ...args.slice(receiver));
  };
  Object.defineProperty(value, "name", { value: name });
  Object.defineProperty(DArray.prototype, name, { value, writable: true, configurable: true });
}
// NumPy and Dask have these in brackets: who looks at one is told how it is called.
printed(DArray.prototype.blocks, () => "blocks: chunks by their numbers, as an array: x.blocks(0, null)");
printed(DArray.prototype.vindex, () => "vindex: elements whose positions are taken together: x.vindex([0, 1], [2, 3])");
