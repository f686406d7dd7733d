import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { arrayMeta, isKnown } from "../../expr/meta.ts";
import { must } from "../../util/must.ts";
import { bordersOf, chunkAt } from "./chunks.ts";
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
        ? { step: 1, at: (chunk: number) => ({ chunk, from: 0, count: chunks[axis]![chunk] as number }) }
        : { step: stride.step, at: partAt(cut(chunks[axis] as number[], stride)) },
    );
    return {
      single: true,
      parts(at) {
        const parts = at.map((index, axis) => axes[axis]!.at(index));
        return [
          {
            input: 0,
            at: parts.map((part) => part.chunk),
            start: parts.map(() => 0),
            region: { base: parts.map((part) => part.from), axes: parts.map(({ count }, from) => ({ from, step: axes[from]!.step, count })) },
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

/** What is taken of one chunk. */
interface Part {
  readonly chunk: number;
  readonly from: number;
  readonly count: number;
}

const partAt = (parts: readonly Part[]) => (index: number) => parts[index]!;

/** Which elements of which chunks a stride takes, in the order it takes them; one empty part if it takes none. Chunks that it leaves out are not looked at. */
function cut(extents: readonly number[], { start, step, count }: Stride): Part[] {
  const borders = bordersOf(extents);
  const parts: Part[] = [];
  for (let taken = 0; taken < count; ) {
    const at = start + taken * step;
    const chunk = chunkAt(borders, at);
    const left = step > 0 ? Math.ceil((borders[chunk + 1]! - at) / step) : Math.floor((at - borders[chunk]!) / -step) + 1;
    must(left > 0, `slice: element ${at} of ${borders.at(-1)}`);
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
