import { shown } from "../../util/shown.ts";
import { describe, type Takes } from "./takes.ts";

/** What is known of a call's arguments. */
export interface Expected {
  readonly takes?: Takes | undefined;
  /** So many have to be there. */
  readonly required?: number;
}

/**
 * A call of the user's. Where nothing expected an argument of its kind, JavaScript throws somewhere within; who called is told of which operation, what that takes, and what it was given. What functions
 * of the user's throw is theirs.
 *
 * @throws TypeError
 */
export function guarded<T>(operation: string, args: readonly unknown[], run: () => T, expected: Expected = {}): T {
  try {
    const made = run();
    return made instanceof Promise ? (guardedPromise(made, operation, args, expected.required ?? 0) as T) : made;
  } catch (error) {
    throw told(error, operation, args, expected);
  }
}

function told(error: unknown, operation: string, args: readonly unknown[], expected: Expected): unknown {
  if (!isOfLanguage(error) || (args.some(hasFunction) && !isWithin(error))) return error;
  return new TypeError(`${operation}: ${wrongIn(args, expected)}`, { cause: error });
}

/** The same of a promise, where arguments are not even of the kind that all such take: a path or a text first, then options. */
async function guardedPromise<T>(promise: Promise<T>, operation: string, args: readonly unknown[], required: number): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    const isOdd = (arg: unknown, at: number) => (at < required ? typeof arg !== "string" : arg === null || typeof arg !== "object");
    throw (args.length < required || args.some(isOdd)) && error instanceof TypeError && isWithin(error) ? told(error, operation, args, { required }) : error;
  }
}

/** Methods, or functions of a record, that are guarded. */
export function guardAll<T extends object>(target: T, names: readonly string[]): T {
  for (const name of names) {
    const { value, ...rest } = Object.getOwnPropertyDescriptor(target, name) ?? {};
    if (typeof value !== "function" || isClass(value)) continue;
    const run = {
      [name](this: unknown, ...args: unknown[]) {
        return guarded(name, args, () => value.apply(this, args), { required: value.length });
      },
    };
    Object.defineProperty(target, name, { ...rest, value: run[name] });
  }
  return target;
}

/** A record of functions, all of them guarded. */
export const guardedRecord = <T extends object>(functions: T): T => guardAll({ ...functions }, Object.keys(functions));

const isClass = (value: () => unknown) => Object.getOwnPropertyDescriptor(value, "prototype")?.writable === false;

/** Ours begin with the name of an operation. */
function isOfLanguage(error: unknown): error is Error {
  const isPlain = error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError;
  return isPlain && !/^[\w./]+(\(.*\))?: |allocation failed/.test(error.message);
}

/** Where functions of the user's may have been called, only what was thrown in the files of this package is not theirs. */
function isWithin(error: Error): boolean {
  const folder = fileOf(new Error())?.match(/^(.*)ops.define.guarded\.[jt]s$/)?.[1];
  return folder !== undefined && (fileOf(error)?.startsWith(folder) ?? false);
}

/** The file of the innermost call that is in one. */
const fileOf = ({ stack = "" }: Error) => stack.match(/^ +at .*?((?:file:\/\/)?\/[^():]+|[A-Z]:[^():]+):\d+:\d+\)?$/m)?.[1]?.replace(/^file:\/\//, "");

function hasFunction(value: unknown): boolean {
  if (typeof value === "function") return true;
  return typeof value === "object" && value !== null && Object.values(value).some((item) => typeof item === "function");
}

function wrongIn(args: readonly unknown[], { takes, required = 0 }: Expected): string {
  const positions = takes?.positions ?? [];
  const itTakes = takes === undefined ? "" : `; it takes ${describe(takes)}`;
  const missing = args.findLastIndex((arg) => arg !== undefined) + 1;
  // Later ones may be optional: a function's length does not tell.
  if (missing < required && missing <= (takes === undefined ? 0 : 1))
    return `${positions[missing]?.replace(/[<>]/g, "") ?? "the argument"} is missing${itTakes}`;
  return `does not take (${args.map(shown).join(", ")})${itTakes}`;
}
