import type { ColumnType } from "../../../chunk/column-type.ts";
import type { DType } from "../../../chunk/dtype.ts";
import { scalarOps } from "../../array/definitions/scalar-ops.ts";
import { floatDType, holds, meanDType, promote } from "../../define/promotion.ts";
import type { ColumnExpr, ColumnFunction } from "../column-expr.ts";
import { castExpr, isLiteral, requireHeld, settle, sideOfRange } from "../literal.ts";
import { isList, isNumeric, isText, isTime, meet } from "../meet.ts";
import { durationLiteral } from "../time-literal.ts";
import { checkParams, type ParamRule } from "./params.ts";
import { refuse } from "./refuse.ts";
import { type TimeOperator, timeArithmetic } from "./time-arithmetic.ts";

type Operator = TimeOperator | "pow";

/** Two columns of numbers, or times where they make sense. Both become one dtype as in NumPy 2; integers wrap around. */
function binary(name: Operator, computesIn: (a: DType, b: DType) => DType = promote): ColumnFunction {
  const resolve = (a: ColumnType, b: ColumnType) => {
    if (isNumeric(a) && isNumeric(b)) {
      const dtype = computesIn(a, b);
      // NumPy has no difference of truth values.
      if (dtype === "bool" && name === "sub") throw refuse(name, [a, b], "use xor, or astype");
      return { args: [dtype, dtype] as const, result: dtype };
    }
    const time = name !== "pow" && (isTime(a) || isTime(b)) ? timeArithmetic(name, a, b) : undefined;
    if (time === undefined) throw refuse(name, [a, b], isText(a) || isText(b) ? "cast the text with astype or toNumeric" : "cast with astype");
    return time;
  };
  return {
    strict: true,
    infer: ([a, b]) => resolve(a!, b!).result,
    adapt(args) {
      const [a, b] = settle(name, withDurations(name, args), name === "div" ? "float64" : "refused") as [ColumnExpr, ColumnExpr];
      const types = resolve(a.type, b.type).args;
      return [castExpr(a, types[0]), castExpr(b, types[1])];
    },
  };
}

/** What is added to a time, or subtracted from it, is a duration if it is a text that says one. */
function withDurations(name: string, args: readonly ColumnExpr[]): readonly ColumnExpr[] {
  if (name !== "add" && name !== "sub") return args;
  return args.map((arg, i) => {
    const other = args[1 - i]!;
    const isShift = isLiteral(arg) && typeof arg.value === "string" && isTime(other.type) && (name === "add" || i === 1);
    return (isShift && durationLiteral(arg.value as string, other.type)) || arg;
  });
}

const wide = (a: DType, b: DType): DType => {
  const dtype = promote(a, b);
  return dtype === "bool" ? "int8" : dtype;
};

/** One column, computed in the first dtype that holds it. */
function unary(name: keyof typeof scalarOps, options: { duration?: boolean } = {}): ColumnFunction {
  const op = scalarOps[name];
  const taken: readonly DType[] = op.dtypes;
  const dtypeOf = (type: ColumnType): ColumnType => {
    if (options.duration && type.startsWith("duration")) return type;
    const isRefused = (op.refuses as readonly ColumnType[]).includes(type);
    if (!isNumeric(type) || isRefused) throw refuse(name, [type], isText(type) ? "cast the text with astype or toNumeric" : "cast with astype");
    if (taken.includes(type)) return type;
    return taken[0] === "float32" ? floatDType[type] : taken.find((dtype) => holds(dtype, type))!;
  };
  const rules: { readonly [param: string]: ParamRule } = name === "round" ? { decimals: "integer?" } : {};
  return {
    strict: true,
    infer([type], params) {
      checkParams(name, params, rules);
      const dtype = dtypeOf(type!);
      return op.result === "same" ? dtype : op.result;
    },
    adapt: ([arg]) => [castExpr(arg!, dtypeOf(arg!.type))],
  };
}

