import type { ColumnFunction } from "../column-expr.ts";
import { castExpr, isLiteral } from "../literal.ts";
import { refuse } from "./refuse.ts";

/** Of truth values; what is null might be either, and the result is null only where that matters. */
function logical(name: string, strict: boolean): ColumnFunction {
  return {
    strict,
    infer(types) {
      if (types.some((type) => type !== "bool")) throw refuse(name, types, "it takes bool: compare first, like ne(0)");
      return "bool";
    },
    adapt: (args) => args.map((arg) => (isLiteral(arg) && arg.value === null ? castExpr(arg, "bool") : arg)),
  };
}

export const logic = {
  /** Whether both are true: false beside null is false. */
  and: logical("and", false),
  /** Whether one is true: true beside null is true. */
  or: logical("or", false),
  /** Whether exactly one is true. */
  xor: logical("xor", true),
  not: logical("not", true),
} as const satisfies { readonly [name: string]: ColumnFunction };
