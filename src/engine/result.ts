import { bytesOf, type Chunk, elements, sizeOf, stridesOf } from "../chunk/chunk.ts";
import { dtypes, type TypedArray } from "../chunk/dtype.ts";
import { NDArray } from "../chunk/ndarray.ts";
import type { Expr, GridIndex } from "../expr/expr.ts";
import { gridOf, isKnown } from "../expr/meta.ts";
import { bordersOf } from "../ops/define/chunks.ts";
import { gridSize, places } from "../ops/define/grid.ts";
import { MemoryLimitError } from "../util/errors.ts";

/** Puts the chunks of one result together in ordinary memory. */
export interface Assembly {
  take(flat: number, chunk: Chunk): void;
  finish(): NDArray;
}

/** Where one result's chunks go. Its size is checked before any work is done. */
export function assembly(root: Expr): Assembly {
  return isKnown(root.meta.shape) ? knownAssembly(root) : raggedAssembly(root);
}

/** What does not fit into memory fails before work starts. Lengths that only running tells count for nothing. */
export function refuseLarge(roots: readonly Expr[], limitBytes: number): void {
  const bytes = roots.reduce((sum, { meta }) => sum + (isKnown(meta.shape) ? bytesOf(meta.dtype, meta.shape) : 0), 0);
  if (bytes <= limitBytes) return;
  throw new MemoryLimitError(
    "compute",
    bytes,
    limitBytes,
    "results of this size do not fit into memory; write them with toNpy or toNpyStack, or reduce them first",
  );
}

/** The longest typed array Node makes. */
const maxElements = 2 ** 32 - 1;

function knownAssembly(root: Expr): Assembly {
  const { dtype } = root.meta;
  const shape = root.meta.shape as readonly number[];
  const size = sizeOf(shape);
  if (size > maxElements) {
    throw new MemoryLimitError(
      "compute",
      bytesOf(dtype, shape),
      maxElements * dtypes[dtype].itemsize,
      "a result of this size does not fit one array; write it with toNpy or toNpyStack, or reduce it first",
    );
  }
  const data = new dtypes[dtype].array(size);
  const grid = gridOf(root.meta.chunks);
  const borders = root.meta.chunks.map((axis) => bordersOf(axis as number[]));
  const where = gridSize(grid) === 1 ? undefined : places(grid);
  return {
    take(flat, chunk) {
      if (where === undefined) data.set(elements(chunk) as never);
      else
        place(
          data,
          shape,
          elements(chunk),
          chunk.shape,
          where[flat]!.map((index, axis) => borders[axis]![index]!),
        );
    },
    finish: () => new NDArray(dtype, data as never, shape),
  };
}

/** Chunks of lengths only known now: they wait until all are there. */
function raggedAssembly(root: Expr): Assembly {
  const grid = gridOf(root.meta.chunks);
  const parts = new Map<number, { data: TypedArray; shape: readonly number[] }>();
  return {
    take: (flat, chunk) => void parts.set(flat, { data: elements(chunk).slice(), shape: chunk.shape }),
    finish() {
      const { dtype } = root.meta;
      const where = places(grid);
      const extents = grid.map((count, axis) =>
        Array.from({ length: count }, (_, index) => parts.get(where.findIndex((at) => at[axis] === index))!.shape[axis]!),
      );
      const borders = extents.map((axis) => bordersOf(axis));
      const shape = borders.map((axis) => axis[axis.length - 1]!);
      const data = new dtypes[dtype].array(sizeOf(shape));
      for (const [flat, part] of parts) {
        place(
          data,
          shape,
          part.data,
          part.shape,
          where[flat]!.map((index, axis) => borders[axis]![index]!),
        );
      }
      return new NDArray(dtype, data as never, shape);
    },
  };
}

/** Copies a C-order block to where it stands in a C-order array, run by run. */
function place(target: TypedArray, shape: readonly number[], block: TypedArray, extents: readonly number[], origin: GridIndex): void {
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
