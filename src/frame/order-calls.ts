import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import type { NamedExpr } from "../ops/frame/project.ts";
import {
  difference,
  type FillOptions,
  filled,
  type RankOptions,
  rankOf,
  relativeChange,
  running,
  runningExtreme,
  type ShiftOptions,
  shifted,
  type Within,
} from "../ops/frame/windows/calls.ts";
import { DTypeError } from "../util/errors.ts";
import { canHold } from "./value-calls.ts";

/** How the arguments of a method become a function of rows in order. */
export type OrderCall = (x: ColumnExpr, args: readonly unknown[], within: Within) => ColumnExpr;

/** The methods of columns that depend on the order of rows, by name; groups and frames have them for each column. */
export const orderCalls: { readonly [name: string]: OrderCall } = {
  cumsum: (x, _, within) => running("cumsum", x, within),
  cumprod: (x, _, within) => running("cumprod", x, within),
  cummax: (x, _, within) => runningExtreme("cummax", x, within),
  cummin: (x, _, within) => runningExtreme("cummin", x, within),
  diff: (x, [periods = 1], within) => difference(x, periods as number, within),
  shift: (x, [periods = 1, options = {}], within) => shifted(x, periods as number, options as ShiftOptions, within),
  pctChange: (x, [periods = 1], within) => relativeChange(x, periods as number, within),
  ffill: (x, [options = {}], within) => filled("ffill", x, options as FillOptions, within),
  bfill: (x, [options = {}], within) => filled("bfill", x, options as FillOptions, within),
  rank: (x, [options = {}], within) => rankOf(x, options as RankOptions, within),
};

/** A method for each column that has it, under its own name; a column that was asked for by name must have it, and so must one of all. */
export function eachInOrder(columns: readonly NamedExpr[], call: (x: ColumnExpr) => ColumnExpr, areChosen: boolean): NamedExpr[] {
  let refusal: DTypeError | undefined;
  const made = columns.flatMap(({ name, expr }) => {
    try {
      return [{ name, expr: call(expr) }];
    } catch (error) {
      if (areChosen || !(error instanceof DTypeError)) throw error;
      refusal = error;
      return [];
    }
  });
  if (made.length === 0 && refusal !== undefined) throw refusal;
  return made;
}

/** The same of a method known by name. What stands where `shift` finds no row goes to the columns that can hold it, as in `fillna`. */
export function eachCall(name: string, columns: readonly NamedExpr[], args: readonly unknown[], within: Within, areChosen: boolean): NamedExpr[] {
  const { fillValue = null } = (name === "shift" ? (args[1] ?? {}) : {}) as ShiftOptions;
  const some = columns.some(({ expr }) => canHold(expr, fillValue));
  return eachInOrder(columns, (x) => orderCalls[name]!(x, some && !canHold(x, fillValue) ? args.slice(0, 1) : args, within), areChosen);
}
