import { sizeOf, stridesOf } from "../../../src/chunk/chunk.ts";
import { type DType, dtypes } from "../../../src/chunk/dtype.ts";
import type { Operand } from "../../../src/kernels/kernel.ts";

/** Numbers that are the same each time. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const specialFloats = [0, -0, 1, -1, Number.NaN, Infinity, -Infinity, 5e-324, -5e-324, 1.5, 1e300, -1e300, 2 ** 53];

/** The values at which a dtype goes wrong. */
export function specialsOf(dtype: DType): (number | bigint)[] {
  const { kind, range, itemsize } = dtypes[dtype];
  if (kind === "float") return specialFloats;
  const [least, most] = range!;
  const values = [0n, 1n, least, most, most - 1n, least + 1n, kind === "int" ? -1n : most / 2n];
  return itemsize === 8 ? values : values.map(Number);
}

/** Values of a dtype: specials, small numbers that repeat, and any bits. */
export function randomValue(dtype: DType, random: () => number): number | bigint {
  const { kind, itemsize, range } = dtypes[dtype];
  const choice = random();
  if (kind === "bool") return Number(choice < 0.5);
  const specials = specialsOf(dtype);
  if (choice < 0.2) return specials[Math.floor(random() * specials.length)]!;
  if (kind === "float") return choice < 0.6 ? Math.round((random() - 0.5) * 10) : (random() - 0.5) * 2 ** Math.floor(random() * 60 - 30);
  const small = BigInt(Math.floor(random() * 10));
  const any = (BigInt(Math.floor(random() * 2 ** 32)) << 32n) | BigInt(Math.floor(random() * 2 ** 32));
  const value = choice < 0.6 ? small : range![0] + (any & (range![1] - range![0]));
  return itemsize === 8 ? value : Number(value);
}

export function denseOperand(dtype: DType, shape: readonly number[], value: (i: number) => number | bigint): Operand {
  const data = new dtypes[dtype].array(sizeOf(shape));
  for (let i = 0; i < data.length; i++) data[i] = value(i) as never;
  return { dtype, data, offset: 0, shape, strides: stridesOf(shape) };
}

export function randomOperand(dtype: DType, shape: readonly number[], random: () => number): Operand {
  return denseOperand(dtype, shape, () => randomValue(dtype, random));
}

/** The same shape seen in other ways: as it is, transposed, backward, every other element, repeated along an axis, from within a larger buffer. */
export function viewsOf(dtype: DType, shape: readonly number[], random: () => number): Operand[] {
  const reversed = shape.toReversed();
  const views = [randomOperand(dtype, shape, random), randomOperand(dtype, reversed, random)];
  views[1] = { ...views[1]!, shape, strides: stridesOf(reversed).toReversed() };
  const backward = randomOperand(dtype, shape, random);
  const last = backward.shape.reduce((at, extent, axis) => at + (extent - 1) * backward.strides[axis]!, 0);
  if (sizeOf(shape) > 0) views.push({ ...backward, offset: last, strides: backward.strides.map((stride) => -stride) });
  const wide = randomOperand(
    dtype,
    shape.map((extent) => 2 * extent + 1),
    random,
  );
  views.push({ ...wide, offset: sizeOf(shape) > 0 ? wide.strides.reduce((a, b) => a + b, 0) : 0, shape, strides: wide.strides.map((stride) => 2 * stride) });
  if (shape.length > 0) {
    const repeated = randomOperand(dtype, shape.with(0, 1), random);
    views.push({ ...repeated, shape, strides: repeated.strides.with(0, 0) });
  }
  return views;
}
