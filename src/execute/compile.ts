import { isLocal, localFunction } from "../graph/local-functions.ts";
import { ClosureError } from "../util/errors.ts";

export type Callable = (...args: unknown[]) => unknown;

type Captured = { readonly [name: string]: unknown };

/** What makes functions of values for variables from around them, by source and names; and functions that need none, by source. Old ones go when there are too many. */
const makers = new Map<string, (...values: unknown[]) => Callable>();
const compiled = new Map<string, Callable>();
const most = 1000;

/** Keeps a function's name through minifiers; what esbuild and tsx expect to be there. */
function __name(target: object, value: string): object {
  return Object.defineProperty(target, "name", { value, configurable: true });
}

/** The function that a source is, with values for variables from around it. */
export function compile(source: string, captured: Captured | undefined): Callable {
  if (isLocal(source)) return local(source);
  const names = captured === undefined ? [] : Object.keys(captured);
  if (names.length > 0) return makerOf(source, names)(__name, ...names.map((name) => captured![name]));
  const known = compiled.get(source);
  if (known !== undefined) return known;
  const fn = makerOf(source, names)(__name);
  keep(compiled, source, fn);
  return fn;
}

function makerOf(source: string, names: readonly string[]): (...values: unknown[]) => Callable {
  const key = names.length === 0 ? source : `${names.join()}\n${source}`;
  let make = makers.get(key);
  if (make !== undefined) return make;
  make = new Function("__name", ...names, `"use strict"; return ${source};`) as (...values: unknown[]) => Callable;
  keep(makers, key, make);
  return make;
}

function keep<T>(among: Map<string, T>, key: string, value: T): void {
  if (among.size >= most) among.delete(among.keys().next().value!);
  among.set(key, value);
}

function local(source: string): Callable {
  const fn = localFunction(source);
  if (fn !== undefined) return fn as Callable;
  throw new ClosureError('a function that uses variables from around it was built for the scheduler "synchronous", and cannot run on a worker', []);
}
