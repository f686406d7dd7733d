import type { ColumnType } from "../chunk/column-type.ts";
import { parseColumnType } from "../chunk/column-type.ts";
import type { Expr } from "../expr/expr.ts";
import type { StepParams } from "../graph/program.ts";
import { calleeOf, type TravelingFunction } from "../ops/define/callee.ts";
import { isModuleFunction } from "../ops/define/module-function.ts";
import { typedCall } from "../ops/frame/call.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import { mappings, replacements } from "../ops/frame/dictionary.ts";
import { columnFunctions } from "../ops/frame/functions/table.ts";
import { windowCall } from "../ops/frame/windows/window-call.ts";
import { isPlainRecord } from "../util/plain.ts";
import type { MapOptions } from "./conversion-methods.ts";
import { operandExpr } from "./operand.ts";

/** How a method's arguments become those of a function of columns. */
export type MethodCall = (self: ColumnExpr, args: readonly unknown[], frame: Expr | undefined, name: string) => ColumnExpr;

/** How many operands methods take beside their column; the others check that themselves. */
const operands: { readonly [name: string]: readonly [least: number, most: number] } = {
  ...Object.fromEntries(
    ["add", "sub", "mul", "div", "floordiv", "mod", "pow", "maximum", "minimum", "eq", "ne", "lt", "le", "gt", "ge", "and", "or", "xor", "fillna"].map(
      (name) => [name, [1, 1]] as const,
    ),
  ),
  where: [1, 2],
  mask: [1, 2],
};

/** All arguments are columns or values. */
const plain: MethodCall = (self, args, frame, name) => {
  const [least, most] = operands[name] ?? [0, Number.POSITIVE_INFINITY];
  const given = args.indexOf(undefined);
  const count = given < 0 ? args.length : given;
  if (count < least || count > most)
    throw new TypeError(
      `${name}: takes ${least === most ? least : `${least} or ${most}`} ${most === 1 ? "value or column" : "values or columns"}, not ${count}`,
    );
  return typedCall(name, [self, ...args.slice(0, count).map((arg) => operandExpr(arg, frame, name))]);
};

const params = (self: ColumnExpr, name: string, values: { readonly [key: string]: unknown }): ColumnExpr =>
  typedCall(name, [self], Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as StepParams);

/** Methods whose arguments are not all columns. */
const special: { readonly [name: string]: MethodCall } = {
  round: (self, [decimals], _, name) => params(self, name, { decimals }),
  between: (self, [left, right, inclusive], frame, name) =>
    typedCall(name, [self, operandExpr(left, frame, name), operandExpr(right, frame, name)], inclusive === undefined ? {} : { inclusive: inclusive as string }),
  /** Two values in the wrong order are taken in the right one, as in pandas. */
  clip(self, [lower = null, upper = null], frame, name) {
    const areReversed = isValue(lower) && isValue(upper) && (lower as number) > (upper as number);
    return plain(self, areReversed ? [upper, lower] : [lower, upper], frame, name);
  },
  isin(self, [values], frame, name) {
    if (!Array.isArray(values)) throw new TypeError("isin: give a list of values");
    return typedCall(name, [self, ...values.map((value) => operandExpr(value, frame, name))]);
  },
  toDatetime: (self, [options = {}], _, name) => params(self, name, options as { readonly [key: string]: unknown }),
  toNumeric: (self, [options = {}], _, name) => params(self, name, options as { readonly [key: string]: unknown }),
  toTimedelta: (self, [options = {}], _, name) => params(self, name, options as { readonly [key: string]: unknown }),
  astype(self, [type, options], _, name) {
    const { errors } = (options ?? {}) as { errors?: string };
    return cast(self, parseColumnType(type, name).type, errors);
  },
  map(self, [mapping, options], _, name) {
    const isFunction = typeof mapping === "function" || isModuleFunction(mapping);
    return isFunction
      ? mapped(self, mapping as TravelingFunction, (options ?? {}) as MapOptions<ColumnType>)
      : typedCall(name, [self], mappings(self.type, pairsOf(mapping, name)));
  },
  replace(self, [from, to], _, name) {
    const keys = Array.isArray(from) ? from : [from];
    if (Array.isArray(to) && to.length !== keys.length) throw new TypeError(`replace: ${keys.length} values, and ${to.length} to replace them`);
    const pairs = to === undefined ? pairsOf(from, name) : keys.map((key, i) => [key, Array.isArray(to) ? to[i] : to] as const);
    return typedCall(name, [self], replacements(self.type, pairs));
  },
};

/** A function of the user's, called with one value after the other. */
function mapped(self: ColumnExpr, fn: TravelingFunction, { dtype, naAction, int64, times, ...options }: MapOptions<ColumnType>): ColumnExpr {
  if (dtype === undefined) throw new TypeError('map: say what type the function gives: { dtype: "float64" }; nothing is run to find out');
  if (naAction !== undefined && naAction !== "ignore") throw new TypeError(`map: naAction is ${JSON.stringify(naAction)}; it is "ignore", or left out`);
  const { type } = parseColumnType(dtype, "map");
  const { callee, values } = calleeOf("map", fn, options);
  return windowCall("map", [self], { type, callee, values, options: { int64, times }, skipsNull: naAction === "ignore" } as unknown as StepParams);
}

const isValue = (arg: unknown) => typeof arg === "number" || typeof arg === "bigint" || typeof arg === "string" || arg instanceof Date;

function cast(self: ColumnExpr, type: ColumnType, errors: string | undefined): ColumnExpr {
  return typedCall("cast", [self], errors === undefined ? { type } : { type, errors });
}

/** A `Map`, or an object whose keys are texts. */
function pairsOf(mapping: unknown, name: string): readonly (readonly [unknown, unknown])[] {
  if (!(mapping instanceof Map || isPlainRecord(mapping)))
    throw new TypeError(`${name}: give an object or a Map of values${name === "map" ? ", or a function" : ""}`);
  return mapping instanceof Map ? [...mapping] : Object.entries(mapping);
}

/** Functions that have no method of this form: they are parts of others. */
const without = new Set(["when", "cast", "coalesce"]);

/** The methods of columns that give columns, by name. */
export const columnCalls: { readonly [name: string]: MethodCall } = Object.fromEntries([
  ...Object.keys(columnFunctions)
    .filter((name) => !name.includes("/") && !without.has(name))
    .map((name) => [name, special[name] ?? plain] as const),
  ["astype", special["astype"]!],
]);
