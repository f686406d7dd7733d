import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { arrayMeta, type Chunks, isKnown } from "../../expr/meta.ts";
import { must } from "../../util/must.ts";
import { later } from "./later.ts";
import { rechunkExpr } from "./rechunk.ts";

/**
 * Axes in another order, new axes of one element, axes of one element left out: `axes[i]` is the axis of the input that axis i of the result is, or -1 for
 * a new one. Nothing moves in memory.
 */
export type PermuteParams = { readonly axes: readonly number[] };

export const permuteOp: Op<PermuteParams> = {
  name: "array/permute",
  infer([input], { axes }) {
    for (const [axis, extent] of input!.shape.entries()) must(axes.includes(axis) || extent === 1, `permute leaves out axis ${axis} of ${extent} elements`);
    return arrayMeta(
      input!.dtype,
      axes.map((axis) => (axis < 0 ? [1] : input!.chunks[axis]!)),
    );
  },
  simplify(node) {
    const [input] = node.inputs as [Expr];
    const { axes } = node.params;
    if (axes.length === input.meta.shape.length && axes.every((axis, i) => axis === i)) return input;
    if (input.op !== (permuteOp as Op)) return undefined;
    const inner = (input.params as PermuteParams).axes;
    return makeExpr(permuteOp, [input.inputs[0]!], { axes: axes.map((axis) => (axis < 0 ? -1 : inner[axis]!)) });
  },
  pieces(node) {
    const { axes } = node.params;
    const { chunks } = node.inputs[0]!.meta;
    return {
      single: true,
      parts(at) {
        const source = chunks.map((_, axis) => {
          const i = axes.indexOf(axis);
          return i < 0 ? 0 : at[i]!;
        });
        const walked = axes.map((from, i) => ({ from, step: from < 0 ? 0 : 1, count: from < 0 ? 1 : (chunks[from]![at[i]!] as number) }));
        return [{ input: 0, at: source, start: axes.map(() => 0), region: { base: chunks.map(() => 0), axes: walked } }];
      },
    };
  },
};

export function permute(input: Expr, axes: readonly number[]): Expr {
  const isSame = axes.length === input.meta.shape.length && axes.every((axis, i) => axis === i);
  if (isSame) return input;
  if (!isKnown(input.meta.shape)) {
    // A chunk can be turned only when its lengths are there.
    const chunks = axes.map((axis) => (axis < 0 ? [1] : input.meta.chunks[axis]!));
    return later("permute", [input], { axes }, { dtype: input.meta.dtype, chunks }, ([x]) => permute(x!, axes));
  }
  // Of an axis that is left out, its first chunk is read: there may be empty ones before the one element.
  const left = input.meta.chunks.map((own, axis) => (axes.includes(axis) ? own : [1]));
  const node = makeExpr(permuteOp, [rechunkExpr(input, left)], { axes });
  return permuteOp.simplify!(node) ?? node;
}

/** A larger array that repeats an input, whose shape is that of the result's last axes or 1. */
export type BroadcastParams = { readonly chunks: Chunks };

export const broadcastOp: Op<BroadcastParams> = {
  name: "array/broadcast",
  infer: ([input], { chunks }) => arrayMeta(input!.dtype, chunks),
  pieces(node) {
    const { chunks } = node.params;
    const input = node.inputs[0]!.meta;
    const skipped = chunks.length - input.shape.length;
    const repeats = chunks.map((_, axis) => axis < skipped || input.shape[axis - skipped] === 1);
    return {
      single: true,
      parts: (at) => [
        {
          input: 0,
          at: input.shape.map((_, axis) => (repeats[axis + skipped] ? 0 : at[axis + skipped]!)),
          start: at.map(() => 0),
          region: {
            base: input.shape.map(() => 0),
            axes: at.map((index, axis) => ({ from: repeats[axis] ? -1 : axis - skipped, step: repeats[axis] ? 0 : 1, count: chunks[axis]![index] as number })),
          },
        },
      ],
    };
  },
};

/** An array repeated to a larger shape; `chunks` are those of the result. */
export function broadcastExpr(input: Expr, shape: readonly number[], chunks: Chunks): Expr {
  const skipped = shape.length - input.meta.shape.length;
  const cut = rechunkExpr(
    input,
    input.meta.shape.map((extent, axis) => (extent === 1 ? [1] : chunks[axis + skipped]!)),
  );
  return makeExpr(broadcastOp, [cut], { chunks });
}
