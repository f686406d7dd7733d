import type { DType } from "../chunk/dtype.ts";
import { NDArray } from "../chunk/ndarray.ts";
import type { FunctionStep, Literal, ModuleStep, StepParams } from "../graph/program.ts";
import type { Place } from "../graph/task.ts";
import type { Operand } from "../kernels/kernel.ts";
import type { CallFunction } from "../kernels/run.ts";
import { type Callee, ownParams } from "../ops/define/callee.ts";
import { shown } from "../util/shown.ts";
import { type Callable, compile } from "./compile.ts";
import { copyOf } from "./copy.ts";
import { callEach } from "./each.ts";
import { inOperation } from "./function-failure.ts";
import { resultOf } from "./function-result.ts";
import { importForTask } from "./nesting.ts";

/** What a function is given after its arrays. */
export interface BlockInfo {
  /** Where in the whole array the chunk begins that it makes, and the chunk's shape; `undefined` if the chunk has no place of its own. */
  readonly origin: readonly number[] | undefined;
  readonly shape: readonly number[] | undefined;
  /** The dtype that was declared for its result. */
  readonly dtype: DType;
  /** The step's params, but `captured`. */
  readonly params: StepParams;
}

/**
 * Calls a function of the user's: `fn(...arrays, info)`. Arrays are `NDArray`s in memory of their own, so the function may keep or change them.
 * It gives a typed array, an `NDArray`, `{ data, shape }`, a number, or arrays of numbers, or a promise of one.
 */
export const callFunction: CallFunction = (step, args, place) => {
  return inOperation(step.operation, () => {
    const fn = functionOf(step);
    const arrays = args.map((arg) => new NDArray(arg.dtype, copyOf(arg), arg.shape));
    if (fn instanceof Promise) return fn.then((loaded) => call(loaded, step, arrays, place));
    return call(fn, step, arrays, place);
  });
};

/** A function of several results, for one of them. */
function oneOf(fn: Callable, output: number): Callable {
  const pick = (value: unknown): unknown => {
    if (!Array.isArray(value) || value.length <= output)
      throw new TypeError(`the function gave ${shown(value)} where a list of results was declared, one for each`);
    return value[output];
  };
  return (...args) => {
    const value = fn(...args);
    return isThenable(value) ? Promise.resolve(value).then(pick) : pick(value);
  };
}

function call(all: Callable, step: FunctionStep | ModuleStep, arrays: readonly NDArray[], place: Place | undefined): Operand | Promise<Operand> {
  const { captured: _, [ownParams.each]: each, [ownParams.output]: output, ...params } = step.params ?? {};
  const fn = output === undefined ? all : oneOf(all, output as number);
  const info: BlockInfo = { origin: place?.origin, shape: place?.shape, dtype: step.result, params };
  if (each !== undefined) {
    const { cores, inner } = each as { readonly cores: readonly number[]; readonly inner: readonly number[] };
    return callEach((...slots) => fn(...slots, { ...info, origin: undefined, shape: undefined }), arrays, cores, inner, step.result);
  }
  const expected = place?.shape ?? arrays[0]?.shape;
  const value = fn(...arrays, info);
  return isThenable(value) ? Promise.resolve(value).then((settled) => resultOf(settled, step.result, expected)) : resultOf(value, step.result, expected);
}

/** The function itself; a promise of it while its module is loaded. */
export function functionOf(step: (Callee & { readonly params?: StepParams }) | FunctionStep | ModuleStep): Callable | Promise<Callable> {
  if ("source" in step) return compile(step.source, step.params?.["captured"] as { readonly [name: string]: Literal } | undefined);
  return exported(step);
}

const modules = new Map<string, { readonly [name: string]: unknown }>();

/** A function that a module exports; a promise only the first time. */
function exported({ module, name }: Pick<ModuleStep, "module" | "name">): Callable | Promise<Callable> {
  const pick = (exports: { readonly [name: string]: unknown }): Callable => {
    const fn = exports[name];
    if (typeof fn !== "function") throw new TypeError(`${module} exports no function ${name}`);
    return fn as Callable;
  };
  const loaded = modules.get(module);
  if (loaded !== undefined) return pick(loaded);
  return importForTask(module).then((exports) => {
    modules.set(module, exports);
    return pick(exports);
  });
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === "function";
}
