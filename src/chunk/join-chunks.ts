import { unravel } from "../util/grid.ts";
import { sizeOf, stridesOf } from "./chunk.ts";
import { type DType, dtypes, type TypedArray } from "./dtype.ts";
import { NDArray } from "./ndarray.ts";

/** The elements of a chunk, C order. */
export interface Part {
  readonly data: TypedArray;
  readonly shape: readonly number[];
}

/** The chunks of a grid (C order) as one array in memory of its own, whatever their lengths. */
export function joinChunks(dtype: DType, grid: readonly number[], parts: readonly Part[]): NDArray {
  const where = parts.map((_, flat) => unravel(flat, grid));
  // Along an axis, the first chunk of each number tells.
  const next = stridesOf(grid);
  const borders = grid.map((count, axis) => bordersOf(Array.from({ length: count }, (_, index) => parts[index * next[axis]!]!.shape[axis]!)));
  const shape = borders.map((axis) => axis[axis.length - 1]!);
  const data = new dtypes[dtype].array(sizeOf(shape));
  parts.forEach((part, flat) => {
    placeChunk(
      data,
      shape,
      part.data,
      part.shape,
      where[flat]!.map((index, axis) => borders[axis]![index]!),
    );
  });
  return new NDArray(dtype, data as never, shape);
}

function bordersOf(extents: readonly number[]): number[] {
  const borders = [0];
  for (const extent of extents) borders.push(borders[borders.length - 1]! + extent);
  return borders;
}

/** Copies a C-order block to where it stands in a C-order array, run by run. */
export function placeChunk(target: TypedArray, shape: readonly number[], block: TypedArray, extents: readonly number[], origin: readonly number[]): void {
  const size = sizeOf(extents);
  if (size === 0) return;
  const strides = stridesOf(shape);
  let inner = shape.length - 1;
  let run = shape.length === 0 ? 1 : extents[inner]!;
  while (inner > 0 && extents[inner] === shape[inner]) run *= extents[--inner]!;
  const index = new Array<number>(Math.max(0, inner)).fill(0);
  for (let at = 0; at < size; at += run) {
    let to = 0;
    for (let axis = 0; axis < shape.length; axis++) to += (origin[axis]! + (axis < inner ? index[axis]! : 0)) * strides[axis]!;
    target.set(block.subarray(at, at + run) as never, to);
    for (let axis = inner - 1; axis >= 0 && ++index[axis]! === extents[axis]; axis--) index[axis] = 0;
  }
}
