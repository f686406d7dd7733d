import type { ColumnType } from "../../../chunk/column-type.ts";
import { dtypes } from "../../../chunk/dtype.ts";
import { DTypeError } from "../../../util/errors.ts";
import type { ColumnExpr, ColumnFunction } from "../column-expr.ts";
import { castExpr, isLiteral, settle, sideOfRange } from "../literal.ts";
import { isList, isNumeric, isText, isTime, meet } from "../meet.ts";
import { sideOfTimes } from "../time-literal.ts";
import { refuse } from "./refuse.ts";

/** The type in which values are compared. */
function together(name: string, types: readonly ColumnType[]): ColumnType {
  const found = types.reduce<ColumnType | undefined>((a, b) => (a === undefined ? undefined : meet(a, b)), types[0]);
  if (found !== undefined && !isList(found)) return found;
  if (found !== undefined) throw refuse(name, types, "lists are not compared: use list.contains, list.len or list.get");
  const wayOut = types.every(isTime) ? "only one has a zone: use dt.tzLocalize" : "cast one with astype";
  throw refuse(name, types, wayOut);
}

/** int64 and uint64 are compared exactly, though no dtype holds both. */
function isWidePair([a, b]: readonly ColumnType[]): boolean {
  return (a === "int64" && b === "uint64") || (a === "uint64" && b === "int64");
}

/** Categories meet a text as they are: their dictionary is compared. */
function isCategoryWithText(args: readonly ColumnExpr[]): boolean {
  return args.length === 2 && args.some(({ type }) => type === "category") && args.some((arg) => isLiteral(arg) && arg.type === "utf8");
}

/** What is true of a number and one that is greater (1) or less (-1) than all of its type. */
const outside: { readonly [name: string]: readonly (-1 | 1)[] } = { eq: [], ne: [-1, 1], lt: [1], le: [1], gt: [-1], ge: [-1] };

/** A whole number or a time that none of a column's type equals: neither float64, which does not tell 2^63 from 2^63 - 1, nor the type itself could compare it. */
function beyond([x, other]: readonly ColumnExpr[]): -1 | 0 | 1 {
  if (isLiteral(x!) || !isLiteral(other!)) return 0;
  if (isTime(x!.type)) return sideOfTimes(other, x!.type);
  if (x!.type !== "int64" && x!.type !== "uint64") return 0;
  const { value } = other;
  const isWhole = typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value));
  return isWhole ? sideOfRange(value, x!.type) : 0;
}

function comparison(name: string): ColumnFunction {
  return {
    strict: true,
    rewrite([a, b], _, call) {
      const [side, x] = beyond([a!, b!]) !== 0 ? [beyond([a!, b!]), a!] : [-beyond([b!, a!]), b!];
      // The same for every row that has a value.
      return side === 0 ? undefined : call(outside[name]!.includes(side as 1) ? "eq" : "ne", [x, x]);
    },
    infer(types) {
      together(name, types);
      return "bool";
    },
    adapt(args) {
      const settled = settle(name, args, "float64");
      const types = settled.map(({ type }) => type);
      if (isWidePair(types) || isCategoryWithText(settled)) return settled;
      const type = together(name, types);
      return settled.map((arg) => castExpr(arg, type));
    },
  };
}

export const compare = {
  /** Whether x equals y. Texts are compared by code points, categories by their text, times by the moment. */
  eq: comparison("eq"),
  ne: comparison("ne"),
  lt: comparison("lt"),
  le: comparison("le"),
  gt: comparison("gt"),
  ge: comparison("ge"),
  /** Whether low ≤ x ≤ high; `params.inclusive` is `both` (default), `neither`, `left` or `right`. */
  between: {
    strict: false,
    infer: () => "bool",
    rewrite([x, low, high], { inclusive = "both" }, call) {
      if (!["both", "neither", "left", "right"].includes(String(inclusive)))
        throw new DTypeError(`between: inclusive is ${JSON.stringify(inclusive)}; it is "both", "neither", "left" or "right"`);
      const lower = call(inclusive === "both" || inclusive === "left" ? "ge" : "gt", [x!, low!]);
      const upper = call(inclusive === "both" || inclusive === "right" ? "le" : "lt", [x!, high!]);
      return call("and", [lower, upper]);
    },
  },
  /** Whether x is one of the other arguments, which are values. Null is null, unless null is one of them: then it is true, as in pandas. */
  isin: {
    strict: true,
    infer(types) {
      together("isin", types);
      return "bool";
    },
    rewrite([x, ...values], _, call) {
      if (!values.every(isLiteral)) throw new DTypeError("isin: takes values, not columns; use eq and or for those");
      if (values.some(({ value }) => value === null)) {
        const present = values.filter(({ value }) => value !== null);
        return call("or", [call("isna", [x!]), call("isin", [x!, ...present])]);
      }
      // NaN equals nothing, and is found nevertheless, as in pandas.
      if (values.some(isNaNLiteral)) {
        const others = call("isin", [x!, ...values.filter((value) => !isNaNLiteral(value))]);
        return isFloat(x!.type) ? call("or", [call("isnan", [x!]), others]) : others;
      }
      const settled = values.map((value) => settle("isin", [x!, value], "float64")[1]!);
      const isPlain = settled.every(({ type }) => type === x!.type || (isText(type) && isText(x!.type)) || isNeverEqual(x!.type, type));
      if (isPlain) return undefined;
      return values.map((value) => call("eq", [x!, value])).reduce((a, b) => call("or", [a, b]));
    },
    adapt([x, ...values]) {
      const settled = values.map((value) => settle("isin", [x!, value], "float64")[1]!);
      return [x!, ...settled.filter(({ type }) => !isNeverEqual(x!.type, type))];
    },
  },
} as const satisfies { readonly [name: string]: ColumnFunction };

const isNaNLiteral = (expr: ColumnExpr) => isLiteral(expr) && Number.isNaN(expr.value);
const isFloat = (type: ColumnType) => isNumeric(type) && dtypes[type].kind === "float";

/** A number that became a float beside integers is none of them. */
function isNeverEqual(type: ColumnType, value: ColumnType): boolean {
  return value === "float64" && isNumeric(type) && !isFloat(type) && type !== "bool";
}
