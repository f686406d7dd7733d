import { all, binary, floats, ternary, unary } from "../../define/scalar-op.ts";
import { greaterOf, smallerOf } from "./extremes.ts";

const { MAX_VALUE } = Number;
const maxFloat32 = (2 - 2 ** -23) * 2 ** 127;

/** A finite replacement stays finite in float32. */
const within = (value: number, limit: number): number => (Number.isFinite(value) ? Math.max(-limit, Math.min(limit, value)) : value);

function nanToNum(x: number, nan: number, above: number, below: number, limit: number): number {
  return Number.isNaN(x) ? within(nan, limit) : x === Infinity ? within(above, limit) : x === -Infinity ? within(below, limit) : x;
}

function isClose(x: number, y: number, rtol: number, atol: number, equalNan: number, round: (value: number) => number): boolean {
  if (Number.isNaN(x) || Number.isNaN(y)) return equalNan !== 0 && Number.isNaN(x) && Number.isNaN(y);
  if (!Number.isFinite(x) || !Number.isFinite(y)) return x === y;
  return round(Math.abs(round(x - y))) <= round(round(atol) + round(round(rtol) * Math.abs(y))) || x === y;
}

export const select = {
  /** Elements of the second array where the first is true, of the third elsewhere. NumPy's `where`. */
  where: ternary("where", {
    dtypes: all,
    args: ["bool", "same", "same"],
    of: { bool: (c, x, y) => (c ? x : y), int: (c, x, y) => (c ? x : y), float: (c, x, y) => (c ? x : y) },
  }),
  /** Each element moved into the range from the second array to the third. A NaN anywhere wins. NumPy's `clip`. */
  clip: ternary("clip", {
    dtypes: all,
    of: {
      bool: (x, low, high) => (x || low) && high,
      int: (x, low, high) => smallerOf(greaterOf(x, low), high),
      float: (x, low, high) => (Number.isNaN(x) || Number.isNaN(low) ? NaN : smallerOf(greaterOf(x, low), high)),
    },
  }),
  /** 0 for negative elements of the first array, 1 for positive ones, the element of the second for zeros. NumPy's `heaviside`. */
  heaviside: binary("heaviside", {
    dtypes: floats,
    of: { float: (x, atZero) => (x < 0 ? 0 : x > 0 ? 1 : x === 0 ? atZero : NaN) },
  }),
  /** Each element with NaN and infinities replaced by numbers: 0 and the largest ones if nothing else is said. NumPy's `nan_to_num`. */
  nanToNum: unary("nanToNum", {
    dtypes: all,
    params: [
      { name: "nan", default: 0 },
      { name: "posinf", default: MAX_VALUE },
      { name: "neginf", default: -MAX_VALUE },
    ],
    of: {
      bool: (x) => x,
      int: (x) => x,
      float: (x, nan = 0, above = MAX_VALUE, below = -MAX_VALUE) => nanToNum(x, nan, above, below, MAX_VALUE),
      float32: (x, nan = 0, above = MAX_VALUE, below = -MAX_VALUE) => nanToNum(x, nan, above, below, maxFloat32),
    },
  }),
  /** Whether |x - y| is at most atol + rtol · |y|. Infinities are close to themselves, NaN to NaN only with equalNan. NumPy's `isclose`. */
  isclose: binary("isclose", {
    dtypes: floats,
    result: "bool",
    params: [
      { name: "rtol", default: 1e-5 },
      { name: "atol", default: 1e-8 },
      { name: "equalNan", default: 0 },
    ],
    of: {
      float: (x, y, rtol = 1e-5, atol = 1e-8, equalNan = 0) => isClose(x, y, rtol, atol, equalNan, Number),
      float32: (x, y, rtol = 1e-5, atol = 1e-8, equalNan = 0) => isClose(x, y, rtol, atol, equalNan, Math.fround),
    },
  }),
};
