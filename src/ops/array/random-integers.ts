import { type Chunk, elements } from "../../chunk/chunk.ts";
import { type DType, dtypes, parseDType } from "../../chunk/dtype.ts";
import type { Expr } from "../../expr/expr.ts";
import { integerRange } from "../../random/integers.ts";
import { constant } from "../define/constant.ts";
import { castTo, elementwise } from "../define/elementwise.ts";
import { isStored } from "../define/stored.ts";
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
  checkBounds(least, beyond, endpoint ? 0 : 1, parseDType(options.dtype ?? "int64", "integers"));
  const arrays = [least, beyond].filter((one) => !isScalar(one)).map((one) => asExpr(one, "integers"));
  const target = targetOf("integers", options, arrays, allowed);
  return drawWithInputs(from, { kernel: "random/integers_between", steady: false }, "integers", target, bounds);
}

/** Bounds that are there now are looked at now; the kernel looks at the others. */
function checkBounds(low: OperandInput, high: OperandInput, off: number, dtype: DType): void {
  const [lows, highs] = [boundsIn("low", low, 0, dtype), boundsIn("high", high, off, dtype)];
  if (lows.length !== 1 && highs.length !== 1) return;
  const isWrong = (from: number, to: number) => to - off < from;
  const wrong = lows.length === 1 ? highs.find((to) => isWrong(lows[0]!, to)) : lows.find((from) => isWrong(from, highs[0]!));
  if (wrong === undefined) return;
  const [from, to] = lows.length === 1 ? [lows[0], wrong] : [wrong, highs[0]];
  throw new RangeError(`integers: low is ${from}, which is ${off === 0 ? "above" : "not below"} high, ${to}`);
}

/** The values of a bound that are there. */
function boundsIn(name: "low" | "high", given: OperandInput, off: number, dtype: DType): readonly number[] {
  const bound = isScalar(given) ? given : asExpr(given, "integers");
  if (!isScalar(bound) && !isStored(bound)) return [];
  const values = isScalar(bound) ? [number(bound)] : (bound.held as readonly Chunk[]).flatMap((chunk) => Array.from<number | bigint>(elements(chunk)));
  const { range } = dtypes[dtype];
  for (const value of values) {
    if (!Number.isSafeInteger(Number(value))) throw new RangeError(`integers: ${name} is ${value}; where bounds are arrays, they are whole numbers up to 2^53`);
    if (range !== undefined && (BigInt(value) < range[0] || BigInt(value) > range[1] + BigInt(off)))
      throw new RangeError(`integers: ${name} is ${value}, which is out of bounds for ${dtype}`);
  }
  return values.map(Number);
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
