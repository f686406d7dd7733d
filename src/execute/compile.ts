import { isLocal, localFunction } from "../graph/local-functions.ts";
import type { Literal } from "../graph/program.ts";
import { ClosureError } from "../util/errors.ts";

export type Callable = (...args: unknown[]) => unknown;

/** Functions without captured values, by source; old ones go when there are too many. */
const compiled = new Map<string, Callable>();
const most = 1000;

/** Keeps a function's name through minifiers; what esbuild and tsx expect to be there. */
function __name(target: object, value: string): object {
  return Object.defineProperty(target, "name", { value, configurable: true });
}

/** The function that a source is, with values for variables from around it. */
export function compile(source: string, captured: { readonly [name: string]: Literal } | undefined): Callable {
  if (isLocal(source)) return local(source);
  const names = Object.keys(captured ?? {});
  const known = names.length === 0 ? compiled.get(source) : undefined;
  if (known !== undefined) return known;
  const make = new Function("__name", ...names, `"use strict"; return ${source};`) as (...values: unknown[]) => Callable;
  const fn = make(__name, ...names.map((name) => captured![name]));
  if (names.length === 0) {
    if (compiled.size >= most) compiled.delete(compiled.keys().next().value!);
    compiled.set(source, fn);
  }
  return fn;
}

function local(source: string): Callable {
  const fn = localFunction(source);
  if (fn !== undefined) return fn as Callable;
  throw new ClosureError('a function that uses variables from around it was built for the scheduler "synchronous", and cannot run on a worker', []);
}
