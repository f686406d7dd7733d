import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { arrayMeta } from "../../expr/meta.ts";
import { ShapeError } from "../../util/errors.ts";
import { type Axis, normalizeAxis } from "../define/axis.ts";
import { method } from "../define/entry.ts";
import { overlapOps } from "./overlap.ts";
import { knownShape } from "./shape.ts";

/** The axes that windows slide along, and how many elements a window has along each; both in the order of the axes that the windows become. */
type WindowsParams = { readonly axes: readonly number[]; readonly lengths: readonly number[] };

/** Windows of chunks that hold all of those that begin in them. Nothing moves in memory: two axes walk along one. */
const windowsOp: Op<WindowsParams> = {
  name: "array/windows",
  infer: ([input], { axes, lengths }) => {
    const begins = input!.chunks.map((own, axis) => {
      const at = axes.indexOf(axis);
      return at < 0 ? own : own.map((extent) => Math.max(0, extent! - lengths[at]! + 1));
    });
    return arrayMeta(input!.dtype, [...begins, ...lengths.map((length) => [length])]);
  },
  pieces(node) {
    const { axes } = node.params;
    const { chunks } = node.meta;
    const { length: ndim } = node.inputs[0]!.meta.shape;
    return {
      single: true,
      parts: (at) => [
        {
          input: 0,
          at: at.slice(0, ndim),
          start: at.map(() => 0),
          region: {
            base: new Array<number>(ndim).fill(0),
            axes: at.map((index, axis) => ({ from: axis < ndim ? axis : axes[axis - ndim]!, step: 1, count: chunks[axis]![index]! })),
          },
        },
      ],
    };
  },
};

/** All windows along axes, as axes behind the others. */
function slidingWindowView(x: Expr, windowShape: number | readonly number[], axis?: Axis | readonly Axis[] | null): Expr {
  const shape = knownShape(x, "slidingWindowView");
  const lengths = [windowShape].flat() as number[];
  const axes = (axis === undefined || axis === null ? shape.map((_, i) => i) : ([axis].flat() as Axis[])).map((one) =>
    normalizeAxis(one, shape.length, "slidingWindowView"),
  );
  if (axes.length !== lengths.length)
    throw new ShapeError(`slidingWindowView: windows of ${lengths.length} axes [${lengths}] for ${axes.length} axes; give a length for each`);
  if (new Set(axes).size < axes.length) throw new ShapeError(`slidingWindowView: axes [${axes}] name an axis twice`);
  lengths.forEach((length, i) => {
    const extent = shape[axes[i]!]!;
    if (!Number.isInteger(length) || length < 1) throw new ShapeError(`slidingWindowView: ${String(length)} is not a length of a window`);
    if (length > extent) throw new ShapeError(`slidingWindowView: windows of ${length} elements along axis ${axes[i]} of length ${extent}`);
  });
  const depth = Object.fromEntries(axes.map((one, i) => [one, [0, lengths[i]! - 1] as const]));
  return makeExpr(windowsOp, [overlapOps.overlap.apply(x, depth)], { axes, lengths });
}

/** Views that walk along an axis twice. */
export const windowOps = {
  /** All windows of some length along axes (all unless said), as axes behind the others: `x.slidingWindowView(3, 0).mean(-1)`. NumPy's `sliding_window_view`. */
  slidingWindowView: method("slidingWindowView", slidingWindowView, "windowShape axis"),
};
