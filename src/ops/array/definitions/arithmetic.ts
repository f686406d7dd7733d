import { all, binary, floats, numeric, unary } from "../../define/scalar-op.ts";

const degree = Math.PI / 180;
const degree32 = Math.fround(Math.fround(Math.PI) / 180);
const radian = 180 / Math.PI;
const radian32 = Math.fround(180 / Math.fround(Math.PI));

export const arithmetic = {
  add: binary("add", {
    doc: "The sum of two arrays, element by element. Integers wrap around; for bool it is logical or.",
    dtypes: all,
    of: { bool: (x, y) => x || y, int: (x, y) => x + y, float: (x, y) => x + y },
  }),
  subtract: binary("subtract", {
    doc: "The difference of two arrays, element by element. Integers wrap around.",
    dtypes: numeric,
    refuses: ["bool"],
    aliases: ["sub"],
    of: { int: (x, y) => x - y, float: (x, y) => x - y },
  }),
  multiply: binary("multiply", {
    doc: "The product of two arrays, element by element. Integers wrap around; for bool it is logical and.",
    dtypes: all,
    aliases: ["mul"],
    of: { bool: (x, y) => x && y, int: (x, y) => x * y, float: (x, y) => x * y },
  }),
  divide: binary("divide", {
    doc: "The quotient of two arrays, element by element, in floating point.",
    // float64 first: integers of every width divide in it.
    dtypes: ["float64", "float32"],
    aliases: ["div", "trueDivide"],
    of: { float: (x, y) => x / y },
  }),
  negative: unary("negative", {
    doc: "Each element with its sign changed. The least integer, and unsigned ones, wrap around.",
    dtypes: numeric,
    refuses: ["bool"],
    aliases: ["neg"],
    of: { int: (x) => -x, float: (x) => -x },
  }),
  positive: unary("positive", {
    doc: "Each element as it is.",
    dtypes: numeric,
    refuses: ["bool"],
    of: { int: (x) => x, float: (x) => x },
  }),
  absolute: unary("absolute", {
    doc: "The magnitude of each element. The least integer stays as it is.",
    dtypes: all,
    aliases: ["abs"],
    of: { bool: (x) => x, int: (x) => (x < 0n ? -x : x), float: Math.abs },
  }),
  fabs: unary("fabs", {
    doc: "The magnitude of each element, in floating point.",
    dtypes: floats,
    of: { float: Math.abs },
  }),
  sign: unary("sign", {
    doc: "-1, 0 or 1 as each element is negative, zero or positive; NaN for NaN.",
    dtypes: numeric,
    refuses: ["bool"],
    of: { int: (x) => (x > 0n ? 1n : x < 0n ? -1n : 0n), float: (x) => (x === 0 ? 0 : Math.sign(x)) },
  }),
  square: unary("square", {
    doc: "Each element times itself. Integers wrap around.",
    dtypes: numeric,
    of: { int: (x) => x * x, float: (x) => x * x },
  }),
  sqrt: unary("sqrt", {
    doc: "The square root of each element; NaN for negative ones.",
    dtypes: floats,
    of: { float: Math.sqrt },
  }),
  deg2rad: unary("deg2rad", {
    doc: "Degrees as radians.",
    dtypes: floats,
    aliases: ["radians"],
    of: { float: (x) => x * degree, float32: (x) => x * degree32 },
  }),
  rad2deg: unary("rad2deg", {
    doc: "Radians as degrees.",
    dtypes: floats,
    aliases: ["degrees"],
    of: { float: (x) => x * radian, float32: (x) => x * radian32 },
  }),
};
