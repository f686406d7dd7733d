import { dtypes } from "../../chunk/dtype.ts";
import type { Expr, Op } from "../../expr/expr.ts";
import { isKnown } from "../../expr/meta.ts";
import { transform } from "../../expr/walk.ts";
import { columnsort } from "../../ops/array/columnsort.ts";
import { stackExpr } from "../../ops/array/join.ts";
import { type QuantilePick, quantilesBySort, selectBySort } from "../../ops/array/quantile-by-sort.ts";
import { quantilesByRank } from "../../ops/array/select-ranks.ts";
import { autoChunkBytes, evenChunks } from "../../ops/define/chunks.ts";
import { gridSize, unravel } from "../../ops/define/grid.ts";
import { rechunkExpr } from "../../ops/define/rechunk.ts";
import { permute } from "../../ops/define/region-op.ts";
import { reshapeExpr } from "../../ops/define/reshape.ts";
import { slice } from "../../ops/define/slice.ts";
import { type WholeOpParams, whole, wholeOp } from "../../ops/define/whole.ts";
import type { Pass } from "../pass.ts";

/** Above this share of the memory limit, one task does not read all chunks along an axis … */
const mostShare = 1 / 8;
/** … but this much: it takes about five times that. */
const stepShare = 1 / 10;

/** An array of one axis falls into at least so many columns: more than there are workers, few enough that their square is no great number of tasks. */
const columns = 16;

/** Histograms of digits that are added up in one task (`selectRanks`). */
const digitsBytes = 2 ** 24;

/** What needs whole rows of an array, and what is done to them. */
interface RowWork {
  readonly x: Expr;
  readonly axis: number;
  readonly bytesPerElement: number;
  /** The same on whole rows, in chunks of `x` that hold them. */
  onRows(rows: Expr): Expr;
  /** The same for an array of one axis, with about so many elements a task. */
  onLine(line: Expr, elements: number, limitBytes: number): Expr;
}

/** Sorting along an axis, and quantiles along one, whose chunks together are too much for a task: a few whole rows at a time or, where a row is too long, by Columnsort. */
export function sortInSteps(memoryLimitBytes: number): Pass {
  return {
    name: "sortInSteps",
    doc: "sorting that would read more than an eighth of the memory limit in one task takes a few rows at a time, or goes by Columnsort",
    run: (roots) => transform(roots, (node) => inSteps(node, memoryLimitBytes)),
  };
}

function inSteps(node: Expr, limitBytes: number): Expr {
  if (node.op === (wholeOp as Op) && (node.params as WholeOpParams).kernel === "digitFinish") return selectInSteps(node, limitBytes);
  const work = workOf(node);
  if (work === undefined || !isKnown(work.x.meta.shape)) return node;
  const { x, axis, bytesPerElement } = work;
  const extents = x.meta.shape as readonly number[];
  const rowBytes = extents[axis]! * bytesPerElement;
  const rowsOfTask = x.meta.chunks.reduce((product, own, i) => (i === axis ? product : product * Math.max(...(own as number[]))), 1);
  if (rowsOfTask * rowBytes <= limitBytes * mostShare) return node;
  const stepBytes = limitBytes * stepShare;
  if (rowBytes <= stepBytes) {
    // Larger chunks than usual would only keep workers waiting for memory.
    const rows = rechunkExpr(x, fewRows(x, axis, Math.max(1, Math.floor(Math.min(stepBytes, autoChunkBytes) / rowBytes))));
    return rechunkExpr(work.onRows(rows), node.meta.chunks);
  }
  const elements = columnElements(extents[axis]!, bytesPerElement, limitBytes);
  const made = lineByLine(x, axis, (line) => work.onLine(line, elements, limitBytes));
  return rechunkExpr(made, node.meta.chunks);
}

function columnElements(size: number, bytesPerElement: number, limitBytes: number): number {
  return Math.max(1, Math.min(Math.floor((limitBytes * stepShare) / bytesPerElement), Math.ceil(size / columns)));
}

