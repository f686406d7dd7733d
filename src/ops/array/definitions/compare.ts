import { all, binary, unary } from "../../define/scalar-op.ts";
import { greaterOf, smallerOf } from "./extremes.ts";

/** How two values compare; `number`, `bigint` and `boolean` alike. */
function comparison<N extends string>(name: N, alias: string, of: (x: number | bigint | boolean, y: number | bigint | boolean) => boolean) {
  return binary(name, {
    dtypes: all,
    aliases: [alias],
    result: "bool",
    of: { bool: of, int: of, float: of },
  });
}

export const compare = {
  /** Whether each element equals that of the other array. NaN equals nothing. NumPy's `equal`. */
  equal: comparison("equal", "eq", (x, y) => x === y),
  /** Whether each element differs from that of the other array. NaN differs from everything. NumPy's `not_equal`. */
  notEqual: comparison("notEqual", "ne", (x, y) => x !== y),
  /** Whether each element is less than that of the other array. NaN is neither less nor greater than anything. NumPy's `less`. */
  less: comparison("less", "lt", (x, y) => x < y),
  /** Whether each element is at most that of the other array. NaN is neither less nor greater than anything. NumPy's `less_equal`. */
  lessEqual: comparison("lessEqual", "le", (x, y) => x <= y),
  /** Whether each element is greater than that of the other array. NaN is neither less nor greater than anything. NumPy's `greater`. */
  greater: comparison("greater", "gt", (x, y) => x > y),
  /** Whether each element is at least that of the other array. NaN is neither less nor greater than anything. NumPy's `greater_equal`. */
  greaterEqual: comparison("greaterEqual", "ge", (x, y) => x >= y),

  /** Whether both elements are true: not zero. NumPy's `logical_and`. */
  logicalAnd: binary("logicalAnd", {
    dtypes: all,
    result: "bool",
    of: { bool: (x, y) => x && y, int: (x, y) => x !== 0n && y !== 0n, float: (x, y) => x !== 0 && y !== 0 },
  }),
  /** Whether one of the elements is true: not zero. NumPy's `logical_or`. */
  logicalOr: binary("logicalOr", {
    dtypes: all,
    result: "bool",
    of: { bool: (x, y) => x || y, int: (x, y) => x !== 0n || y !== 0n, float: (x, y) => x !== 0 || y !== 0 },
  }),
  /** Whether exactly one of the elements is true: not zero. NumPy's `logical_xor`. */
  logicalXor: binary("logicalXor", {
    dtypes: all,
    result: "bool",
    of: { bool: (x, y) => x !== y, int: (x, y) => (x !== 0n) !== (y !== 0n), float: (x, y) => (x !== 0) !== (y !== 0) },
  }),
  /** Whether each element is false: zero. NumPy's `logical_not`. */
  logicalNot: unary("logicalNot", {
    dtypes: all,
    result: "bool",
    of: { bool: (x) => !x, int: (x) => x === 0n, float: (x) => x === 0 },
  }),

  /** The greater of two elements. A NaN wins. NumPy's `maximum`. */
  maximum: binary("maximum", {
    dtypes: all,
    of: { bool: (x, y) => x || y, int: greaterOf, float: (x, y) => (Number.isNaN(x) ? x : greaterOf(x, y)) },
  }),
  /** The smaller of two elements. A NaN wins. NumPy's `minimum`. */
  minimum: binary("minimum", {
    dtypes: all,
    of: { bool: (x, y) => x && y, int: smallerOf, float: (x, y) => (Number.isNaN(x) ? x : smallerOf(x, y)) },
  }),
  /** The greater of two elements. A NaN loses. NumPy's `fmax`. */
  fmax: binary("fmax", {
    dtypes: all,
    of: { bool: (x, y) => x || y, int: greaterOf, float: (x, y) => (Number.isNaN(y) ? x : greaterOf(x, y)) },
  }),
  /** The smaller of two elements. A NaN loses. NumPy's `fmin`. */
  fmin: binary("fmin", {
    dtypes: all,
    of: { bool: (x, y) => x && y, int: smallerOf, float: (x, y) => (Number.isNaN(y) ? x : smallerOf(x, y)) },
  }),
};
