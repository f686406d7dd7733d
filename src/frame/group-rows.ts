import { typedCall } from "../ops/frame/call.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import { both } from "../ops/frame/conjuncts.ts";
import { filter } from "../ops/frame/filter.ts";
import { literal } from "../ops/frame/literal.ts";
import { project } from "../ops/frame/project.ts";
import { windowCall } from "../ops/frame/windows/window-call.ts";
import { shown } from "../util/shown.ts";
import { isValue } from "./column-value.ts";
import { DFrame } from "./dframe.ts";
import { columnExprs } from "./group-calls.ts";
import { type Grouping, overOf, rowsOf } from "./groupby.ts";
import { hasColumn, operandExpr } from "./operand.ts";
import type { ColumnValue } from "./reshape-methods.ts";
import { frameWindows, windowsOf } from "./rolling-calls.ts";

type Groups = { readonly grouping: Grouping };

/** The rows of groups of which something is true, as they stand: with all columns of the frame; or keys first, then the columns that were chosen. */
function kept(grouping: Grouping, condition: ColumnExpr, operation: string): DFrame {
  const rows = filter(rowsOf(grouping), condition);
  return new DFrame(grouping.chosen === undefined ? rows : project(rows, [...grouping.keys, ...columnExprs(grouping, operation)]));
}

const compared = (name: "lt" | "ge" | "eq", place: ColumnExpr, n: number) => typedCall(name, [place, literal(n)]);

/** The first rows of each group, or the last; of a negative number all but so many at the other end, as in pandas. */
function end(grouping: Grouping, operation: "head" | "tail", n: unknown): DFrame {
  if (!Number.isSafeInteger(n)) throw new RangeError(`${operation}: ${shown(n)} is not a number of rows`);
  const count = n as number;
  const ascending = (operation === "head") === count >= 0;
  const place = windowCall("cumcount", [], { ascending }, overOf(grouping, operation));
  return kept(grouping, count >= 0 ? compared("lt", place, count) : compared("ge", place, -count), operation);
}

function nth(grouping: Grouping, n: unknown): DFrame {
  const places = [n].flat();
  const odd = places.find((place) => !Number.isSafeInteger(place));
  if (odd !== undefined || places.length === 0) throw new RangeError(`nth: ${shown(odd)} is no place in a group; give an integer, or a list of them`);
  const over = overOf(grouping, "nth");
  const at = (place: number) =>
    place >= 0
      ? compared("eq", windowCall("cumcount", [], { ascending: true }, over), place)
      : compared("eq", windowCall("cumcount", [], { ascending: false }, over), -place - 1);
  return kept(
    grouping,
    (places as number[]).map(at).reduce((a, b) => typedCall("or", [a, b])),
    "nth",
  );
}

function group(grouping: Grouping, key: unknown): DFrame {
  const { keys } = grouping;
  const { dropNull } = overOf(grouping, "getGroup");
  const values = keys.length === 1 && !Array.isArray(key) ? [key] : key;
  if (!Array.isArray(values) || values.length !== keys.length)
    throw new TypeError(`getGroup: ${shown(key)} is no key of groups by ${keys.map(({ name }) => name).join(", ")}; give ${keys.length} values in a list`);
  const conditions = keys.map(({ expr }, i): ColumnExpr => {
    const value: unknown = values[i];
    if (value === undefined || hasColumn(value)) throw new TypeError(`getGroup: ${shown(value)} is no value of a key`);
    if (value === null) return dropNull ? literal(false) : typedCall("isna", [expr]);
    operandExpr(value, undefined, "getGroup");
    return isValue(expr, value as ColumnValue);
  });
  return kept(grouping, conditions.reduce(both), "getGroup");
}

/** Windows that stay within groups. */
function windows(grouping: Grouping, name: "rolling" | "expanding", args: readonly unknown[]): object {
  const frame = rowsOf(grouping);
  return frameWindows(
    frame,
    windowsOf(name, args, frame, overOf(grouping, name)),
    columnExprs(grouping, name).map((column) => column.name),
    grouping.chosen !== undefined,
  );
}

/** Rows of groups: `group-methods.ts` and `groupby-rows-type.ts` have the types. */
// biome-ignore lint/suspicious/noExplicitAny: the types say what users may pass; each checks its own
export const groupRows: { readonly [name: string]: (this: Groups, ...args: any[]) => unknown } = {
  head(n = 5) {
    return end(this.grouping, "head", n);
  },
  tail(n = 5) {
    return end(this.grouping, "tail", n);
  },
  nth(n) {
    return nth(this.grouping, n);
  },
  getGroup(key) {
    return group(this.grouping, key);
  },
  rolling(...args) {
    return windows(this.grouping, "rolling", args);
  },
  expanding(...args) {
    return windows(this.grouping, "expanding", args);
  },
};
