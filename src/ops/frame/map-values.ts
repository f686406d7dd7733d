import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { frameMeta } from "../../expr/meta.ts";
import { valuesCall } from "../define/frames-call.ts";
import type { ColumnExpr } from "./column-expr.ts";
import { columnsIn } from "./column-names.ts";
import { frameOf, namesOf, partitionsOf, schemaOf } from "./schema.ts";
import { stage } from "./stage.ts";
import type { WindowColumn } from "./windows/window-function.ts";
import { neededBy, wantedOf } from "./windows/windows.ts";

export type MapValuesParams = { readonly columns: readonly WindowColumn[] };

/** Columns beside those of a frame, made by functions of the user's of one value each. */
export const mapValuesOp: Op<MapValuesParams> = {
  name: "frame/map-values",
  infer([input], { columns }) {
    const { schema, layout } = frameOf(input!);
    return frameMeta([...schema, ...columns.map(({ name, type }) => ({ name, type }))], partitionsOf({ meta: input! }), layout);
  },
  needs: (node, wanted) => [neededBy(node.params.columns, wanted)],
  narrow: (node, [input], wanted) => mapValues(input!, wantedOf(node.params.columns, wanted)),
  /** Of rows that are not wanted nothing need be computed. */
  absorb(node, parent) {
    const isSome = parent.op.name === "frame/partitions";
    if (!isSome && parent.op.name !== "frame/filter") return undefined;
    const used = isSome ? new Set<string>() : columnsIn((parent.params as { readonly predicate: ColumnExpr }).predicate);
    if (node.params.columns.some(({ name }) => used.has(name))) return undefined;
    return makeExpr(mapValuesOp, [makeExpr(parent.op, node.inputs, parent.params)], node.params);
  },
  rewrite(node) {
    const [input] = node.inputs as [Expr];
    const values = { columns: node.params.columns, names: namesOf(input) };
    return stage({ kernel: valuesCall.replace(/^frame\//, ""), inputs: [input], schema: schemaOf(node), values, layout: frameOf(node.meta).layout });
  },
};

export function mapValues(input: Expr, columns: readonly WindowColumn[]): Expr {
  return columns.length === 0 ? input : makeExpr(mapValuesOp, [input], { columns });
}
