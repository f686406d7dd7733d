import type { DType } from "../chunk/dtype.ts";

/** A length; `undefined` while only running can tell it (after a mask). */
export type Extent = number | undefined;
export type Shape = readonly Extent[];
/** The extents of the chunks along each axis; an axis has at least one chunk. */
export type Chunks = readonly (readonly Extent[])[];

/** All that is known about a collection of chunks before anything runs. */
export type Meta = ArrayMeta | FrameMeta;

/** All that is known about an array before anything runs. */
export interface ArrayMeta {
  readonly kind: "array";
  readonly dtype: DType;
  readonly shape: Shape;
  readonly chunks: Chunks;
}

/** Chunks that are packed batches: each has one axis, its bytes. `chunks` is the grid they stand in. */
export interface FrameMeta {
  readonly kind: "frame";
  readonly dtype: "uint8";
  readonly shape: Shape;
  readonly chunks: Chunks;
}

/** The meta of an array with these chunks. */
export function arrayMeta(dtype: DType, chunks: Chunks): ArrayMeta {
  return { kind: "array", dtype, shape: chunks.map(total), chunks };
}

/** The same with chunks of these lengths. */
export function withChunks<M extends Meta>(meta: M, chunks: Chunks): M {
  return { ...meta, shape: chunks.map(total), chunks };
}

function total(extents: readonly Extent[]): Extent {
  let sum = 0;
  for (const extent of extents) {
    if (extent === undefined) return undefined;
    sum += extent;
  }
  return sum;
}

/** How many chunks there are along each axis. */
export function gridOf(chunks: Chunks): number[] {
  return chunks.map((axis) => axis.length);
}

/** Whether every extent of a shape or chunk list is known. */
export function isKnown(shape: Shape): shape is readonly number[] {
  return !shape.includes(undefined);
}

/** Whether two arrays are cut in the same way; an unknown extent equals only an unknown one at the same place. */
export function sameChunks(a: Chunks, b: Chunks): boolean {
  return a === b || (a.length === b.length && a.every((axis, i) => sameExtents(axis, b[i]!)));
}

export function sameExtents(a: readonly Extent[], b: readonly Extent[]): boolean {
  if (a === b) return true;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return a.length === b.length;
}
