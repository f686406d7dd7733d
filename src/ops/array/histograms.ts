import type { Expr } from "../../expr/expr.ts";
import { ShapeError } from "../../util/errors.ts";
import { constant } from "../define/constant.ts";
import { castTo, commonChunks, elementwise, requireFittingLengths } from "../define/elementwise.ts";
import { func, method } from "../define/entry.ts";
import { rechunkExpr } from "../define/rechunk.ts";
import { reduce } from "../define/reduce.ts";
import { permute } from "../define/region-op.ts";
import { reshapeExpr } from "../define/reshape.ts";
import { whole } from "../define/whole.ts";
import { on, part } from "./on-elements.ts";
import { asExpr, isExpr, type OperandInput } from "./operand.ts";
import { edgesFor, searchsortedExpr } from "./search.ts";
import { knownShape } from "./shape.ts";

type Range = readonly [number, number] | null;

/** The number of the bin along one axis, from 0; the last bin has both its edges. */
function binOf(x: Expr, edges: Expr, count: number): Expr {
  const found = on("subtract", searchsortedExpr(edges, x, "right"), 1);
  return on("minimum", found, count - 1);
}

/** Counts in boxes: an axis for each of the coordinates. What lies outside, or is NaN, is not counted. */
function countBoxes(
  operation: string,
  coordinates: readonly Expr[],
  bins: number | readonly (number | OperandInput)[],
  range: readonly Range[] | null | undefined,
  density: boolean | null | undefined,
  weightsOf: OperandInput | null | undefined,
): [Expr, Expr[]] {
  const { length: ndim } = coordinates;
  const each = typeof bins === "number" ? new Array<number>(ndim).fill(bins) : bins;
  if (each.length !== ndim) throw new ShapeError(`${operation}: bins for ${each.length} axes, but ${ndim} coordinates`);
  if (range !== undefined && range !== null && range.length !== ndim)
    throw new ShapeError(`${operation}: ranges for ${range.length} axes, but ${ndim} coordinates`);
  const weights = weightsOf === undefined || weightsOf === null ? [] : [castTo(asExpr(weightsOf, operation), "float64")];
  const lines = [...coordinates, ...weights];
  requireFittingLengths(operation, lines);
  const long = lines.find((one) => one.meta.shape.length !== 1 || one.meta.shape[0] !== coordinates[0]!.meta.shape[0]);
  if (long !== undefined)
    throw new ShapeError(
      `${operation}: ${lines.map(({ meta }) => `[${meta.shape.map((extent) => extent ?? "?")}]`).join(" and ")} are not arrays of one axis and one length`,
    );
  const edges = coordinates.map((x, axis) => edgesFor(x, each[axis]!, range?.[axis] ?? undefined, operation));
  const counts = edges.map((one) => knownShape(one, operation)[0]! - 1);
  const boxes = counts.reduce((product, count) => product * count, 1);
  const ends = edges.map((one, axis) => [part(one, 0, 0, 1), part(one, 0, counts[axis]!, 1)].map((end) => permute(end, [])) as [Expr, Expr]);
  const wide = coordinates.map((x) => castTo(x, "float64"));
  const inside = wide
    .map((x, axis) => on("logicalAnd", on("greaterEqual", x, ends[axis]![0]), on("lessEqual", x, ends[axis]![1])))
    .reduce((a, b) => on("logicalAnd", a, b));
  const box = wide.map((x, axis) => binOf(x, edges[axis]!, counts[axis]!)).reduce((sum, bin, axis) => on("add", on("multiply", sum, counts[axis]!), bin));
  // One count more, for what is outside.
  const number = castTo(elementwise("where", "float64", "float64", [inside, box, constant("float64", boxes)]), "int64");
  const chunks = commonChunks(
    operation,
    [number, ...weights].map(({ meta }) => meta),
  );
  const perChunk = whole({
    kernel: "bincount",
    inputs: [number, ...weights].map((one) => rechunkExpr(one, chunks)),
    dtype: "int64",
    result: "float64",
    chunks: [chunks[0]!.map(() => 1), [boxes + 1]],
    reads: [[0], ...weights.map(() => [0])],
    values: { length: boxes + 1 },
    reshaped: [1, boxes + 1],
  });
  const total = reduce("sum", perChunk, { axes: [0], result: "float64", keepdims: false });
  const shaped = reshapeExpr(part(total, 0, 0, boxes), counts, operation);
  return [density ? densityOf(shaped, edges, counts) : shaped, edges];
}

function densityOf(found: Expr, edges: readonly Expr[], counts: readonly number[]): Expr {
  const axes = counts.map((_, axis) => axis);
  const total = reduce("sum", found, { axes, result: "float64", keepdims: false });
  return edges.reduce(
    (scaled, one, axis) => {
      const widths = on("subtract", part(one, 0, 1, counts[axis]!), part(one, 0, 0, counts[axis]!));
      return on(
        "divide",
        scaled,
        permute(
          widths,
          axes.map((at) => (at === axis ? 0 : -1)),
        ),
      );
    },
    on("divide", found, total),
  );
}

function histogram2d(
  x: Expr,
  y: OperandInput,
  bins: number | OperandInput | readonly (number | OperandInput)[] = 10,
  range?: readonly Range[] | null,
  density?: boolean | null,
  weights?: OperandInput | null,
): Expr[] {
  // A list of two is a number or edges for each axis; anything else is edges for both.
  const both = typeof bins === "number" || (Array.isArray(bins) && bins.length === 2) ? bins : [bins, bins];
  const [counts, edges] = countBoxes("histogram2d", [x, asExpr(y, "histogram2d")], both as number | readonly OperandInput[], range, density, weights);
  return [counts, ...edges];
}

function histogramdd(
  sample: OperandInput | readonly OperandInput[],
  bins: number | readonly (number | OperandInput)[] = 10,
  range?: readonly Range[] | null,
  density?: boolean | null,
  weights?: OperandInput | null,
): [Expr, Expr[]] {
  const list =
    Array.isArray(sample) && sample.some(isExpr)
      ? sample.map((one) => asExpr(one as OperandInput, "histogramdd"))
      : columnsOf(asExpr(sample as OperandInput, "histogramdd"));
  return countBoxes("histogramdd", list, bins, range, density, weights);
}

/** The columns of a table of points. */
function columnsOf(points: Expr): Expr[] {
  const { shape } = points.meta;
  const count = shape[1];
  if (shape.length !== 2 || count === undefined)
    throw new ShapeError(`histogramdd: takes points in rows, [points, axes], or a list of coordinates, not shape [${shape}]`);
  return Array.from({ length: count }, (_, i) => permute(part(points, 1, i, 1), [0]));
}

/** Counts in boxes. */
export const histogramOps = {
  /** Counts in rectangles, and the edges along both axes. NumPy's `histogram2d`. */
  histogram2d: method("histogram2d", histogram2d, "y bins range density weights"),
  /** Counts in boxes of any number of axes, and the edges along each. Points stand in rows, or their coordinates in a list. NumPy's `histogramdd`. */
  histogramdd: func("histogramdd", histogramdd, "sample bins range density weights"),
};
