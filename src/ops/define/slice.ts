import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { arrayMeta, isKnown } from "../../expr/meta.ts";
import { bordersOf } from "./chunks.ts";
import { later, UnknownLengths } from "./later.ts";
import { windowOf } from "./source.ts";

/** Along one axis: `count` elements from `start` on, `step` apart (never 0; negative goes back). */
export interface Stride {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}
/** One an axis; `undefined` takes the axis as it is (also where its extents are unknown). */
export type SliceParams = { readonly strides: readonly (Stride | undefined)[] };

/** Basic slicing, NumPy's `x[a:b:c]`; axes stay. */
export const sliceOp: Op<SliceParams> = {
  name: "array/slice",
  infer: ([input], { strides }) =>
    arrayMeta(
      input!.dtype,
      strides.map((stride, axis) =>
        stride === undefined ? input!.chunks[axis]! : cut(input!.chunks[axis] as readonly number[], stride).map((part) => part.count),
      ),
    ),
  simplify(node) {
    const [input] = node.inputs as [Expr];
    const { strides } = node.params;
    if (strides.every((stride, axis) => stride === undefined || (stride.start === 0 && stride.step === 1 && stride.count === input.meta.shape[axis])))
      return input;
    if (input.op === (sliceOp as Op)) return slice(input.inputs[0]!, compose((input.params as SliceParams).strides, strides));
    if (strides.every((stride) => stride === undefined || stride.step === 1)) {
      return windowOf(
        input,
        strides.map((stride) => stride?.start ?? 0),
        node.meta.chunks,
      );
    }
    return undefined;
  },
  pieces(node) {
    const { chunks } = node.inputs[0]!.meta;
    const axes = node.params.strides.map((stride, axis) =>
      stride === undefined
        ? (chunks[axis] as number[]).map((count, chunk) => ({ chunk, from: 0, count, step: 1 }))
        : cut(chunks[axis] as number[], stride).map((part) => ({ ...part, step: stride.step })),
    );
    return {
      single: true,
      parts(at) {
        const parts = at.map((index, axis) => axes[axis]![index]!);
        return [
          {
            input: 0,
            at: parts.map((part) => part.chunk),
            start: parts.map(() => 0),
            region: { base: parts.map((part) => part.from), axes: parts.map(({ step, count }, from) => ({ from, step, count })) },
          },
        ];
      },
    };
  },
};

export function slice(input: Expr, strides: readonly (Stride | undefined)[]): Expr {
  if (!isKnown(input.meta.shape)) return sliceLater(input, strides);
  const node = makeExpr(sliceOp, [input], { strides });
  return sliceOp.simplify!(node) ?? node;
}

/** A part along axes of known length; the others have to be there first. */
function sliceLater(input: Expr, strides: readonly (Stride | undefined)[]): Expr {
  if (strides.every((stride) => stride === undefined)) return input;
  const { dtype, chunks: own } = input.meta;
  const chunks = own.map((axis, i) => {
    const stride = strides[i];
    if (stride === undefined) return axis;
    if (axis.includes(undefined)) throw new UnknownLengths("slice", `the length of axis ${i} is not known`);
    return cut(axis as readonly number[], stride).map((part) => part.count);
  });
  return later("slice", [input], { strides }, { dtype, chunks }, ([x]) => slice(x!, strides));
}

/** Which elements of which chunks a stride takes, in the order it takes them; one empty part if it takes none. */
function cut(extents: readonly number[], { start, step, count }: Stride): { readonly chunk: number; readonly from: number; readonly count: number }[] {
  const borders = bordersOf(extents);
  const parts: { chunk: number; from: number; count: number }[] = [];
  let taken = 0;
  const chunks = extents.map((_, chunk) => chunk);
  for (const chunk of step > 0 ? chunks : chunks.reverse()) {
    if (taken === count) break;
    const at = start + taken * step;
    if (at < borders[chunk]! || at >= borders[chunk + 1]!) continue;
    const left = step > 0 ? Math.ceil((borders[chunk + 1]! - at) / step) : Math.floor((at - borders[chunk]!) / -step) + 1;
    const here = Math.min(left, count - taken);
    parts.push({ chunk, from: at - borders[chunk]!, count: here });
    taken += here;
  }
  return parts.length > 0 ? parts : [{ chunk: 0, from: 0, count: 0 }];
}

function compose(inner: readonly (Stride | undefined)[], outer: readonly (Stride | undefined)[]): (Stride | undefined)[] {
  return outer.map((stride, axis) => {
    const first = inner[axis];
    if (stride === undefined || first === undefined) return stride ?? first;
    return { start: first.start + stride.start * first.step, step: first.step * stride.step, count: stride.count };
  });
}
