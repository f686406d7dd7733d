import type { DType } from "../../chunk/dtype.ts";
import type { Expr } from "../../expr/expr.ts";
import { integerRange } from "../../random/integers.ts";
import { constant } from "../define/constant.ts";
import { castTo, elementwise } from "../define/elementwise.ts";
import { asExpr, isScalar, type OperandInput } from "./operand.ts";
import { type DrawOptions, type DrawSource, drawWithInputs, fromSource, targetOf } from "./random.ts";

export interface IntegersOptions extends DrawOptions {
  /** Whether `high` can be drawn. */
  readonly endpoint?: boolean;
}

const allowed: readonly DType[] = ["int64", "bool", "int8", "int16", "int32", "uint8", "uint16", "uint32", "uint64"];

/** Integers from `low` to below `high`, or from 0 to below `low`. NumPy's `Generator.integers`. Either may be an array, of numbers up to 2^53. */
export function integers(from: DrawSource, low: OperandInput, high: OperandInput | undefined, options: IntegersOptions): Expr {
  const endpoint = options.endpoint ?? false;
  if (isScalar(low) && (high === undefined || isScalar(high))) {
    const target = targetOf("integers", options, [], allowed);
    return fromSource(from, "random/integers", target, integerRange(number(low), high === undefined ? undefined : number(high), target.dtype, endpoint));
  }
  const [least, beyond] = high === undefined ? [0, low] : [low, high];
  const bounds = [bound(least, 0), bound(beyond, endpoint ? 0 : 1)];
  const arrays = [least, beyond].filter((one) => !isScalar(one)).map((one) => asExpr(one, "integers"));
  const target = targetOf("integers", options, arrays, allowed);
  return drawWithInputs(from, { kernel: "random/integers_between", steady: false }, "integers", target, bounds);
}

function number(value: number | bigint | boolean): number | bigint {
  return typeof value === "boolean" ? Number(value) : value;
}

/** A bound less something: a number, or an array of float64 (the kernel refuses fractions). */
function bound(value: OperandInput, less: number): number | Expr {
  if (isScalar(value)) return Number(value) - less;
  const numbers = castTo(asExpr(value, "integers"), "float64");
  return less === 0 ? numbers : elementwise("subtract", "float64", "float64", [numbers, constant("float64", less)]);
}
