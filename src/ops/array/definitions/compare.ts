import { all, binary, unary } from "../../define/scalar-op.ts";
import { greaterOf, smallerOf } from "./extremes.ts";

/** How two values compare; `number`, `bigint` and `boolean` alike. */
function comparison<N extends string>(name: N, alias: string, doc: string, of: (x: number | bigint | boolean, y: number | bigint | boolean) => boolean) {
  return binary(name, {
    doc: `Whether each element ${doc}. NaN is neither less than, nor equal to, nor greater than anything.`,
    dtypes: all,
    aliases: [alias],
    result: "bool",
    of: { bool: of, int: of, float: of },
  });
}

export const compare = {
  equal: comparison("equal", "eq", "equals that of the other array", (x, y) => x === y),
  notEqual: comparison("notEqual", "ne", "differs from that of the other array", (x, y) => x !== y),
  less: comparison("less", "lt", "is less than that of the other array", (x, y) => x < y),
  lessEqual: comparison("lessEqual", "le", "is at most that of the other array", (x, y) => x <= y),
  greater: comparison("greater", "gt", "is greater than that of the other array", (x, y) => x > y),
  greaterEqual: comparison("greaterEqual", "ge", "is at least that of the other array", (x, y) => x >= y),

  logicalAnd: binary("logicalAnd", {
    doc: "Whether both elements are true: not zero.",
    dtypes: all,
    result: "bool",
    of: { bool: (x, y) => x && y, int: (x, y) => x !== 0n && y !== 0n, float: (x, y) => x !== 0 && y !== 0 },
  }),
  logicalOr: binary("logicalOr", {
    doc: "Whether one of the elements is true: not zero.",
    dtypes: all,
    result: "bool",
    of: { bool: (x, y) => x || y, int: (x, y) => x !== 0n || y !== 0n, float: (x, y) => x !== 0 || y !== 0 },
  }),
  logicalXor: binary("logicalXor", {
    doc: "Whether exactly one of the elements is true: not zero.",
    dtypes: all,
    result: "bool",
    of: { bool: (x, y) => x !== y, int: (x, y) => (x !== 0n) !== (y !== 0n), float: (x, y) => (x !== 0) !== (y !== 0) },
  }),
  logicalNot: unary("logicalNot", {
    doc: "Whether each element is false: zero.",
    dtypes: all,
    result: "bool",
    of: { bool: (x) => !x, int: (x) => x === 0n, float: (x) => x === 0 },
  }),

  maximum: binary("maximum", {
    doc: "The greater of two elements. A NaN wins.",
    dtypes: all,
    of: { bool: (x, y) => x || y, int: greaterOf, float: (x, y) => (Number.isNaN(x) ? x : greaterOf(x, y)) },
  }),
  minimum: binary("minimum", {
    doc: "The smaller of two elements. A NaN wins.",
    dtypes: all,
    of: { bool: (x, y) => x && y, int: smallerOf, float: (x, y) => (Number.isNaN(x) ? x : smallerOf(x, y)) },
  }),
  fmax: binary("fmax", {
    doc: "The greater of two elements. A NaN loses.",
    dtypes: all,
    of: { bool: (x, y) => x || y, int: greaterOf, float: (x, y) => (Number.isNaN(y) ? x : greaterOf(x, y)) },
  }),
  fmin: binary("fmin", {
    doc: "The smaller of two elements. A NaN loses.",
    dtypes: all,
    of: { bool: (x, y) => x && y, int: smallerOf, float: (x, y) => (Number.isNaN(y) ? x : smallerOf(x, y)) },
  }),
};