/** Whether the elements that share a digit with one that is looked for fit into one task, be they all. */
function canSelect(x: Expr, limitBytes: number): boolean {
  return 4 * gridSize(x.meta.shape as readonly number[]) * dtypes[x.meta.dtype].itemsize + digitsBytes <= limitBytes;
}

/** Looks for elements at some ranks by sorting, if they cannot be looked for otherwise. */
function selectInSteps(node: Expr, limitBytes: number): Expr {
  const x = node.inputs[0]!.inputs[0]!;
  if (canSelect(x, limitBytes)) return node;
  const elements = columnElements(gridSize(x.meta.shape as readonly number[]), dtypes[x.meta.dtype].itemsize, limitBytes);
  return selectBySort(x, elements, (node.params as WholeOpParams).values["ranks"] as readonly number[]);
}

/** Sorts of several chunks, and quantiles of one that was put together. */
function workOf(node: Expr): RowWork | undefined {
  if (node.op !== (wholeOp as Op)) return undefined;
  const { kernel, values } = node.params as WholeOpParams;
  const [input] = node.inputs;
  const axis = values["axis"] as number;
  const { dtype } = node.params as WholeOpParams;
  if (kernel === "mergeSorted" || kernel === "mergeSortedBeside") {
    const isArg = kernel === "mergeSortedBeside";
    return {
      x: input!.inputs[0]!,
      axis,
      bytesPerElement: dtypes[dtype].itemsize + (isArg ? 8 : 0),
      onRows: (rows) =>
        whole({ kernel: isArg ? "argsort" : "sort", inputs: [rows], chunks: rows.meta.chunks, values: { axis }, ...(isArg && { result: "float64" }) }),
      onLine: (line, elements) => columnsort(line, elements, isArg ? "positions" : "values"),
    };
  }
  if (kernel !== "quantile") return undefined;
  const pick = values as QuantilePick & typeof values;
  return {
    x: input!,
    axis,
    bytesPerElement: dtypes[dtype].itemsize,
    onRows: (rows) => whole({ kernel, inputs: [rows], chunks: rows.meta.chunks.with(axis, [pick.q.length]), values }),
    onLine(line, elements, limitBytes) {
      const size = line.meta.shape[0]!;
      const cut = rechunkExpr(line, [evenChunks(size, elements)]);
      const ranked = !pick.omitNaN && canSelect(line, limitBytes) ? quantilesByRank(cut, size, pick.q, pick.method) : undefined;
      return ranked ?? quantilesBySort(cut, elements, pick);
    },
  };
}

/** Chunks of whole rows, so many at most, that lie within the array's own. */
function fewRows(x: Expr, axis: number, most: number): (readonly number[])[] {
  let room = most;
  const chunks = x.meta.chunks.map((own) => own as readonly number[]);
  for (let i = chunks.length - 1; i >= 0; i--) {
    if (i === axis) {
      chunks[i] = [x.meta.shape[axis]!];
      continue;
    }
    const extent = Math.max(1, Math.min(room, ...[Math.max(...chunks[i]!)]));
    chunks[i] = chunks[i]!.flatMap((own) => evenChunks(own, extent));
    room = Math.floor(room / extent);
  }
  return chunks;
}

/** Takes each row as an array of one axis; what becomes of them is put together again. */
function lineByLine(x: Expr, axis: number, change: (line: Expr) => Expr): Expr {
  const shape = x.meta.shape as readonly number[];
  if (shape.length === 1) return change(x);
  const others = shape.filter((_, i) => i !== axis);
  const lines = Array.from({ length: gridSize(others) }, (_, flat) => {
    const at = unravel(flat, others);
    const line = slice(
      x,
      shape.map((_, i) => (i === axis ? undefined : { start: at[i < axis ? i : i - 1]!, step: 1, count: 1 })),
    );
    return change(permute(line, [axis]));
  });
  const rows = stackExpr(lines, 0);
  const made = reshapeExpr(rows, [...others, rows.meta.shape[1]!], "sort");
  return permute(
    made,
    shape.map((_, i) => (i === axis ? others.length : i < axis ? i : i - 1)),
  );
}
