import type { DType, Scalar } from "../../chunk/dtype.ts";
import { dtypes } from "../../chunk/dtype.ts";
import type { Expr } from "../../expr/expr.ts";
import type { StepParams } from "../../graph/program.ts";
import { DTypeError } from "../../util/errors.ts";
import { constant } from "../define/constant.ts";
import { castTo, elementwise } from "../define/elementwise.ts";
import { floatDType, holds, resultDType } from "../define/promotion.ts";
import { argTypes, evaluate, resultType, type ScalarOp, toScalar } from "../define/scalar-op.ts";
import { compareWide } from "./compare-wide.ts";
import { asExpr, isScalar, type OperandInput } from "./operand.ts";

/** Applies an operation on single elements to arrays and numbers: promotes them, casts, brings their chunks together. */
export function applyScalarOp(op: ScalarOp, args: readonly OperandInput[], params: readonly number[] = []): Expr {
  const { name } = op;
  const operands = args.map((arg) => (isScalar(arg) ? arg : asExpr(arg, name)));
  const [first, second] = operands;
  const exact = operands.length === 2 && !isScalar(first!) && !isScalar(second!) ? compareWide(name, first!, second!) : undefined;
  if (exact !== undefined) return exact;
  const dtype = computeType(op, commonType(op, operands));
  const types = argTypes(op, dtype);
  checkScalars(op, dtype, operands);
  const inputs = operands.map((operand, k) => (isScalar(operand) ? constant(types[k]!, scalarOf(operand, types[k]!, name)) : castTo(operand, types[k]!)));
  const values: StepParams = Object.fromEntries(op.params.map(({ name, default: usual }, i) => [name, params[i] ?? usual ?? 0]));
  return elementwise(name, dtype, resultType(op, dtype), inputs, values);
}

/** A number that no element may stand beside: an integer's negative power. */
function checkScalars(op: ScalarOp, dtype: DType, operands: readonly unknown[]): void {
  const [, exponent] = operands;
  if (op.name === "power" && isScalar(exponent) && Number(exponent) < 0) evaluate(op, dtype, [toScalar(1, dtype), toScalar(exponent, dtype)]);
}

/** The dtype of the arguments that share one: arrays promote, numbers are weak. */
function commonType(op: ScalarOp, operands: readonly (Expr | number | bigint | boolean)[]): DType {
  // Arguments of a dtype of their own (the mask of `where`) have no say.
  const sharing = operands.filter((_, k) => (op.args?.[k] ?? "same") === "same");
  return resultDType(
    op.name,
    sharing.map((operand) => (isScalar(operand) ? { scalar: operand } : operand.meta.dtype)),
  );
}

/** The dtype an operation computes in, given that of its arguments. */
function computeType(op: ScalarOp, dtype: DType): DType {
  const { name, refuses, dtypes: taken } = op;
  // Functions that know floats of both widths follow NumPy's rule for them; quotients, which list float64 first, are float64 for all integers.
  const asFloat = taken[0] === "float32" ? floatDType[dtype] : undefined;
  const found = refuses.includes(dtype) ? undefined : taken.includes(dtype) ? dtype : (asFloat ?? taken.find((candidate) => holds(candidate, dtype)));
  if (found === undefined || !taken.includes(found)) throw new DTypeError(`${name}: does not take ${dtype}; it takes ${taken.join(", ")}`);
  return found;
}

function scalarOf(value: number | bigint | boolean, dtype: DType, name: string): Scalar {
  const { kind, range } = dtypes[dtype];
  if ((kind === "int" || kind === "uint") && typeof value === "number" && !Number.isInteger(value))
    throw new DTypeError(`${name}: ${value} is not a value of ${dtype}`);
  if (range !== undefined && kind !== "bool" && (BigInt(value) < range[0] || BigInt(value) > range[1])) {
    throw new RangeError(`${name}: ${value} is out of the range of ${dtype}, ${range[0]} to ${range[1]}`);
  }
  return toScalar(value, dtype);
}
