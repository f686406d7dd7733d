import { pool } from "../chunk/pool.ts";
import { exprKey, isCollection } from "../engine/collection.ts";
import { keptFor } from "../engine/persist.ts";
import type { Expr } from "../expr/expr.ts";
import { valueMeta, withChunks } from "../expr/meta.ts";
import { tokenize } from "../expr/token.ts";
import { encodeValue } from "../io/values/encode.ts";
import { calleeOf } from "../ops/define/callee.ts";
import { isModuleFunction, type ModuleFunction } from "../ops/define/module-function.ts";
import { persisted } from "../ops/define/stored.ts";
import type { Target } from "../ops/value/call.ts";
import { isPlainRecord } from "../util/plain.ts";
import { printed } from "../util/printed.ts";
import { shown } from "../util/shown.ts";
import { readArguments } from "./call-arguments.ts";
import { builtInTarget, callOf, uniqueId } from "./calls.ts";
import type { DelayedFunction, DelayedMaker, DelayedOptions } from "./delayed-type.ts";
import { Delayed } from "./lazy-value.ts";
import { originalKey } from "./original.ts";

type AnyFunction = (...args: never[]) => unknown;

/**
 * A lazy function, or a value that is wrapped once for many.
 *
 * `delayed(fn)` gives a function whose calls compute nothing: they give a `Delayed`, which may be given to other calls in place of what it will be. A function leaves for a worker as its
 * source, so it stands on its own: what it uses from around it is given by `.with({ name })`, or a module exports it (`fromModule`). It is given copies and may keep or change them. What it gives
 * is plain data (numbers, text, lists, records, maps, dates, typed arrays …), an `NDArray` or a table of Arrow, or a promise of such; with the scheduler `"synchronous"` anything.
 *
 * `delayed(value)` puts data into memory that all workers share, once for all calls that it is given to.
 *
 * @throws ClosureError, when it is called, for a function that uses variables from around it
 * @example
 * const inc = delayed((x) => x + 1);
 * const add = delayed((x, y) => x + y);
 * await add(inc(1), inc(2)).compute();   // 5
 */
export const delayed: DelayedMaker = ((it: unknown, options: DelayedOptions = {}) => {
  if (!isPlainRecord(options)) throw new TypeError(`delayed: options are ${shown(options)}; give a record of some of pure, name, nout, traverse`);
  if (typeof it === "function") return delayedFunction(it as AnyFunction, options);
  if (isModuleFunction(it)) return delayedFunction(it, options);
  return wrapped(it, options);
}) as DelayedMaker;

/** Makes a call, by the key that its user gave it. */
type Lazily = (key: string | undefined, args: readonly unknown[]) => Delayed;

/** Calls of a function. What they share is made with the first of them: until then, `with` may say what the function lacks. */
function callsOf(fn: AnyFunction | ModuleFunction, options: DelayedOptions, captured?: { readonly [name: string]: unknown }): Lazily {
  const { pure = false, nout, traverse = true } = options;
  const name = options.name ?? (fn.name || "anonymous");
  if (captured !== undefined && isModuleFunction(fn))
    throw new TypeError(`${name}: a module's function has what is around it there, and takes no values by with; give them as arguments`);
  if (nout !== undefined && !(Number.isInteger(nout) && nout >= 0)) throw new TypeError(`delayed: nout ${nout} is not a number of results`);
  let target: Target | undefined;
  let before: Expr | undefined;
  return (key, args) => {
    target ??= { name, callee: calleeOf(name, fn, { with: captured as never }).callee, captures: captured !== undefined };
    if (captured !== undefined) before ??= callOf(builtInTarget("same", `with of ${name}`), readArguments(name, [captured], true), pure);
    return new Delayed(callOf(target, readArguments(name, withoutLarge(args, pure), traverse, before), pure, key), nout === undefined ? undefined : { nout });
  };
}

function delayedFunction(
  fn: AnyFunction | ModuleFunction,
  options: DelayedOptions,
  captured?: { readonly [name: string]: unknown },
): DelayedFunction<unknown[], unknown> {
  const calls = callsOf(fn, options, captured);
  const made = Object.assign((...args: unknown[]) => calls(undefined, args), {
    with: (values: { readonly [name: string]: unknown }) => delayedFunction(fn, options, { ...captured, ...values }),
    [originalKey]: fn,
  });
  return printed(made, () => `delayed(${options.name ?? (fn.name || "anonymous")})`) as unknown as DelayedFunction<unknown[], unknown>;
}

/** Calls of functions that others keep by keys of their own: those of one function share their programs. */
export function callsByKey() {
  const known = new Map<unknown, Lazily>();
  return {
    call(fn: AnyFunction | ModuleFunction, args: readonly unknown[], key: string | undefined): Delayed {
      let calls = known.get(fn);
      if (calls === undefined) known.set(fn, (calls = callsOf(fn, {})));
      return calls(key, args);
    },
    wrap: (value: object, key: string): Delayed => wrapped(value, { name: key }),
  };
}

/** Larger arrays among arguments go into memory that workers share, rather than with the task. */
const largeBytes = 2 ** 16;

function withoutLarge(args: readonly unknown[], pure: boolean): readonly unknown[] {
  const isLarge = (arg: unknown) => ArrayBuffer.isView(arg) && arg.byteLength > largeBytes;
  return args.some(isLarge) ? args.map((arg) => (isLarge(arg) ? wrapped(arg, { pure }) : arg)) : args;
}

/** Up to this many bytes a value goes along with the task that gives it. */
const smallBytes = 1024;

function wrapped(value: unknown, { pure = false, name, nout, traverse = true }: DelayedOptions): Delayed {
  if (isCollection(value) && value[exprKey].meta.kind === "value") return value as Delayed;
  const args = readArguments("delayed", [value], traverse);
  const { inputs, locals, encoded } = args;
  const isCall = inputs.length > 0 || locals.length > 0 || encoded.byteLength <= smallBytes;
  return new Delayed(isCall ? callOf(builtInTarget("same", "value"), args, pure, name) : storedValue(value, pure), { key: name, nout });
}

/** A value in memory that tasks share; it may go to disk like other chunks. */
function storedValue(value: unknown, pure: boolean): Expr {
  const encoded = encodeValue(value);
  const block = pool.allocate(encoded.byteLength);
  const bytes = new Uint8Array(block.buffer, block.byteOffset, encoded.byteLength);
  encoded.write(bytes);
  const id = pure ? tokenize("value", bytes) : uniqueId();
  pool.allowSpill(block);
  const chunk = { block, dtype: "uint8" as const, shape: [encoded.byteLength] };
  return keptFor(persisted(id, withChunks(valueMeta, [chunk.shape]), [chunk]));
}
