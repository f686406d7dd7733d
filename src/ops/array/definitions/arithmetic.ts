import { all, binary, floats, numeric, unary } from "../../define/scalar-op.ts";

const degree = Math.PI / 180;
const degree32 = Math.fround(Math.fround(Math.PI) / 180);
const radian = 180 / Math.PI;
const radian32 = Math.fround(180 / Math.fround(Math.PI));

export const arithmetic = {
  /** The sum of two arrays, element by element. Integers wrap around; for bool it is logical or. NumPy's `add`. */
  add: binary("add", {
    dtypes: all,
    of: { bool: (x, y) => x || y, int: (x, y) => x + y, float: (x, y) => x + y },
  }),
  /** The difference of two arrays, element by element. Integers wrap around. NumPy's `subtract`. */
  subtract: binary("subtract", {
    dtypes: numeric,
    refuses: ["bool"],
    aliases: ["sub"],
    of: { int: (x, y) => x - y, float: (x, y) => x - y },
  }),
  /** The product of two arrays, element by element. Integers wrap around; for bool it is logical and. NumPy's `multiply`. */
  multiply: binary("multiply", {
    dtypes: all,
    aliases: ["mul"],
    of: { bool: (x, y) => x && y, int: (x, y) => x * y, float: (x, y) => x * y },
  }),
  /** The quotient of two arrays, element by element, in floating point. NumPy's `divide`. */
  divide: binary("divide", {
    // float64 first: integers of every width divide in it.
    dtypes: ["float64", "float32"],
    aliases: ["div", "trueDivide"],
    of: { float: (x, y) => x / y },
  }),
  /** Each element with its sign changed. The least integer, and unsigned ones, wrap around. NumPy's `negative`. */
  negative: unary("negative", {
    dtypes: numeric,
    refuses: ["bool"],
    aliases: ["neg"],
    of: { int: (x) => -x, float: (x) => -x },
  }),
  /** Each element as it is. NumPy's `positive`. */
  positive: unary("positive", {
    dtypes: numeric,
    refuses: ["bool"],
    of: { int: (x) => x, float: (x) => x },
  }),
  /** The magnitude of each element. The least integer stays as it is. NumPy's `absolute`. */
  absolute: unary("absolute", {
    dtypes: all,
    aliases: ["abs"],
    of: { bool: (x) => x, int: (x) => (x < 0n ? -x : x), float: Math.abs },
  }),
  /** The magnitude of each element, in floating point. NumPy's `fabs`. */
  fabs: unary("fabs", {
    dtypes: floats,
    of: { float: Math.abs },
  }),
  /** -1, 0 or 1 as each element is negative, zero or positive; NaN for NaN. NumPy's `sign`. */
  sign: unary("sign", {
    dtypes: numeric,
    refuses: ["bool"],
    of: { int: (x) => (x > 0n ? 1n : x < 0n ? -1n : 0n), float: (x) => (x === 0 ? 0 : Math.sign(x)) },
  }),
  /** Each element times itself. Integers wrap around. NumPy's `square`. */
  square: unary("square", {
    dtypes: numeric,
    of: { int: (x) => x * x, float: (x) => x * x },
  }),
  /** The square root of each element; NaN for negative ones. NumPy's `sqrt`. */
  sqrt: unary("sqrt", {
    dtypes: floats,
    of: { float: Math.sqrt },
  }),
  /** Degrees as radians. NumPy's `deg2rad`. */
  deg2rad: unary("deg2rad", {
    dtypes: floats,
    aliases: ["radians"],
    of: { float: (x) => x * degree, float32: (x) => x * degree32 },
  }),
  /** Radians as degrees. NumPy's `rad2deg`. */
  rad2deg: unary("rad2deg", {
    dtypes: floats,
    aliases: ["degrees"],
    of: { float: (x) => x * radian, float32: (x) => x * radian32 },
  }),
};
