import type { Expr } from "../expr/expr.ts";
import type { StepParams } from "../graph/program.ts";
import { guarded } from "../ops/define/guarded.ts";
import { typedCall } from "../ops/frame/call.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import { columnFunctions } from "../ops/frame/functions/table.ts";
import { printExpr } from "../ops/frame/print-expr.ts";
import { isPlainRecord } from "../util/plain.ts";
import { printed } from "../util/printed.ts";
import { operandExpr } from "./operand.ts";

/** Parameters that may be given by position, as in pandas; what is not here takes options alone. */
const positional: { readonly [name: string]: readonly string[] } = {
  "str/strip": ["characters"],
  "str/lstrip": ["characters"],
  "str/rstrip": ["characters"],
  "str/removeprefix": ["text"],
  "str/removesuffix": ["text"],
  "str/slice": ["start", "stop", "step"],
  "str/get": ["index"],
  "str/startswith": ["text"],
  "str/endswith": ["text"],
  "str/contains": ["pattern"],
  "str/match": ["pattern"],
  "str/fullmatch": ["pattern"],
  "str/count": ["pattern"],
  "str/find": ["text", "start", "stop"],
  "str/rfind": ["text", "start", "stop"],
  "str/replace": ["pattern", "replacement"],
  "str/extract": ["pattern"],
  "str/split": ["separator"],
  "str/rsplit": ["separator"],
  "str/partition": ["separator"],
  "str/rpartition": ["separator"],
  "str/sliceReplace": ["start", "stop", "replacement"],
  "str/repeat": ["times"],
  "str/pad": ["width"],
  "str/ljust": ["width", "fillchar"],
  "str/rjust": ["width", "fillchar"],
  "str/center": ["width", "fillchar"],
  "str/zfill": ["width"],
  "str/translate": ["from", "to"],
  "str/normalize": ["form"],
  "str/findall": ["pattern"],
  "list/get": ["index"],
  "list/slice": ["start", "stop"],
  "list/join": ["separator"],
  "dt/floor": ["frequency"],
  "dt/ceil": ["frequency"],
  "dt/round": ["frequency"],
  "dt/strftime": ["format"],
  "dt/dayName": ["locale"],
  "dt/monthName": ["locale"],
  "dt/tzLocalize": ["zone"],
  "dt/tzConvert": ["zone"],
  "dt/asUnit": ["unit"],
};

/** Methods in pandas too; the other functions of times are properties there, and here. */
const timeMethods = new Set(["normalize", "floor", "ceil", "round", "strftime", "dayName", "monthName", "tzLocalize", "tzConvert", "asUnit", "totalSeconds"]);

/** Makes a column, at the place of another, from an expression. */
export type Place = (expr: ColumnExpr) => unknown;

export const accessors = ["str", "dt", "list"] as const;

/** The methods of `column.str`, `column.dt` or `column.list`. */
export function accessor(group: (typeof accessors)[number], self: ColumnExpr, frame: Expr | undefined, place: Place): object {
  const made: object = printed({}, () => `${group} of ${printExpr(self)}`);
  for (const name of Object.keys(columnFunctions)) {
    if (!name.startsWith(`${group}/`)) continue;
    const key = name.slice(group.length + 1);
    const isProperty = group === "dt" && !timeMethods.has(key);
    const call = (...args: unknown[]) => guarded(name.replace("/", "."), args, () => place(called(name, self, args, frame)));
    Object.defineProperty(made, key, isProperty ? { get: call, enumerable: true } : { value: call, enumerable: true });
  }
  return made;
}

function called(name: string, self: ColumnExpr, args: readonly unknown[], frame: Expr | undefined): ColumnExpr {
  if (name === "str/cat") return concatenated(self, args, frame);
  if (name === "list/contains") return typedCall(name, [self, ...args.map((arg) => operandExpr(arg, frame, "list.contains"))]);
  const names = positional[name] ?? [];
  const last = args[args.length - 1];
  const options = isPlainRecord(last) ? last : {};
  const given = isPlainRecord(last) ? args.slice(0, -1) : args;
  if (given.length > names.length) throw new TypeError(`${name.replace("/", ".")}: ${given.length} arguments; it takes ${names.join(", ") || "none"}`);
  const all = [...names.map((param, i) => [param, given[i]] as const), ...Object.entries(options)];
  return typedCall(name, [self], Object.fromEntries(all.filter(([, value]) => value !== undefined)) as StepParams);
}

function concatenated(self: ColumnExpr, [others, options]: readonly unknown[], frame: Expr | undefined): ColumnExpr {
  const list = Array.isArray(others) ? others : [others];
  return typedCall("str/cat", [self, ...list.map((other) => operandExpr(other, frame, "str.cat"))], (options ?? {}) as StepParams);
}
