import type { StepParams } from "../../graph/program.ts";
import { DTypeError } from "../../util/errors.ts";
import type { ColumnExpr } from "./column-expr.ts";
import { findColumnFunction } from "./functions/table.ts";

/** What a function that stands for another refuses, the other refuses. */
function underName<T>(name: string, inner: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    const start = `${inner === "cast" ? "astype" : inner}: does not take `;
    if (!(error instanceof DTypeError) || !error.message.startsWith(start)) throw error;
    throw new DTypeError(`${name}${error.message.slice(start.indexOf(":"))}`);
  }
}

/** A function of columns applied: arguments brought together, the type inferred. Throws `DTypeError` if they do not fit. */
export function typedCall(name: string, args: readonly ColumnExpr[], params: StepParams = {}): ColumnExpr {
  const fn = findColumnFunction(name);
  if (fn === undefined) throw new DTypeError(`${name}: there is no such function of columns`);
  const rewritten = fn.rewrite?.(args, params, (inner, ...given) => underName(name, inner, () => typedCall(inner, ...given)));
  if (rewritten !== undefined) return rewritten;
  const adapted = fn.adapt?.(args, params) ?? args;
  const type = fn.infer(
    adapted.map((arg) => arg.type),
    params,
  );
  return { call: name, args: adapted, params, type };
}
