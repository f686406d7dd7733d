import type { ColumnType } from "../chunk/column-type.ts";
import type { DType } from "../chunk/dtype.ts";

/** A length; `undefined` while only running can tell it (after a mask). */
export type Extent = number | undefined;
export type Shape = readonly Extent[];
/** The extents of the chunks along each axis; an axis has at least one chunk. */
export type Chunks = readonly (readonly Extent[])[];

/** What is cut into chunks. */
export interface Chunked {
  readonly dtype: DType;
  readonly shape: Shape;
  readonly chunks: Chunks;
}

/** All that is known about an array before anything runs. */
export interface ArrayMeta extends Chunked {
  readonly kind: "array";
}

/** A column of a frame. Names are unique within one. */
export interface Field {
  readonly name: string;
  readonly type: ColumnType;
}
export type Schema = readonly Field[];

/** All that is known about a frame before anything runs. A partition is one chunk: a packed batch (`chunk/batch.ts`), as long as running tells. */
export interface FrameMeta extends Chunked {
  readonly kind: "frame";
  readonly schema: Schema;
  /** What is known of the order of rows and the place of keys, for ops that can use it. */
  readonly layout?: Layout | undefined;
}

/** Where rows are. */
export interface Layout {
  /** Rows are in the order of a column, missing ones last: `setIndex`. */
  readonly index?: IndexLayout | undefined;
  /** Rows with equal values in these columns are in one partition. */
  readonly together?: readonly string[] | undefined;
}

/** A key, as `valueReader` reads it from a column. */
export type Division = number | bigint | string | boolean;

export interface IndexLayout {
  readonly column: string;
  /**
   * Partition i has the keys from `divisions[i]` up to, without, `divisions[i + 1]`, but for those that equal the last division; missing keys and NaN are in the last partition.
   * Nothing while only running can tell.
   */
  readonly divisions?: readonly Division[] | undefined;
  /** Its user said so: it is checked where it is read, and nothing is left unread because of it. */
  readonly claimed?: boolean | undefined;
}

/** A value of JavaScript: one chunk that holds its bytes (`io/values/`), as many as running tells. */
export interface ValueMeta extends Chunked {
  readonly kind: "value";
}

export type Meta = ArrayMeta | FrameMeta | ValueMeta;

export const valueMeta: ValueMeta = { kind: "value", dtype: "uint8", shape: [undefined], chunks: [[undefined]] };

/** The meta of a frame of so many partitions. */
export function frameMeta(schema: Schema, partitions: number, layout?: Layout): FrameMeta {
  return { kind: "frame", dtype: "uint8", shape: [undefined], chunks: [new Array<undefined>(partitions).fill(undefined)], schema, layout };
}

/** The meta of an array with these chunks. */
export function arrayMeta(dtype: DType, chunks: Chunks): ArrayMeta {
  return { kind: "array", dtype, shape: chunks.map(total), chunks };
}

/** The same with chunks of these lengths. */
export function withChunks<M extends Meta>(meta: M, chunks: Chunks): M {
  return { ...meta, shape: chunks.map(total), chunks };
}

export function total(extents: readonly Extent[]): Extent {
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
