import { binary, floats as dtypes, unary } from "../../define/scalar-op.ts";
import { type FloatLayout, float32, float64, isNegative, scale, split } from "./float-bits.ts";

const withSign = (x: number, sign: number): number => (isNegative(sign) ? -Math.abs(x) : Math.abs(x));

function neighbor(x: number, toward: number, layout: FloatLayout): number {
  if (Number.isNaN(x) || Number.isNaN(toward)) return NaN;
  if (x === toward) return toward;
  if (x === 0) return withSign(layout.fromBits(1n), toward);
  return layout.fromBits(layout.toBits(x) + (x < toward === x > 0 ? 1n : -1n));
}

function spacing(x: number, layout: FloatLayout): number {
  return Number.isFinite(x) ? layout.fromBits(layout.toBits(x === 0 ? 0 : x) + 1n) - x : NaN;
}

export const floats = {
  /** Whether each element is NaN. NumPy's `isnan`. */
  isnan: unary("isnan", { dtypes, result: "bool", of: { float: Number.isNaN } }),
  /** Whether each element is infinite. NumPy's `isinf`. */
  isinf: unary("isinf", {
    dtypes,
    result: "bool",
    of: { float: (x) => Math.abs(x) === Infinity },
  }),
  /** Whether each element is neither infinite nor NaN. NumPy's `isfinite`. */
  isfinite: unary("isfinite", {
    dtypes,
    result: "bool",
    of: { float: Number.isFinite },
  }),
  /** Whether each element is positive infinity. NumPy's `isposinf`. */
  isposinf: unary("isposinf", {
    dtypes,
    result: "bool",
    of: { float: (x) => x === Infinity },
  }),
  /** Whether each element is negative infinity. NumPy's `isneginf`. */
  isneginf: unary("isneginf", {
    dtypes,
    result: "bool",
    of: { float: (x) => x === -Infinity },
  }),
  /** Whether each element has its sign set, as negative zero has. The sign of a NaN differs between machines. NumPy's `signbit`. */
  signbit: unary("signbit", {
    dtypes,
    result: "bool",
    of: { float: isNegative },
  }),
  /** Each element of the first array with the sign of that of the second. NumPy's `copysign`. */
  copysign: binary("copysign", {
    dtypes,
    of: { float: withSign },
  }),
  /** The next float after each element of the first array toward that of the second. NumPy's `nextafter`. */
  nextafter: binary("nextafter", {
    dtypes,
    of: { float: (x, y) => neighbor(x, y, float64), float32: (x, y) => neighbor(x, y, float32) },
  }),
  /** The distance from each element to the next float away from zero, with the element's sign. NumPy's `spacing`. */
  spacing: unary("spacing", {
    dtypes,
    of: { float: (x) => spacing(x, float64), float32: (x) => spacing(x, float32) },
  }),
  /** Each element of the first array times two to the power of the integer in the second. NumPy's `ldexp`. */
  ldexp: binary("ldexp", {
    dtypes,
    args: ["same", "int64"],
    // The exponent is an int64: a bigint.
    of: { float: (x, n) => scale(x, Number(n)) },
  }),
  /** The fraction m of each element, which is m · 2^e with m from ½ to 1. NumPy's `frexp`. */
  frexpMantissa: unary("frexpMantissa", {
    numpy: "frexp",
    dtypes,
    of: { float: (x) => split(x).fraction },
  }),
  /** The exponent e of each element, which is m · 2^e with m from ½ to 1. NumPy's `frexp`. */
  frexpExponent: unary("frexpExponent", {
    numpy: "frexp",
    dtypes,
    result: "int32",
    of: { float: (x) => split(x).exponent },
  }),
  /** The fractional part of each element, with its sign. NumPy's `modf`. */
  modfFraction: unary("modfFraction", {
    numpy: "modf",
    dtypes,
    of: { float: (x) => withSign(Math.abs(x) === Infinity ? 0 : x - Math.trunc(x), x) },
  }),
};
