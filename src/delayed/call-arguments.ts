import { config } from "../config/config.ts";
import { type Collection, exprKey, handedAsKey, isCollection } from "../engine/collection.ts";
import type { Expr } from "../expr/expr.ts";
import { sourceOf } from "../graph/function-source.ts";
import { type Encoded, type EncodeOptions, encodeValue } from "../io/values/encode.ts";
import type { Use } from "../ops/value/given.ts";
import { DTypeError } from "../util/errors.ts";
import { originalKey } from "./original.ts";

/** Arguments of a call, read: what they are now is what the function will be given. */
export interface CallArguments {
  readonly encoded: Encoded;
  /** What is to be computed first. */
  readonly inputs: readonly Expr[];
  readonly uses: readonly Use[];
  /** What only this thread has and the arguments name. */
  readonly locals: readonly object[];
}

const valueUse: Use = { as: "value" };
const noUses: readonly Use[] = [];
const noLocals: readonly object[] = [];

/** How a function is given a collection. */
function useOf(collection: Collection): Use {
  const { kind } = collection[exprKey].meta;
  if (kind === "value") return valueUse;
  return { as: kind === "array" ? "array" : (collection[handedAsKey] ?? "table") };
}

/** Reads arguments: a class rather than functions, since there may be a hundred thousand calls. */
class Reading implements EncodeOptions {
  readonly inputs: Expr[] = [];
  readonly collections: object[] = [];
  /** Where there are many collections, the number of each. */
  numbers: Map<object, number> | undefined;
  uses: Use[] | undefined;
  locals: object[] | undefined;
  readonly operation: string;
  /** Where only these are looked at. */
  readonly only: readonly unknown[] | undefined;
  readonly keepLocal: ((value: object) => void) | undefined;

  constructor(operation: string, only: readonly unknown[] | undefined, before: Expr | undefined) {
    this.operation = operation;
    this.only = only;
    if (before !== undefined) this.#add({}, before, valueUse);
    // Where tasks run on this thread, values may be of any kind.
    this.keepLocal = config.get("scheduler") === "threads" ? undefined : (value) => void (this.locals ??= []).push(value);
  }

  reference(part: object): number | undefined {
    if (!isCollection(part) || this.only?.includes(part) === false) return undefined;
    const known = this.numbers === undefined ? this.collections.indexOf(part) : (this.numbers.get(part) ?? -1);
    return known >= 0 ? known : this.#add(part, part[exprKey], useOf(part));
  }

  source(fn: (...args: never[]) => unknown): string {
    return sourceOf(this.operation, (fn as { [originalKey]?: typeof fn })[originalKey] ?? fn);
  }

  #add(collection: object, expr: Expr, use: Use): number {
    const number = this.inputs.push(expr) - 1;
    this.collections.push(collection);
    if (use !== valueUse) this.uses ??= this.inputs.slice(1).map(() => valueUse);
    this.uses?.push(use);
    if (number === 16) this.numbers = new Map(this.collections.map((each, i) => [each, i]));
    this.numbers?.set(collection, number);
    return number;
  }
}

/** `traverse`: whether lazy values are looked for within lists and records. `before`: an input that the call has besides. */
export function readArguments(operation: string, args: readonly unknown[], traverse: boolean, before?: Expr): CallArguments {
  const reading = new Reading(operation, traverse ? undefined : args, before);
  try {
    const encoded = encodeValue(args, reading);
    return { encoded, inputs: reading.inputs, uses: reading.uses ?? noUses, locals: reading.locals ?? noLocals };
  } catch (error) {
    if (error instanceof DTypeError) throw new DTypeError(`${operation}: of the arguments, ${error.message}`, { cause: error });
    throw error;
  }
}
