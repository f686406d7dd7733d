import { type Blockwise, type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { frameMeta, type Schema } from "../../expr/meta.ts";
import { ShapeError } from "../../util/errors.ts";
import { rechunkExpr } from "../define/rechunk.ts";
import { uniqueNames } from "./schema.ts";

export type FromArrayParams = { readonly schema: Schema };

/** An array of one or two axes as a frame: a partition for each chunk of rows. */
export const fromArrayOp: Op<FromArrayParams> = {
  name: "frame/from-array",
  infer: ([input], { schema }) => frameMeta(schema, input!.chunks[0]!.length),
  blockwise(node): Blockwise {
    const [input] = node.inputs as [Expr];
    const columns = Math.max(1, node.params.schema.length);
    const rows = input.meta.chunks[0]!;
    return {
      reads: ([partition]) => [{ input: 0, at: input.meta.shape.length === 1 ? [partition!] : [partition!, 0] }],
      aligned: () => true,
      bytes: ([partition]) => 8 * columns * (rows[partition!] ?? 2 ** 16) + 4096,
      steps: (build, args) => build.step({ kernel: "frame/from-array", dtype: input.meta.dtype, args, result: "uint8" }),
    };
  },
};

export function fromArray(array: Expr, names: readonly string[] | undefined): Expr {
  const { dtype, shape } = array.meta;
  if (shape.length !== 1 && shape.length !== 2)
    throw new ShapeError(`fromArray: an array of ${shape.length} axes; a frame is made of rows, or of rows and columns`);
  const count = shape.length === 1 ? 1 : shape[1];
  if (count === undefined) throw new ShapeError("fromArray: how many columns there are only running can tell (after a mask); call computeChunkSizes() first");
  const columns = names ?? Array.from({ length: count }, (_, i) => String(i));
  if (columns.length !== count) throw new ShapeError(`fromArray: ${columns.length} names (${columns.join(", ")}) for ${count} columns`);
  const schema = uniqueNames(
    columns.map((name) => ({ name, type: dtype })),
    "fromArray",
  );
  const rows = array.meta.chunks[0]!;
  return makeExpr(fromArrayOp, [shape.length === 1 ? array : rechunkExpr(array, [rows, [count]])], { schema });
}
