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
  isnan: unary("isnan", { doc: "Whether each element is NaN.", dtypes, result: "bool", of: { float: Number.isNaN } }),
  isinf: unary("isinf", {
    doc: "Whether each element is infinite.",
    dtypes,
    result: "bool",
    of: { float: (x) => Math.abs(x) === Infinity },
  }),
  isfinite: unary("isfinite", {
    doc: "Whether each element is neither infinite nor NaN.",
    dtypes,
    result: "bool",
    of: { float: Number.isFinite },
  }),
  isposinf: unary("isposinf", {
    doc: "Whether each element is positive infinity.",
    dtypes,
    result: "bool",
    of: { float: (x) => x === Infinity },
  }),
  isneginf: unary("isneginf", {
    doc: "Whether each element is negative infinity.",
    dtypes,
    result: "bool",
    of: { float: (x) => x === -Infinity },
  }),
  signbit: unary("signbit", {
    doc: "Whether each element has its sign set, as negative zero has. The sign of a NaN differs between machines.",
    dtypes,
    result: "bool",
    of: { float: isNegative },
  }),
  copysign: binary("copysign", {
    doc: "Each element of the first array with the sign of that of the second.",
    dtypes,
    of: { float: withSign },
  }),
  nextafter: binary("nextafter", {
    doc: "The next float after each element of the first array toward that of the second.",
    dtypes,
    of: { float: (x, y) => neighbor(x, y, float64), float32: (x, y) => neighbor(x, y, float32) },
  }),
  spacing: unary("spacing", {
    doc: "The distance from each element to the next float away from zero, with the element's sign.",
    dtypes,
    of: { float: (x) => spacing(x, float64), float32: (x) => spacing(x, float32) },
  }),
  ldexp: binary("ldexp", {
    doc: "Each element of the first array times two to the power of the integer in the second.",
    dtypes,
    args: ["same", "int64"],
    // The exponent is an int64: a bigint.
    of: { float: (x, n) => scale(x, Number(n)) },
  }),
  frexpMantissa: unary("frexpMantissa", {
    doc: "The fraction m of each element, which is m · 2^e with m from ½ to 1.",
    numpy: "frexp",
    dtypes,
    of: { float: (x) => split(x).fraction },
  }),
  frexpExponent: unary("frexpExponent", {
    doc: "The exponent e of each element, which is m · 2^e with m from ½ to 1.",
    numpy: "frexp",
    dtypes,
    result: "int32",
    of: { float: (x) => split(x).exponent },
  }),
  modfFraction: unary("modfFraction", {
    doc: "The fractional part of each element, with its sign.",
    numpy: "modf",
    dtypes,
    of: { float: (x) => withSign(Math.abs(x) === Infinity ? 0 : x - Math.trunc(x), x) },
  }),
};
