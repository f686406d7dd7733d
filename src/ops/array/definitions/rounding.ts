import { all, floats, numeric, unary } from "../../define/scalar-op.ts";
import { isNegative } from "./float-bits.ts";

/** The nearest integer; of two, the even one: 2^52 leaves no room for a fraction. */
function nearest(x: number): number {
  const magnitude = Math.abs(x);
  if (!(magnitude < 2 ** 52)) return x;
  const rounded = magnitude + 2 ** 52 - 2 ** 52;
  return isNegative(x) ? -rounded : rounded;
}

/** Scales by a power of ten and back, as NumPy does, rounding at each step. */
function toDecimals(x: number, decimals: number, round: (value: number) => number): number {
  const scale = round(powerOfTen(Math.abs(decimals)));
  if (decimals < 0) return nearest(round(x / scale)) * scale;
  return scale === 1 ? nearest(x) : nearest(round(x * scale)) / scale;
}

/** 10^n from powers that are exact, as `10 ** n` need not be. */
function powerOfTen(n: number): number {
  let power = 1;
  for (; n > 22; n -= 22) power *= 1e22;
  return power * Number(`1e${n}`);
}

export const rounding = {
  /** The greatest integer that is at most each element, in its dtype. NumPy's `floor`. */
  floor: unary("floor", {
    dtypes: all,
    of: { bool: (x) => x, int: (x) => x, float: Math.floor },
  }),
  /** The least integer that is at least each element, in its dtype. NumPy's `ceil`. */
  ceil: unary("ceil", {
    dtypes: all,
    of: { bool: (x) => x, int: (x) => x, float: Math.ceil },
  }),
  /** Each element without its fraction, in its dtype. NumPy's `trunc`. */
  trunc: unary("trunc", {
    dtypes: all,
    aliases: ["fix"],
    of: { bool: (x) => x, int: (x) => x, float: Math.trunc },
  }),
  /** The integer nearest to each element; of two, the even one. NumPy's `rint`. */
  rint: unary("rint", {
    dtypes: floats,
    of: { float: nearest },
  }),
  /** Each element rounded to a number of decimals (negative: to tens, hundreds …); a tie goes to the even digit. NumPy's `round`. */
  round: unary("round", {
    dtypes: numeric,
    aliases: ["around"],
    params: [{ name: "decimals", default: 0, integer: true }],
    of: {
      int: (x, decimals = 0) => (decimals < 0 ? toDecimals(Number(x), decimals, Number) : x),
      float: (x, decimals = 0) => toDecimals(x, decimals, Number),
      float32: (x, decimals = 0) => toDecimals(x, decimals, Math.fround),
    },
  }),
};
