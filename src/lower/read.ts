import type { Chunk } from "../chunk/chunk.ts";
import { stridesOf } from "../chunk/chunk.ts";
import type { Expr, GridIndex } from "../expr/expr.ts";
import { gridOf } from "../expr/meta.ts";
import { composeRegions, type Region, viewOfRegion } from "../expr/region.ts";
import type { Read } from "../graph/task.ts";
import { flatIndex } from "../ops/define/grid.ts";
import { isStored, locate } from "../ops/define/stored.ts";
import { ShapeError } from "../util/errors.ts";
import { must } from "../util/must.ts";

/** Where chunks are found: the number of the task that makes one, or of the node that holds it. */
export interface Directory {
  /** The node and result of a chunk that a group keeps; nothing if none does. */
  made(node: Expr, flat: number): { readonly node: number; readonly result: number } | undefined;
  held(chunk: Chunk): number;
}

/** How a task reads a chunk of an expression, or a region of it: through all ways of looking down to what is in memory. */
export function readOf(node: Expr, at: GridIndex, directory: Directory, region?: Region): Read {
  if (isStored(node)) {
    const place = locate(node, at);
    return readRegion(directory.held(place.chunk), 0, place.chunk.shape, join(place.region, region), node);
  }
  const made = directory.made(node, flatIndex(at, gridOf(node.meta.chunks)));
  if (made !== undefined) {
    const shape = at.map((index, axis) => node.meta.chunks[axis]![index]);
    return readRegion(made.node, made.result, shape, region, node);
  }
  must(node.op.pieces !== undefined, `nobody makes ${node.op.name}`);
  const [part, ...others] = node.op.pieces!(node).parts(at);
  must(part !== undefined && others.length === 0, `${node.op.name} is read in place but has several parts`);
  return readOf(node.inputs[part!.input]!, part!.at, directory, join(part!.region, region));
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
