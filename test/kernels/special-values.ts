import { type DType, dtypes, type Scalar } from "../../src/chunk/dtype.ts";

// biome-ignore format: a table
const floats = [
  0, -0, 1, -1, 2, -2, 3, 0.5, -0.5, 1.5, 2.5, -2.5, 0.1, -0.1, 7, -7, 10, 100, 1e5, 1e-5, 1e10, 1e20, -1e30, 1e-30, Math.PI, 255, 256, -129, -32769, 65536,
  2 ** 31, 2 ** 31 - 0.5, -(2 ** 31) - 1, 2 ** 32, 2 ** 53, 2 ** 63, -(2 ** 63), 2 ** 64, -1e19, 3.0000001, NaN, Infinity, -Infinity,
];
const edges = {
  float64: [Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE, -Number.MIN_VALUE, 2 ** -1022, 3 * 2 ** -1023, 1 + 2 ** -52, 1e300, 1e-300, 1e-310],
  float32: [(2 - 2 ** -23) * 2 ** 127, 2 ** -149, -(2 ** -149), 2 ** -126, 3 * 2 ** -127, 1 + 2 ** -23, 1e38, 1e-38],
};
const integers = [0n, 1n, 2n, 3n, 5n, 7n, 8n, 15n, 31n, 32n, 33n, 63n, 64n, 65n, 100n, 127n, 255n];

/** Values at which operations go wrong: the limits of a dtype, zeros of both signs, NaN, infinities, denormals, counts near widths. */
export function specialValues(dtype: DType): Scalar[] {
  if (dtype === "bool") return [false, true];
  if (dtype === "float64") return [...floats, ...edges.float64];
  if (dtype === "float32") return [...floats, ...edges.float32].map(Math.fround);
  const { range, itemsize } = dtypes[dtype];
  const [least, greatest] = range!;
  const near = [least, least + 1n, least / 2n, greatest / 3n, greatest / 2n, greatest - 1n, greatest];
  const values = [...integers, ...integers.map((value) => -value), ...near].filter((value) => value >= least && value <= greatest);
  const distinct = [...new Set(values)];
  return itemsize === 8 ? distinct : distinct.map(Number);
}
