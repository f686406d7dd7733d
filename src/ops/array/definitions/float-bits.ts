/** How a float dtype is laid out: its bits as an integer, and back. */
export interface FloatLayout {
  toBits(value: number): bigint;
  fromBits(bits: bigint): number;
  /** Bits of the fraction. */
  readonly fraction: number;
  readonly bias: number;
}

const view = new DataView(new ArrayBuffer(8));

export const float64: FloatLayout = {
  toBits(value) {
    view.setFloat64(0, value);
    return view.getBigUint64(0);
  },
  fromBits(bits) {
    view.setBigUint64(0, bits);
    return view.getFloat64(0);
  },
  fraction: 52,
  bias: 1023,
};

export const float32: FloatLayout = {
  toBits(value) {
    view.setFloat32(0, value);
    return BigInt(view.getUint32(0));
  },
  fromBits(bits) {
    view.setUint32(0, Number(BigInt.asUintN(32, bits)));
    return view.getFloat32(0);
  },
  fraction: 23,
  bias: 127,
};

export function isNegative(value: number): boolean {
  return value < 0 || Object.is(value, -0);
}

/** x · 2^n, rounded once. */
export function scale(x: number, n: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  let left = Math.max(-2200, Math.min(2200, n));
  let value = x;
  for (; left > 1000; left -= 1000) value *= 2 ** 1000;
  if (left >= -1000) return value * 2 ** left;
  // Steps down are exact while the value is normal; the last one rounds.
  const { fraction, exponent } = split(value);
  const last = exponent + left;
  return last > -1021 ? fraction * 2 ** last : last < -1100 ? fraction * 0 : fraction * 2 ** -1021 * 2 ** (last + 1021);
}

/** x = fraction · 2^exponent with ½ ≤ |fraction| < 1; zero, NaN and infinities stay whole. */
export function split(x: number): { readonly fraction: number; readonly exponent: number } {
  if (x === 0 || !Number.isFinite(x)) return { fraction: x, exponent: 0 };
  const raised = Math.abs(x) < 2 ** -1022 ? 54 : 0;
  const bits = float64.toBits(x * 2 ** raised);
  const exponent = Number((bits >> 52n) & 0x7ffn) - 1022;
  return { fraction: float64.fromBits((bits & ~(0x7ffn << 52n)) | (1022n << 52n)), exponent: exponent - raised };
}
