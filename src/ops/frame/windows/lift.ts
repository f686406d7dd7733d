import type { Expr } from "../../../expr/expr.ts";
import { tokenize } from "../../../expr/token.ts";
import type { ColumnCall, ColumnExpr } from "../column-expr.ts";
import { mapValues } from "../map-values.ts";
import { namesOf } from "../schema.ts";
import { groupWindows } from "./group-windows.ts";
import { ranked } from "./rank.ts";
import { hasWindow, isWindow, partsOf } from "./window-call.ts";
import type { WindowColumn } from "./window-function.ts";
import { windows } from "./windows.ts";

/** A frame with more columns, and expressions on it. */
export interface Lifted {
  readonly frame: Expr;
  readonly exprs: readonly ColumnExpr[];
}

/** Makes functions of rows in order, and those of users, columns of the frame, the innermost first: what is left of the expressions has rows alone to do with. */
export function lifted(input: Expr, given: readonly ColumnExpr[]): Lifted {
  let [frame, exprs] = [input, given];
  while (exprs.some(hasWindow)) {
    const calls = new Map<string, ColumnCall>();
    for (const expr of exprs) innermost(expr, calls);
    const names = freeNames(frame, [...calls.keys()]);
    for (const list of together([...calls.entries()])) frame = added(frame, list, names);
    exprs = exprs.map((expr) => replaced(expr, names));
  }
  return { frame, exprs };
}

function innermost(expr: ColumnExpr, found: Map<string, ColumnCall>): void {
  if (!("call" in expr)) return;
  if (isWindow(expr) && !expr.args.some(hasWindow)) found.set(tokenize(expr), expr);
  else for (const arg of expr.args) innermost(arg, found);
}

/** A name for each that no column has. */
function freeNames(frame: Expr, tokens: readonly string[]): Map<string, string> {
  const taken = new Set(namesOf(frame));
  let next = 0;
  return new Map(
    tokens.map((token) => {
      while (taken.has(`window ${next}`)) next++;
      return [token, `window ${next++}`];
    }),
  );
}

type Entry = readonly [token: string, call: ColumnCall];

/** Calls that are computed at once: those in the same groups, ranks, and those that take neighbors. */
function together(calls: readonly Entry[]): Entry[][] {
  const lists = new Map<string, Entry[]>();
  for (const entry of calls) {
    const { name, over } = partsOf(entry[1]);
    const key = over !== undefined ? tokenize(over) : name === "rank" || name === "map" ? name : "";
    lists.set(key, [...(lists.get(key) ?? []), entry]);
  }
  return [...lists.values()];
}

function added(frame: Expr, calls: readonly Entry[], names: ReadonlyMap<string, string>): Expr {
  const columns = calls.map(([token, expr]): WindowColumn => {
    const { name, args, params } = partsOf(expr);
    return { name: names.get(token)!, call: name, args, params, type: expr.type };
  });
  const { name, over } = partsOf(calls[0]![1]);
  if (over !== undefined) return groupWindows(frame, columns, over);
  if (name === "map") return mapValues(frame, columns);
  return name === "rank" ? ranked(frame, columns) : windows(frame, columns);
}

function replaced(expr: ColumnExpr, names: ReadonlyMap<string, string>): ColumnExpr {
  if (!("call" in expr)) return expr;
  const name = isWindow(expr) && !expr.args.some(hasWindow) ? names.get(tokenize(expr)) : undefined;
  return name === undefined ? { ...expr, args: expr.args.map((arg) => replaced(arg, names)) } : { column: name, type: expr.type };
}
