import type { ColumnExpr } from "../ops/frame/column-expr.ts";
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

/** A method for each column that has it, under its own name; a column that was asked for by name must have it. */
export function eachInOrder(columns: readonly { readonly name: string; readonly expr: ColumnExpr }[], call: (x: ColumnExpr) => ColumnExpr, areChosen: boolean) {
  return columns.flatMap(({ name, expr }) => {
    try {
      return [{ name, expr: call(expr) }];
    } catch (error) {
      if (areChosen || !(error instanceof DTypeError)) throw error;
      return [];
    }
  });
}
