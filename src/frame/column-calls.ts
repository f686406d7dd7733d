import type { ColumnType } from "../chunk/column-type.ts";
import { parseColumnType } from "../chunk/column-type.ts";
import type { Expr } from "../expr/expr.ts";
import type { Literal, StepParams } from "../graph/program.ts";
import { checkValueOptions } from "../io/objects/read-values.ts";
import { calleeOf, type TravelingFunction } from "../ops/define/callee.ts";
import { isModuleFunction } from "../ops/define/module-function.ts";
import { typedCall } from "../ops/frame/call.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import { columnFunctions } from "../ops/frame/functions/table.ts";
import { isText, isTime } from "../ops/frame/meet.ts";
import { ticksIn } from "../ops/frame/ticks.ts";
import { windowCall } from "../ops/frame/windows/window-call.ts";
import { DTypeError } from "../util/errors.ts";
import { refuseUnknown } from "../util/option-names.ts";
import { isPlainRecord } from "../util/plain.ts";
import { shown } from "../util/shown.ts";
import type { MapOptions } from "./conversion-methods.ts";
import { listedValues } from "./listed-values.ts";
import { hasColumn, operandExpr } from "./operand.ts";

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
  between(self, [left, right, inclusive], frame, name) {
    if (left === undefined || right === undefined) throw new TypeError("between: give both ends of the range; ge and le take one");
    return typedCall(
      name,
      [self, operandExpr(left, frame, name), operandExpr(right, frame, name)],
      inclusive === undefined ? {} : { inclusive: inclusive as string },
    );
  },
  /** Two values in the wrong order are taken in the right one, as in pandas. */
  clip(self, [lower = null, upper = null], frame, name) {
    const areReversed = isValue(lower) && isValue(upper) && (lower as number) > (upper as number);
    return plain(self, areReversed ? [upper, lower] : [lower, upper], frame, name);
  },
  isin(self, [values], frame, name) {
    return typedCall(name, [self, ...listedValues(values, name).map((value) => operandExpr(value, frame, name))]);
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
      : lookedUp(self, momentsOf(keysIn(self, dictionaryOf(mapping, name), name)), options ?? {});
  },
  replace(self, [from, to], _, name) {
    const keys = Array.isArray(from) ? from : [from];
    const told = to === undefined ? dictionaryOf(from, name) : { keys, values: Array.isArray(to) ? to : keys.map(() => to) };
    if (told.values.length !== told.keys.length) throw new TypeError(`${name}: ${told.keys.length} values, and ${told.values.length} to replace them`);
    const odd = told.keys.find((key) => key !== null && !isValue(key) && typeof key !== "boolean");
    if (odd !== undefined) throw new TypeError(`${name}: ${shown(odd)} is no value to replace; str.replace takes patterns`);
    const pairs = keysIn(self, told, name);
    return params(self, name, { ...pairs, values: pairs.values.map((value) => valueIn(self, value, name)) });
  },
};

/** A function of the user's, called with one value after the other. */
function mapped(self: ColumnExpr, fn: TravelingFunction, given: MapOptions<ColumnType>): ColumnExpr {
  refuseUnknown("map", given, ["dtype", "naAction", "int64", "times", "with", "params"]);
  const { dtype, naAction, int64, times, ...options } = given;
  if (dtype === undefined) throw new TypeError('map: say what type the function gives: { dtype: "float64" }; nothing is run to find out');
  if (naAction !== undefined && naAction !== "ignore") throw new TypeError(`map: naAction is ${JSON.stringify(naAction)}; it is "ignore", or left out`);
  const { type } = parseColumnType(dtype, "map");
  checkValueOptions({ int64, times }, "map");
  const { callee, values } = calleeOf("map", fn, options);
  return windowCall("map", [self], { type, callee, values, options: { int64, times }, skipsNull: naAction === "ignore" } as unknown as StepParams);
}

