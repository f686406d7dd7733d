import type { Chunk } from "../chunk/chunk.ts";
import { stridesOf } from "../chunk/chunk.ts";
import type { Expr, GridIndex, Piece } from "../expr/expr.ts";
import { gridOf } from "../expr/meta.ts";
import { composeRegions, type Region, viewOfRegion } from "../expr/region.ts";
import type { Read } from "../graph/task.ts";
import { flatIndex } from "../ops/define/grid.ts";
import { isStored, locate } from "../ops/define/stored.ts";
import { ShapeError } from "../util/errors.ts";
import { must } from "../util/must.ts";
import { piecesOf } from "./working.ts";

/** Where chunks are found: the number of the task that makes one, or of the node that holds it. */
export interface Directory {
  /** The node and result of a chunk that a group keeps; nothing if none does. */
  made(node: Expr, flat: number): { readonly node: number; readonly result: number } | undefined;
  held(chunk: Chunk): number;
}

/** How a task reads a chunk of an expression, or a region of it: through all ways of looking down to what is in memory. */
export function readOf(node: Expr, at: GridIndex, directory: Directory, region?: Region): Read {
  let [from, place, seen] = [node, at, region];
  for (;;) {
    if (isStored(from)) {
      const { chunk, region: own } = locate(from, place);
      return readRegion(directory.held(chunk), 0, chunk.shape, join(own, seen), from);
    }
    const { chunks } = from.meta;
    const made = directory.made(from, flatIndex(place, gridOf(chunks)));
    if (made !== undefined) {
      const shape = place.map((index, axis) => chunks[axis]![index]);
      return readRegion(made.node, made.result, shape, seen, from);
    }
    const part = onlyPart(from, place);
    [from, place, seen] = [from.inputs[part.input]!, part.at, join(part.region, seen)];
  }
}

function onlyPart(node: Expr, at: GridIndex): Piece {
  const parts = piecesOf(node)?.parts(at);
  must(parts !== undefined, `nobody makes ${node.op.name}`);
  must(parts!.length === 1, `${node.op.name} is read in place but has several parts`);
  return parts![0]!;
}

function join(inner: Region | undefined, outer: Region | undefined): Region | undefined {
  return inner === undefined || outer === undefined ? (inner ?? outer) : composeRegions(inner, outer);
}

function readRegion(node: number, result: number, shape: readonly (number | undefined)[], region: Region | undefined, from: Expr): Read {
  if (region === undefined || isWhole(region, shape)) return { node, result };
  if (shape.includes(undefined)) {
    throw new ShapeError(`${from.op.name}: a chunk whose lengths are unknown (after a mask) cannot be cut or turned; call computeChunkSizes() first`);
  }
  return { node, result, view: viewOfRegion(region, stridesOf(shape as number[])) };
}

function isWhole(region: Region, shape: readonly (number | undefined)[]): boolean {
  return (
    region.axes.length === shape.length &&
    region.axes.every((axis, i) => axis.from === i && axis.step === 1 && region.base[i] === 0 && (axis.count === shape[i] || shape[i] === undefined))
  );
}
