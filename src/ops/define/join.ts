import { type Expr, makeExpr, type Op, type Piece } from "../../expr/expr.ts";
import { arrayMeta, type Extent } from "../../expr/meta.ts";
import { bordersOf, chunkAt } from "./chunks.ts";

/** Arrays one after the other along an axis; the other axes have the same chunks. */
export type JoinParams = { readonly axis: number };

export const joinOp: Op<JoinParams> = {
  name: "array/join",
  infer: (inputs, { axis }) => {
    const [first] = inputs;
    return arrayMeta(
      first!.dtype,
      first!.chunks.map((own, i) => (i === axis ? chained(inputs.map(({ chunks }) => chunks[axis]!)) : own)),
    );
  },
  pieces(node) {
    const { axis } = node.params;
    const first = bordersOf(node.inputs.map((input) => input.meta.chunks[axis]!.length));
    return {
      single: true,
      parts(at): readonly Piece[] {
        const input = chunkAt(first, at[axis]!);
        return [{ input, at: at.with(axis, at[axis]! - first[input]!), start: at.map(() => 0) }];
      },
    };
  },
};

/** Lists one after the other. An array that grows by one chunk at a time is joined as often as it has chunks. */
function chained(lists: readonly (readonly Extent[])[]): Extent[] {
  const all: Extent[] = [];
  for (const list of lists) for (const extent of list) all.push(extent);
  return all;
}

export function joinExpr(inputs: readonly Expr[], axis: number): Expr {
  return inputs.length === 1 ? inputs[0]! : makeExpr(joinOp, inputs, { axis });
}
