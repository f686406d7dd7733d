import { sourceOf, type UserFunction } from "../../graph/function-source.ts";
import type { Literal } from "../../graph/program.ts";
import { isModuleFunction, type ModuleFunction } from "./module-function.ts";

/** A function that can travel: its source, or where it is exported. */
export type Callee = { readonly source: string } | { readonly module: string; readonly name: string };

/** A function of a user's that tasks call: one that stands on its own, or one that a module exports (`fromModule`). */
export type TravelingFunction = UserFunction | ModuleFunction;

export interface CalleeOptions {
  /** Values for variables of the function that come from around it. */
  readonly with?: { readonly [name: string]: Literal };
  /** Numbers and texts the function is given in `info.params`. */
  readonly params?: { readonly [name: string]: Literal };
}

/** Names of what a step says of the call itself, beside the user's params: none that a user would choose. */
export const ownParams = { each: "call/each", output: "call/output" } as const;

/** A function as something a task can carry, and what it captured. */
export function calleeOf(
  operation: string,
  fn: TravelingFunction,
  { with: captured, params = {} }: CalleeOptions,
): { readonly callee: Callee; readonly values: { readonly [name: string]: Literal } } {
  if (isModuleFunction(fn)) return { callee: { module: fn.module, name: fn.name }, values: params };
  if (typeof fn !== "function") throw new TypeError(`${operation}: takes a function, not ${typeof fn}`);
  return { callee: { source: sourceOf(operation, fn, captured) }, values: captured === undefined ? params : { ...params, captured } };
}
