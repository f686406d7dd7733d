import { createHash } from "node:crypto";
import { type DType, dtypes } from "../../src/chunk/dtype.ts";
import { NDArray } from "../../src/chunk/ndarray.ts";
import { decodeArray, type GoldenArray } from "./decode.ts";

/** How near an answer has to be; nothing means the same bits (any NaN is NaN). */
export interface Tolerance {
  /** Units in the last place. */
  readonly ulp?: number;
  /** Absolute. */
  readonly atol?: number;
  /** -0 and 0 are the same. */
  readonly anyZero?: boolean;
}

/** An answer too long to be written down: SHA-256 of its elements, little-endian, every NaN the usual one and -0 as 0. */
export interface GoldenDigest {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly sha256: string;
}

/** What is wrong with a computed value, in words; nothing if it is right. */
export function difference(actual: unknown, expected: GoldenArray | GoldenDigest, tolerance: Tolerance): string | undefined {
  if ("sha256" in expected) return digestDifference(actual, expected);
  const wanted = decodeArray(expected);
  if (wanted.ndim === 0) {
    const value = wanted.get();
    if (typeof actual !== typeof value) return `gives ${show(actual)}, not a ${typeof value}`;
    return near(expected.dtype, Number(actual), Number(value), tolerance) && exactly(actual, value) ? undefined : `gives ${show(actual)}, not ${value}`;
  }
  if (!(actual instanceof NDArray)) return `gives ${show(actual)}, not an array`;
  if (actual.dtype !== expected.dtype) return `has dtype ${actual.dtype}, not ${expected.dtype}`;
  if (actual.shape.join() !== expected.shape.join()) return `has shape [${actual.shape}], not [${expected.shape}]`;
  const at = wanted.data.findIndex((value, i) => !(near(expected.dtype, Number(actual.data[i]), Number(value), tolerance) && exactly(actual.data[i], value)));
  return at < 0 ? undefined : `gives ${show(actual.data[at])} at ${at}, not ${show(wanted.data[at])}`;
}

function digestDifference(actual: unknown, { dtype, shape, sha256 }: GoldenDigest): string | undefined {
  if (!(actual instanceof NDArray)) return `gives ${show(actual)}, not an array`;
  if (actual.dtype !== dtype) return `has dtype ${actual.dtype}, not ${dtype}`;
  if (actual.shape.join() !== shape.join()) return `has shape [${actual.shape}], not [${shape}]`;
  const plain = dtypes[dtype].kind === "float" ? (actual.data as Float64Array).map((value) => (Number.isNaN(value) ? NaN : value + 0)) : actual.data;
  const digest = createHash("sha256")
    .update(new Uint8Array(plain.buffer, plain.byteOffset, plain.byteLength))
    .digest("hex");
  return digest === sha256 ? undefined : `gives other elements: ${actual}`;
}

/** Bigints are compared as they are; `near` sees them as numbers. */
function exactly(actual: unknown, expected: unknown): boolean {
  return typeof expected !== "bigint" || actual === expected;
}

function near(dtype: DType, actual: number, expected: number, { ulp = 0, atol = 0, anyZero = false }: Tolerance): boolean {
  if (Object.is(actual, expected)) return true;
  if (dtypes[dtype].kind !== "float") return actual === expected;
  if (Math.abs(actual - expected) <= atol) return true;
  if (actual === expected) return anyZero || atol > 0;
  const distance = rank(dtype, actual) - rank(dtype, expected);
  return ulp > 0 && !Number.isNaN(actual - expected) && distance <= ulp && distance >= -ulp;
}

const bits = new DataView(new ArrayBuffer(8));

/** The place of a float among all floats of its dtype: neighbors differ by 1, the two zeros by nothing. */
function rank(dtype: DType, value: number): bigint {
  if (dtype === "float32") bits.setFloat32(0, value);
  else bits.setFloat64(0, value);
  const [pattern, sign] = dtype === "float32" ? [BigInt(bits.getUint32(0)), 1n << 31n] : [bits.getBigUint64(0), 1n << 63n];
  return pattern < sign ? pattern : sign - pattern;
}

const show = (value: unknown): string => (typeof value === "bigint" ? `${value}n` : Object.is(value, -0) ? "-0" : String(value).slice(0, 120));