/** By way of a dictionary, whose values tell their type unless there are none. */
function lookedUp(self: ColumnExpr, dictionary: ReturnType<typeof momentsOf>, options: object): ColumnExpr {
  refuseUnknown("map", options, ["dtype", "naAction"]);
  const { dtype } = options as { readonly dtype?: unknown };
  const type = dtype === undefined ? undefined : parseColumnType(dtype, "map").type;
  if (dictionary.values.every((value) => value === null)) {
    if (type === undefined) throw new DTypeError('map: the dictionary has no values; say what type they would have: { dtype: "float64" }');
    return params(self, "map", { ...dictionary, type });
  }
  const made = params(self, "map", dictionary);
  return type === undefined ? made : cast(made, type, undefined);
}

const isValue = (arg: unknown) => typeof arg === "number" || typeof arg === "bigint" || typeof arg === "string" || arg instanceof Date;

function cast(self: ColumnExpr, type: ColumnType, errors: string | undefined): ColumnExpr {
  return typedCall("cast", [self], errors === undefined ? { type } : { type, errors });
}

/** A `Map`, or an object whose keys are texts. */
function dictionaryOf(mapping: unknown, name: string): { keys: Literal[]; values: Literal[] } {
  if (hasColumn(mapping)) throw new TypeError(`${name}: a column is no dictionary; merge looks up values in a frame`);
  if (!(mapping instanceof Map) && !isPlainRecord(mapping))
    throw new TypeError(`${name}: ${shown(mapping)} is no dictionary: give an object or a Map of values${name === "map" ? ", or a function" : ""}`);
  const entries = mapping instanceof Map ? [...mapping] : Object.entries(mapping);
  const odd = entries.find(([, value]) => value !== null && !isValue(value) && typeof value !== "boolean");
  if (odd !== undefined) throw new TypeError(`${name}: ${shown(odd[1])}, what ${shown(odd[0])} becomes, is no value; null stands for a missing one`);
  return { keys: entries.map(([key]) => key as Literal), values: entries.map(([, value]) => value as Literal) };
}

type Dictionary = { readonly keys: readonly Literal[]; readonly values: readonly Literal[] };

/** Moments among the keys as they stand in a column of times; one that its unit does not have is no key. */
function keysIn(self: ColumnExpr, { keys, values }: Dictionary, name: string): Dictionary {
  if (!keys.some((key: unknown) => key instanceof Date)) return { keys, values };
  const own = keys.map((key: unknown) => (key instanceof Date ? (isTime(self.type) ? ticksIn(name, self, key) : undefined) : (key as Literal)));
  const isKey = (_: unknown, at: number) => own[at] !== undefined;
  return { keys: own.filter(isKey) as Literal[], values: values.filter(isKey) };
}

/** Moments that values become. */
function momentsOf({ keys, values }: Dictionary): Dictionary & { readonly type?: ColumnType } {
  if (!values.some((value: unknown) => value instanceof Date)) return { keys, values };
  const ticks = values.map((value: unknown) => (value instanceof Date ? BigInt(value.getTime()) : (value as Literal)));
  if (ticks.some((value) => value !== null && typeof value !== "bigint"))
    throw new DTypeError("map: its values are times and others; they must be of one type");
  return { keys, values: ticks, type: "timestamp[ms]" };
}

/** A value that is put into a column, as it stands there. */
function valueIn(self: ColumnExpr, value: unknown, name: string): Literal {
  if (value === null) return value;
  const isNumber = typeof value === "number" || typeof value === "bigint" || typeof value === "boolean";
  if (isTime(self.type)) {
    const ticks = value instanceof Date || typeof value === "string" ? ticksIn(name, self, value) : isNumber ? value : undefined;
    if (ticks !== undefined) return ticks;
  } else if (isText(self.type) ? typeof value === "string" : self.type === "bool" ? typeof value === "boolean" : isNumber) return value as Literal;
  throw new DTypeError(`${name}: ${shown(value)} is no value of a column of ${self.type}`);
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
