import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { DTypeError } from "../../util/errors.ts";
import type { ColumnExpr } from "./column-expr.ts";
import { columnsIn } from "./column-names.ts";
import { both } from "./conjuncts.ts";
import { columnsOf, projected } from "./project-op.ts";
import { frameOf, namesOf } from "./schema.ts";
import { lifted } from "./windows/lift.ts";

export type FilterParams = { readonly predicate: ColumnExpr };

/** The rows of which something is true: not false, and not null. */
export const filterOp: Op<FilterParams> = {
  name: "frame/filter",
  selects: true,
  infer([input], { predicate }) {
    if (predicate.type !== "bool") throw new DTypeError(`filter: the condition is ${predicate.type}, not bool; compare it with something`);
    return frameOf(input!);
  },
  simplify(node) {
    const [input] = node.inputs as [Expr];
    const { predicate } = node.params;
    if ("value" in predicate && predicate.value === true) return input;
    if (input.op === (filterOp as Op)) return filter(input.inputs[0]!, both((input.params as FilterParams).predicate, predicate));
    return undefined;
  },
  absorb: (node, parent) =>
    parent.op.name === "frame/partitions" ? filter(makeExpr(parent.op, node.inputs, parent.params), node.params.predicate) : undefined,
  needs: (node, wanted) => [columnsIn(node.params.predicate, new Set(wanted))],
  narrow: (node, [input]) => filter(input!, node.params.predicate),
  blockwise(node) {
    const params = { names: namesOf(node.inputs[0]!), predicate: node.params.predicate };
    return { steps: (build, args) => build.step({ kernel: "frame/filter", dtype: "uint8", args, result: "uint8", params }) };
  },
};

export function filter(input: Expr, predicate: ColumnExpr): Expr {
  const { frame, exprs } = lifted(input, [predicate]);
  const kept = makeExpr(filterOp, [frame], { predicate: exprs[0]! });
  return frame === input ? kept : projected(kept, columnsOf(input));
}
