import { type Chunk, elements } from "../../chunk/chunk.ts";
import type { Expr } from "../../expr/expr.ts";
import type { Extent } from "../../expr/meta.ts";
import { ShapeError } from "../../util/errors.ts";
import { type Axis, normalizeAxis } from "../define/axis.ts";
import { castTo, commonChunks, elementwise } from "../define/elementwise.ts";
import { method } from "../define/entry.ts";
import { resultDType } from "../define/promotion.ts";
import { rechunkExpr } from "../define/rechunk.ts";
import { broadcastExpr, permute } from "../define/region-op.ts";
import { reshapeExpr } from "../define/reshape.ts";
import { isStored } from "../define/stored.ts";
import { whole } from "../define/whole.ts";
import { applyScalarOp } from "./apply.ts";
import { scalarOps } from "./definitions/scalar-ops.ts";
import { stackExpr } from "./join.ts";
import { asExpr, isScalar, type OperandInput } from "./operand.ts";
import { expandDims, knownShape } from "./shape.ts";
import { broughtIn, checkIndices, type OutsideMode } from "./take.ts";

/** The elements at positions that differ from place to place. Beside the axis, both have the same lengths, or one of them length 1. */
function takeAlongExpr(x: Expr, indices: Expr, axis: number, operation: string): Expr {
  const [shape, wanted] = [knownShape(x, operation), knownShape(indices, operation)];
  if (shape.length !== wanted.length) throw new ShapeError(`${operation}: positions of shape [${wanted}] for values of shape [${shape}]; give as many axes`);
  checkIndices(indices, shape[axis]!, axis, operation);
  const beside = <T>(list: readonly T[], along: T) => list.with(axis, along);
  const common = commonChunks(
    operation,
    [x, indices].map(({ meta }) => ({ ...meta, shape: beside<Extent>(meta.shape, 1), chunks: beside<readonly Extent[]>(meta.chunks, [1]) })),
  );
  const spread = (of: Expr, own: readonly Extent[]) => {
    const chunks = beside(common, own) as readonly (readonly number[])[];
    const extents = chunks.map((list) => list.reduce((sum, extent) => sum + extent, 0));
    return rechunkExpr(broadcastExpr(of, extents, chunks), chunks);
  };
  return whole({
    kernel: "takeAlong",
    inputs: [spread(x, [shape[axis]!]), spread(indices, indices.meta.chunks[axis]!)],
    dtype: x.meta.dtype,
    chunks: beside(common, indices.meta.chunks[axis]!),
    reads: [shape.map((_, i) => (i === axis ? "only" : i)), shape.map((_, i) => i)],
    values: { axis },
  });
}

function takeAlongAxis(x: Expr, indices: OperandInput, axis: Axis | null = -1): Expr {
  const positions = asExpr(indices, "takeAlongAxis");
  if (axis === null) return takeAlongExpr(reshapeExpr(x, [-1], "takeAlongAxis"), positions, 0, "takeAlongAxis");
  return takeAlongExpr(x, positions, normalizeAxis(axis, x.meta.shape.length, "takeAlongAxis"), "takeAlongAxis");
}

/** One of several arrays, element by element, by its number; a number that is none of a choice is an error. */
function choose(x: Expr, choices: readonly OperandInput[], mode: OutsideMode = "raise"): Expr {
  if (!Array.isArray(choices) || choices.length === 0) throw new ShapeError("choose: needs a list of at least one choice");
  const count = choices.length;
  const wrong = (index: number | bigint) => index < 0 || index >= count;
  if (mode === "raise" && isStored(x)) {
    for (const chunk of x.held as readonly Chunk[]) {
      const bad = Array.from<number | bigint>(elements(chunk)).find(wrong);
      if (bad !== undefined) throw new ShapeError(`choose: ${bad} is none of ${count} choices; they are numbered from 0`);
    }
  }
  const dtype = resultDType(
    "choose",
    choices.map((choice) => (isScalar(choice) ? { scalar: choice } : asExpr(choice, "choose").meta.dtype)),
  );
  const given = choices.map((choice) => asExpr(choice, "choose"));
  const number = castTo(broughtIn(x, count, mode, "choose"), "float64");
  const chunks = commonChunks(
    "choose",
    [number, ...given].map(({ meta }) => meta),
  ) as readonly (readonly number[])[];
  const shape = chunks.map((own) => own.reduce((sum, extent) => sum + extent, 0));
  for (const one of [number, ...given]) knownShape(one, "choose");
  const spread = (of: Expr) => broadcastExpr(of, shape, chunks);
  // A negative number would count from the end.
  const index = applyScalarOp(scalarOps.where, [elementwise("signbit", "float64", "bool", [number]), count, number]);
  const along = takeAlongExpr(stackExpr(given.map((one) => spread(castTo(one, dtype)))), expandDims(spread(index), 0), 0, "choose");
  return permute(
    along,
    shape.map((_, axis) => axis + 1),
  );
}

/** Picking by positions that differ from place to place. */
export const alongOps = {
  /** The elements at positions that differ from place to place: what `argsort` gives sorts. NumPy's `take_along_axis`. */
  takeAlongAxis: method("takeAlongAxis", takeAlongAxis, "indices axis"),
  /** One of several arrays, element by element, by its number. NumPy's `choose`. */
  choose: method("choose", choose, "choices mode"),
};