function extreme(name: "maximum" | "minimum"): ColumnFunction {
  return {
    strict: true,
    infer([a, b]) {
      const type = meet(a!, b!);
      if (type === undefined || isText(type) || isList(type)) throw refuse(name, [a!, b!], "it takes numbers, or times of one kind");
      return type;
    },
    adapt(args) {
      requireHeld(name, args[0]!, args[1]!);
      const [a, b] = settle(name, args) as [ColumnExpr, ColumnExpr];
      const type = meet(a.type, b.type);
      return type === undefined ? [a, b] : [castExpr(a, type), castExpr(b, type)];
    },
  };
}

function isNoBound(bound: ColumnExpr, type: ColumnType, side: -1 | 1): boolean {
  if (!isLiteral(bound)) return false;
  const { value } = bound;
  return value === null || ((typeof value === "number" || typeof value === "bigint") && sideOfRange(value, type) === side);
}

export const arithmetic = {
  /** x + y. Also timestamp + duration, date + duration (a timestamp), duration + duration, and texts one after the other. */
  add: {
    ...binary("add"),
    rewrite: (args, _, call) => (args.length === 2 && args.every(({ type }) => isText(type)) ? call("str/cat", args) : undefined),
  },
  /** x − y. Of two timestamps or dates it is a duration. */
  sub: binary("sub"),
  /** x · y. Also duration · number. */
  mul: binary("mul"),
  /** x / y in floating point; integers divide in float64. Also duration / number, and the ratio of two durations. */
  div: binary("div", (a, b) => meanDType[promote(a, b)]),
  /** x / y rounded down, as in Python. An integer divided by zero is null. */
  floordiv: binary("floordiv", wide),
  /** What `floordiv` leaves, with the sign of the divisor, as in Python. An integer modulo zero is null. */
  mod: binary("mod", wide),
  /** x to the power y. An integer to a negative integer power is an error. */
  pow: binary("pow", wide),
  /** −x. Unsigned integers wrap around. */
  neg: unary("negative", { duration: true }),
  /** The magnitude. */
  abs: unary("absolute", { duration: true }),
  /** −1, 0 or 1. */
  sign: unary("sign"),
  square: unary("square"),
  sqrt: unary("sqrt"),
  cbrt: unary("cbrt"),
  exp: unary("exp"),
  exp2: unary("exp2"),
  expm1: unary("expm1"),
  log: unary("log"),
  log2: unary("log2"),
  log10: unary("log10"),
  log1p: unary("log1p"),
  sin: unary("sin"),
  cos: unary("cos"),
  tan: unary("tan"),
  arcsin: unary("arcsin"),
  arccos: unary("arccos"),
  arctan: unary("arctan"),
  sinh: unary("sinh"),
  cosh: unary("cosh"),
  tanh: unary("tanh"),
  floor: unary("floor"),
  ceil: unary("ceil"),
  trunc: unary("trunc"),
  /** Rounded to `params.decimals` digits (0); a tie goes to the even digit. */
  round: unary("round"),
  isnan: unary("isnan"),
  isinf: unary("isinf"),
  isfinite: unary("isfinite"),
  /** x moved into the range from the second argument to the third; a bound that is null is none, and so is one that no integer of the type of x reaches. */
  clip: {
    strict: true,
    infer: (types) => types[0]!,
    rewrite([x, low, high], _, call) {
      const bounded = (name: string, value: ColumnExpr, bound: ColumnExpr | undefined, side: -1 | 1) => {
        if (bound === undefined || isNoBound(bound, value.type, side)) return value;
        requireHeld("clip", value, bound);
        return call(name, [value, bound]);
      };
      return bounded("minimum", bounded("maximum", x!, low, -1), high, 1);
    },
  },
  /** The greater of two. A NaN wins. */
  maximum: extreme("maximum"),
  /** The smaller of two. A NaN wins. */
  minimum: extreme("minimum"),
} as const satisfies { readonly [name: string]: ColumnFunction };
