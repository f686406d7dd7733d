import { columnTypeOf } from "../../../chunk/column-type.ts";
import { type DType, dtypes } from "../../../chunk/dtype.ts";
import { elementwiseParams, scalarOps } from "../../../ops/array/definitions/scalar-ops.ts";
import { hasBit, validFrom } from "../bitmap.ts";
import type { ColumnKernel } from "../column-kernel.ts";
import { elementwise } from "../elementwise.ts";
import { divideDuration, durationTimesNumber, floorDivideDuration } from "./duration-scale.ts";

const storageOf = (type: Parameters<typeof columnTypeOf>[0]): DType => columnTypeOf(type).storage;

/** A kernel of arrays, on values whose storage is of one dtype. */
function plain(kernel: keyof typeof scalarOps): ColumnKernel {
  const { result } = scalarOps[kernel];
  return ({ backend, length, args, params, type }) => {
    const dtype = storageOf(args[0]!.type);
    const inputs = args.map(({ values }) => values);
    const call = { kernel, dtype, result: result === "same" ? dtype : result, inputs, params: elementwiseParams(kernel, params) };
    return { type, length, values: elementwise(backend, call, length) };
  };
}

/** Rounds down. Integers divided by zero are null. */
function integral(kernel: "floorDivide" | "remainder"): ColumnKernel {
  const run = plain(kernel);
  return (call) => {
    const { backend, length, args } = call;
    const divisor = args[1]!;
    const dtype = storageOf(divisor.type);
    const result = run(call);
    if (dtypes[dtype].kind === "float") return result;
    const nonzero = elementwise(backend, { kernel: "cast", dtype: "bool", result: "bool", inputs: [divisor.values], params: [dtypes[dtype].code] }, length);
    return { ...result, valid: validFrom(backend, nonzero as Uint8Array) };
  };
}

const power = plain("power");
const divide = plain("divide");
const multiply = plain("multiply");
const floorDivide = integral("floorDivide");

const isDuration = (type: string) => type.startsWith("duration");

export const arithmetic = {
  add: plain("add"),
  sub: plain("subtract"),
  mul: (call) => (isDuration(call.type) ? durationTimesNumber(call) : multiply(call)),
  div(call) {
    const [a] = call.args;
    if (!isDuration(a!.type)) return divide(call);
    return isDuration(call.type) ? divideDuration(call) : ratio(call);
  },
  floordiv: (call) => (call.args[1]!.type === "float64" && isDuration(call.type) ? floorDivideDuration(call) : floorDivide(call)),
  mod: integral("remainder"),
  pow(call) {
    const [base, exponent] = call.args;
    const { valid, length } = call;
    if (valid === undefined || dtypes[storageOf(base!.type)].kind === "float" || exponent!.length !== length) return power(call);
    // What stands where a value is missing may be negative.
    const values = exponent!.values.slice();
    for (let row = 0; row < length; row++) if (!hasBit(valid, row)) values.fill(0 as never, row, row + 1);
    return power({ ...call, args: [base!, { ...exponent!, values }] });
  },
  neg: plain("negative"),
  abs: plain("absolute"),
  sign: plain("sign"),
  square: plain("square"),
  sqrt: plain("sqrt"),
  cbrt: plain("cbrt"),
  exp: plain("exp"),
  exp2: plain("exp2"),
  expm1: plain("expm1"),
  log: plain("log"),
  log2: plain("log2"),
  log10: plain("log10"),
  log1p: plain("log1p"),
  sin: plain("sin"),
  cos: plain("cos"),
  tan: plain("tan"),
  arcsin: plain("arcsin"),
  arccos: plain("arccos"),
  arctan: plain("arctan"),
  sinh: plain("sinh"),
  cosh: plain("cosh"),
  tanh: plain("tanh"),
  floor: plain("floor"),
  ceil: plain("ceil"),
  trunc: plain("trunc"),
  round: plain("round"),
  isnan: plain("isnan"),
  isinf: plain("isinf"),
  isfinite: plain("isfinite"),
  maximum: plain("maximum"),
  minimum: plain("minimum"),
} satisfies { readonly [name: string]: ColumnKernel };

/** One duration in units of another. */
function ratio({ backend, length, args, type }: Parameters<ColumnKernel>[0]) {
  const inputs = args.map(({ values }) =>
    elementwise(backend, { kernel: "cast", dtype: "float64", result: "float64", inputs: [values], params: [dtypes.int64.code] }, values.length),
  );
  return { type, length, values: elementwise(backend, { kernel: "divide", dtype: "float64", result: "float64", inputs }, length) };
}
