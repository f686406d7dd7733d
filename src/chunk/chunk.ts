import { type DType, dtypes, type TypedArray, viewOf } from "./dtype.ts";

/** A stretch of shared memory handed out by the pool; 64-byte aligned. */
export interface Block {
  readonly buffer: SharedArrayBuffer;
  readonly byteOffset: number;
  readonly byteLength: number;
}

/** One block of an array, C order. */
export interface Chunk {
  readonly block: Block;
  readonly dtype: DType;
  readonly shape: readonly number[];
}

/** The elements of a chunk, not copied. */
export function elements(chunk: Chunk): TypedArray {
  return viewOf(chunk.dtype, chunk.block.buffer, chunk.block.byteOffset, sizeOf(chunk.shape));
}

/** How many elements a shape holds. */
export function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (const extent of shape) size *= extent;
  return size;
}

/** How many bytes a chunk of this shape takes. */
export function bytesOf(dtype: DType, shape: readonly number[]): number {
  return sizeOf(shape) * dtypes[dtype].itemsize;
}

/** The strides of C order, in elements. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis]!;
  }
  return strides;
}
