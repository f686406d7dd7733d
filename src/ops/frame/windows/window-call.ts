import type { StepParams } from "../../../graph/program.ts";
import type { ColumnCall, ColumnExpr } from "../column-expr.ts";
import { requirePlainKeys } from "../plain-keys.ts";
import { type WindowName, windowFunctions } from "./functions.ts";

/** Groups in which a function counts rows: those with equal keys. */
export interface Over {
  readonly keys: readonly ColumnExpr[];
  /** Rows with a null among their keys are in no group, and get null. */
  readonly dropNull: boolean;
}

const prefix = "window/";

/** A function of rows in order as an expression. `lift.ts` makes it a column of the frame below; nothing evaluates it. */
export function windowCall(name: WindowName, args: readonly ColumnExpr[], params: StepParams = {}, over?: Over): ColumnCall {
  const type = windowFunctions[name].infer(
    args.map((arg) => arg.type),
    params,
  );
  if (over !== undefined) requirePlainKeys("groupby", over.keys);
  if (over === undefined) return { call: prefix + name, args, params, type };
  return { call: prefix + name, args: [...args, ...over.keys], params: { ...params, keys: over.keys.length, dropNull: over.dropNull }, type };
}

export function isWindow(expr: ColumnExpr): expr is ColumnCall {
  return "call" in expr && expr.call.startsWith(prefix);
}

export function hasWindow(expr: ColumnExpr): boolean {
  return "call" in expr && (expr.call.startsWith(prefix) || expr.args.some(hasWindow));
}

/** The parts that `windowCall` was given. */
export function partsOf({ call, args, params }: ColumnCall): { name: WindowName; args: readonly ColumnExpr[]; params: StepParams; over: Over | undefined } {
  const name = call.slice(prefix.length) as WindowName;
  const { keys: count, dropNull, ...rest } = params;
  if (typeof count !== "number") return { name, args, params, over: undefined };
  const keys = args.slice(args.length - count);
  return { name, args: args.slice(0, args.length - count), params: rest, over: { keys, dropNull: dropNull as boolean } };
}
