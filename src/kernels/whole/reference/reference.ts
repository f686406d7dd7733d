import { sizeOf } from "../../../chunk/chunk.ts";
import { type DType, dtypes, type TypedArray } from "../../../chunk/dtype.ts";
import type { KernelStep } from "../../../graph/program.ts";
import type { Place } from "../../../graph/task.ts";

/** A whole chunk, C order. */
export interface Dense {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: TypedArray;
}

/** What a whole kernel means, written to be read rather than to be fast. */
export type Reference = (step: KernelStep, args: readonly Dense[], places: readonly Place[]) => Dense;

/** An element as typed arrays hold it. */
export type Value = number | bigint;

export function makeDense(dtype: DType, shape: readonly number[]): Dense {
  return { dtype, shape, data: new dtypes[dtype].array(sizeOf(shape)) };
}

export function denseOf(dtype: DType, shape: readonly number[], values: readonly Value[]): Dense {
  const made = makeDense(dtype, shape);
  made.data.set(values as never);
  return made;
}

/** Every index of a shape, C order. */
export function* indicesOf(shape: readonly number[]): Generator<number[]> {
  const index = shape.map(() => 0);
  for (let left = sizeOf(shape); left > 0; left--) {
    yield [...index];
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis]! === shape[axis]; axis--) index[axis] = 0;
  }
}

/** Where an index stands in C order; axes of one element repeat, and missing leading axes too. */
export function flatIndex(shape: readonly number[], index: readonly number[]): number {
  const skipped = index.length - shape.length;
  return shape.reduce((at, extent, axis) => at * extent + (extent === 1 ? 0 : index[axis + skipped]!), 0);
}

export function at({ shape, data }: Dense, index: readonly number[]): Value {
  return data[flatIndex(shape, index)]!;
}

export function put({ shape, data }: Dense, index: readonly number[], value: Value): void {
  data[flatIndex(shape, index)] = value as never;
}

/** Replaces every row along an axis by what `change` makes of it, which may be longer or shorter (all alike). `row` is the number of the row, C order. */
export function mapRows(x: Dense, axis: number, dtype: DType, extent: number, change: (row: Value[], index: readonly number[]) => readonly Value[]): Dense {
  const made = makeDense(
    dtype,
    x.shape.map((old, i) => (i === axis ? extent : old)),
  );
  for (const index of indicesOf(x.shape.map((old, i) => (i === axis ? 1 : old)))) {
    const row = Array.from({ length: x.shape[axis]! }, (_, i) => at(x, index.with(axis, i)));
    for (const [i, value] of change(row, index).entries()) put(made, index.with(axis, i), value);
  }
  return made;
}
