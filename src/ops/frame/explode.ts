import { itemType } from "../../chunk/column-type.ts";
import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { type Field, frameMeta } from "../../expr/meta.ts";
import { DTypeError, ShapeError } from "../../util/errors.ts";
import { columnsIn } from "./column-names.ts";
import type { FilterParams } from "./filter.ts";
import { fieldOf, frameOf, namesOf, partitionsOf, schemaOf } from "./schema.ts";
import { stage } from "./stage.ts";

export type ExplodeParams = { readonly columns: readonly string[] };

/** A row for each value of a list, the other columns repeated; an empty list and null are one row with null. Several columns go together, where their lists have the same lengths. */
export const explodeOp: Op<ExplodeParams> = {
  name: "frame/explode",
  infer([input], { columns }) {
    const { schema, layout } = frameOf(input!);
    const made = schema.map((field): Field => (columns.includes(field.name) ? { name: field.name, type: itemType(field.type)! } : field));
    return frameMeta(made, partitionsOf({ meta: input! }), layout);
  },
  // The rows are those of all lists, whether they are wanted or not.
  needs: ({ params }, wanted) => [new Set([...wanted, ...params.columns])],
  narrow: (node, [input]) => makeExpr(explodeOp, [input!], node.params),
  /** Rows of which other columns say that they are not wanted need not be repeated. */
  absorb(node, parent) {
    if (parent.op.name === "frame/partitions") return makeExpr(explodeOp, [makeExpr(parent.op, node.inputs, parent.params)], node.params);
    if (parent.op.name !== "frame/filter") return undefined;
    const used = columnsIn((parent.params as FilterParams).predicate);
    if (node.params.columns.some((name) => used.has(name))) return undefined;
    return makeExpr(explodeOp, [makeExpr(parent.op, node.inputs, parent.params)], node.params);
  },
  rewrite(node) {
    const [input] = node.inputs as [Expr];
    const values = { names: namesOf(input), columns: node.params.columns };
    return stage({ kernel: "explode", inputs: [input], schema: schemaOf(node), values, layout: frameOf(node.meta).layout });
  },
};

export function explode(input: Expr, columns: readonly string[]): Expr {
  if (columns.length === 0) throw new ShapeError("explode: no columns; name one that holds lists");
  const twice = columns.find((name, at) => columns.indexOf(name) !== at);
  if (twice !== undefined) throw new ShapeError(`explode: column ${JSON.stringify(twice)} is named twice`);
  for (const name of columns) {
    const { type } = fieldOf(schemaOf(input), name, "explode");
    if (itemType(type) === undefined) throw new DTypeError(`explode: column ${JSON.stringify(name)} is ${type}, which holds no lists`);
  }
  return makeExpr(explodeOp, [input], { columns });
}
