import { type DType, dtypes, type Scalar } from "../../chunk/dtype.ts";

/**
 * One element as an element of another dtype: what the kernel `cast` does. A number is a float, an integer a bigint. Integers wrap around, float32 rounds; floats are cut toward zero, and what then is
 * out of range gives what x86 gives: int32 and int64 their least value; int8, int16, uint8 and uint16 the low bits of that int32; uint32 and
 * uint64 the two's complement of a negative number that the signed type holds, half their range for one that it does not, and for NaN, and 0 for one
 * that is too large.
 */
export function toScalar(value: boolean | number | bigint, dtype: DType): Scalar {
  const { kind, itemsize } = dtypes[dtype];
  if (kind === "bool") return value !== 0 && value !== 0n && value !== false;
  if (kind === "float") return dtype === "float64" ? Number(value) : typeof value === "bigint" ? roundToFloat32(value) : Math.fround(Number(value));
  const integer = typeof value === "number" ? toInteger(value, itemsize === 8 ? 64 : 32, kind === "uint" && itemsize >= 4) : BigInt(value);
  const wrapped = (kind === "int" ? BigInt.asIntN : BigInt.asUintN)(8 * itemsize, integer);
  return itemsize === 8 ? wrapped : Number(wrapped);
}

/** x86 converts to signed integers only; an unsigned one of half the range or more goes through its difference from that half. */
function toInteger(value: number, bits: number, unsigned: boolean): bigint {
  const half = 2 ** (bits - 1);
  const signed = (x: number): bigint => (x >= -half && x < half ? BigInt(x) : -BigInt(half));
  const integral = Math.trunc(value);
  return unsigned && integral >= half ? signed(integral - half) + BigInt(half) : signed(integral);
}

/** The nearest float32. `Number` would round large integers once more; so their low bits become one that says whether any was set. */
function roundToFloat32(value: bigint): number {
  const magnitude = value < 0n ? -value : value;
  const shift = BigInt(Math.max(0, magnitude.toString(2).length - 32));
  const sticky = (magnitude >> shift) << shift === magnitude ? 0 : 1;
  const rounded = Math.fround((2 * Number(magnitude >> shift) + sticky) * 2 ** (Number(shift) - 1));
  return value < 0n ? -rounded : rounded;
}
