import { dtypes } from "../chunk/dtype.ts";
import type { Alone, Expr } from "../expr/expr.ts";
import { gridOf, isKnown } from "../expr/meta.ts";
import type { Place, Read, Result, Task } from "../graph/task.ts";
import { gridSize, unravel } from "../ops/define/grid.ts";
import { keyOfValue } from "../ops/value/call.ts";
import { chunkShape } from "./member.ts";
import { type Directory, readOf } from "./read.ts";

/** The tasks of an expression whose chunks are made one by one. */
export function lowerAlone(node: Expr, alone: Alone, directory: Directory): Task[] {
  const { op, meta, token } = node;
  if (meta.kind === "value") return [taskOf(node, alone, firstChunk, directory, keyOfValue(node), noGrid, 0)];
  const grid = gridOf(meta.chunks);
  const label = `${op.name.replace(/^.*\//, "")}-${token.slice(0, 8)}`;
  return Array.from({ length: gridSize(grid) }, (_, index) => taskOf(node, alone, unravel(index, grid), directory, label, grid, index));
}

const firstChunk: readonly number[] = [0];
const noGrid: readonly number[] = [];
const nowhere: readonly Place[] = [];
const nothing: readonly Read[] = [];

/** There may be a hundred thousand such expressions: all tasks are of one shape, and share what they can. */
function taskOf(node: Expr, alone: Alone, at: readonly number[], directory: Directory, label: string, grid: readonly number[], index: number): Task {
  const refs = alone.reads(node, at);
  const reads = refs.length === 0 ? nothing : refs.map((ref) => readOf(node.inputs[ref.input]!, ref.at, directory));
  const program = alone.program(node);
  const results = resultsOf(node, alone, at);
  return { label, grid, index, program, places: nowhere, literal: alone.literal?.(node) ?? noLiteral, reads, results, scratchBytes: 0 };
}

const noLiteral = new Uint8Array(0);

/** Of values: most are numbers, words or a few of them. */
const ofValues = new Map<number, readonly Result[]>();

function resultsOf(node: Expr, { bytes }: Alone, at: readonly number[]): readonly Result[] {
  const { kind, dtype } = node.meta;
  if (kind === "value") {
    let results = ofValues.get(bytes);
    if (results === undefined) ofValues.set(bytes, (results = [{ dtype, shape: [undefined], bytes, grows: "seldom" }]));
    return results;
  }
  const shape = chunkShape(node, at);
  if (kind === "array" && isKnown(shape)) return [{ dtype, shape, bytes: gridSize(shape) * dtypes[dtype].itemsize }];
  return [{ dtype, shape: [undefined], bytes, grows: true }];
}
