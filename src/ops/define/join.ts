import { type Expr, makeExpr, type Op, type Piece } from "../../expr/expr.ts";
import { arrayMeta, type Extent } from "../../expr/meta.ts";

/** Arrays one after the other along an axis; the other axes have the same chunks. */
export type JoinParams = { readonly axis: number };

export const joinOp: Op<JoinParams> = {
  name: "array/join",
  infer: (inputs, { axis }) => {
    const [first] = inputs;
    return arrayMeta(
      first!.dtype,
      first!.chunks.map((own, i) => (i === axis ? inputs.flatMap((input) => input.chunks[axis] as readonly Extent[]) : own)),
    );
  },
  pieces(node) {
    const { axis } = node.params;
    const owners = node.inputs.flatMap((input, index) => input.meta.chunks[axis]!.map((_, chunk) => ({ index, chunk })));
    return {
      single: true,
      parts(at): readonly Piece[] {
        const { index, chunk } = owners[at[axis]!]!;
        return [{ input: index, at: at.map((own, i) => (i === axis ? chunk : own)), start: at.map(() => 0) }];
      },
    };
  },
};

export function joinExpr(inputs: readonly Expr[], axis: number): Expr {
  return inputs.length === 1 ? inputs[0]! : makeExpr(joinOp, inputs, { axis });
}
