import { config } from "../config/config.ts";
import { ClosureError } from "../util/errors.ts";
import { freeVariables } from "./free-variables.ts";
import { localSource } from "./local-functions.ts";
import type { Literal } from "./program.ts";

/** Any function of the user's: what it takes and gives is looked at where it is called. */
export type UserFunction = (...args: never[]) => unknown;

/** What bundlers and loaders put into functions: esbuild and tsx call `__name(function, "name")` to keep names. */
const provided: readonly string[] = ["__name"];

/**
 * A function as a piece of JavaScript that is worth the same anywhere: an expression. Throws `ClosureError` if it uses variables from around it that are neither
 * globals nor among `captured`. Where another scheduler than `threads` is set, any function will do: it stays in this thread.
 */
export function sourceOf(operation: string, fn: UserFunction, captured: { readonly [name: string]: Literal } = {}): string {
  try {
    return checkedSource(operation, fn, captured);
  } catch (error) {
    if (error instanceof ClosureError && config.get("scheduler") !== "threads") return localSource(fn);
    throw error;
  }
}

function checkedSource(operation: string, fn: UserFunction, captured: { readonly [name: string]: Literal }): string {
  const { name } = fn;
  const source = asExpression(operation, Function.prototype.toString.call(fn), name);
  const unknown = freeVariables(source).filter((variable) => !(variable in globalThis) && !provided.includes(variable) && !Object.hasOwn(captured, variable));
  if (unknown.length === 0) return source;
  const list = unknown.join(", ");
  throw new ClosureError(
    `${operation}: ${name || "the function"} uses ${list} from around it, which a worker does not have; pass values explicitly (with: { ${list} }), export the function from a module (fromModule), or set the scheduler to "synchronous" before`,
    unknown,
  );
}

/** `f(x) { … }` of an object or a class is no expression as it stands. */
function asExpression(operation: string, text: string, name: string): string {
  for (const candidate of [`(${text})`, `(Object.values({${text}})[0])`, `(Object.values({${text.replace(/^static\s+/, "")}})[0])`]) {
    try {
      freeVariables(candidate);
      return candidate;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  throw new ClosureError(
    `${operation}: ${name || "the function"} has no source that a worker could run (native or bound functions have none); wrap it in a function of your own`,
    [],
  );
}
