import { bytesOf, type Chunk, elements, sizeOf } from "../chunk/chunk.ts";
import { dtypes } from "../chunk/dtype.ts";
import { joinChunks, type Part, placeChunk } from "../chunk/join-chunks.ts";
import { NDArray } from "../chunk/ndarray.ts";
import type { Expr } from "../expr/expr.ts";
import { gridOf, isKnown } from "../expr/meta.ts";
import { bordersOf } from "../ops/define/chunks.ts";
import { gridSize, places } from "../ops/define/grid.ts";
import { MemoryLimitError } from "../util/errors.ts";
import { type FrameResult, frameAssembly } from "./frame-result.ts";
import { type ValueResult, valueAssembly } from "./value-result.ts";

/** What computing an expression gives, before it becomes what its user wants. */
export type Result = NDArray | FrameResult | ValueResult;

/** Puts the chunks of one result together in ordinary memory. */
export interface Assembly {
  take(flat: number, chunk: Chunk): void;
  finish(): Result;
}

/** Where one result's chunks go. Its size is checked before any work is done. */
export function assembly(root: Expr): Assembly {
  if (root.meta.kind === "value") return valueAssembly();
  if (root.meta.kind === "frame") return frameAssembly(root.meta);
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
        placeChunk(
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
  const parts = new Map<number, Part>();
  return {
    take: (flat, chunk) => void parts.set(flat, { data: elements(chunk).slice(), shape: chunk.shape }),
    finish: () =>
      joinChunks(
        root.meta.dtype,
        grid,
        Array.from({ length: gridSize(grid) }, (_, flat) => parts.get(flat)!),
      ),
  };
}
