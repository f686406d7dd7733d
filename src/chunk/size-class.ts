import { must } from "../util/must.ts";

/** What the pool aligns to and counts in: a cache line. */
export const unitBytes = 64;

// Classes are m·2^e units with m from 8 to 15: a size is never more than 12.5 % above the one before it. Below 8 units every multiple is one.
// Class number: u for u < 8 units, else 8·(floor(log2 u) − 3) + m.

/** The greatest number of units a block may have: 128 GiB. */
const maxUnits = 2 ** 31 - 1;
export const classCount = 8 * (30 - 3) + 16;

/** The class of the largest size that fits into `bytes` (a multiple of the unit). */
export function classWithin(bytes: number): number {
  const units = Math.min(bytes / unitBytes, maxUnits);
  if (units < 8) return units;
  const exponent = 28 - Math.clz32(units);
  return 8 * exponent + (units >>> exponent);
}

export function sizeOfClass(sizeClass: number): number {
  if (sizeClass < 16) return sizeClass * unitBytes;
  const exponent = (sizeClass >>> 3) - 1;
  return (sizeClass - 8 * exponent) * 2 ** exponent * unitBytes;
}

/** The bytes a block of at least `bytes` takes: the next size upwards. */
export function roundToClass(bytes: number): number {
  const units = Math.max(1, Math.ceil(bytes / unitBytes));
  if (units < 16) return units * unitBytes;
  must(units <= maxUnits, `a block of ${bytes} bytes`);
  const step = 2 ** (28 - Math.clz32(units));
  return Math.ceil(units / step) * step * unitBytes;
}
