import type { ColumnType } from "../../chunk/column-type.ts";
import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { frameMeta } from "../../expr/meta.ts";
import type { ColumnExpr } from "./column-expr.ts";
import { columnsInAll } from "./column-names.ts";
import { defaultParts, parted } from "./exchange.ts";
import { inNumberedOrder, numbered } from "./row-number.ts";
import { namesOf, partitionsOf, schemaOf, uniqueNames, unusedName } from "./schema.ts";
import { stage } from "./stage.ts";

export type JoinHow = "inner" | "left" | "right" | "outer" | "semi" | "anti" | "cross";

/** Where a column of the result comes from; a key of both sides (`both`) from whichever has the row. */
export type JoinColumn =
  | { readonly name: string; readonly side: "left"; readonly column: string; readonly type: ColumnType }
  | { readonly name: string; readonly side: "right"; readonly column: string; readonly type: ColumnType }
  | { readonly name: string; readonly side: "both"; readonly column: string; readonly other: string; readonly type: ColumnType }
  /** `left_only`, `right_only` or `both`. */
  | { readonly name: string; readonly side: "indicator"; readonly type: ColumnType };

export type JoinParams = {
  readonly how: JoinHow;
  /** Keys of each side, of equal types. */
  readonly leftKeys: readonly ColumnExpr[];
  readonly rightKeys: readonly ColumnExpr[];
  readonly columns: readonly JoinColumn[];
  /** Null meets null. */
  readonly nullsEqual: boolean;
  /** Keys must be unique on these sides. */
  readonly validate: readonly ("left" | "right")[];
  /** Rows in the order of the left ones, then of the right ones; else as they come. */
  readonly ordered: boolean;
  /** The right side is read whole by every partition of the left one, rather than both being sent to parts. */
  readonly broadcast: boolean;
  readonly parts: number;
};

/** Rows of two frames that have equal keys, side by side. */
export const joinOp: Op<JoinParams> = {
  name: "frame/join",
  infer(_, { columns, parts }) {
    const schema = columns.map(({ name, type }) => ({ name, type }));
    return frameMeta(uniqueNames(schema, "merge"), parts);
  },
  needs(node, wanted) {
    const columns = node.params.columns.filter(({ name }) => wanted.has(name));
    const of = (side: "left" | "right") =>
      columns.flatMap((column) => (column.side === side ? [column.column] : column.side === "both" ? [side === "left" ? column.column : column.other] : []));
    return [columnsInAll(node.params.leftKeys, new Set(of("left"))), columnsInAll(node.params.rightKeys, new Set(of("right")))];
  },
  narrow: (node, inputs, wanted) => makeExpr(joinOp, inputs, { ...node.params, columns: node.params.columns.filter(({ name }) => wanted.has(name)) }),
  absorb: absorbFilter,
  rewrite(node) {
    const [left, right] = node.inputs as [Expr, Expr];
    const { ordered, broadcast } = node.params;
    if (broadcast) return joinStage(node, left, right, { partitions: partitionsOf(left), reads: ["own", "only"] });
    const exprs: [Expr, Expr] = [left, right];
    if (partitionsOf(left) === 1 && partitionsOf(right) === 1) return joinStage(node, left, right, { partitions: 1, reads: ["only", "only"] });
    const taken = [schemaOf(left), schemaOf(right), schemaOf(node)];
    const rows = [unusedName("left row", ...taken), unusedName("right row", ...taken)] as const;
    const [l, r] = ordered ? (exprs.map((side, i) => numbered(side, rows[i]!)) as [Expr, Expr]) : exprs;
    const { how, leftKeys, rightKeys } = node.params;
    const parts = defaultParts(Math.max(partitionsOf(left), partitionsOf(right)));
    const partedLeft = parted(l, { by: "hash", keys: leftKeys }, parts);
    const partedRight = parted(r, { by: "hash", keys: rightKeys }, parts);
    const both = how !== "semi" && how !== "anti";
    const extra: JoinColumn[] = ordered
      ? [
          { name: rows[0], side: "left", column: rows[0], type: "int64" },
          ...(both ? [{ name: rows[1], side: "right", column: rows[1], type: "int64" } as const] : []),
        ]
      : [];
    const joined = joinStage(node, partedLeft, partedRight, { partitions: parts, reads: ["column", "column"], extra });
    return ordered
      ? inNumberedOrder(
          joined,
          extra.map(({ name }) => name),
          partitionsOf(left),
        )
      : joined;
  },
};

interface Where {
  readonly partitions: number;
  readonly reads: readonly ["own" | "only" | "column", "only" | "column"];
  readonly extra?: readonly JoinColumn[];
}

function joinStage(node: Expr<JoinParams>, left: Expr, right: Expr, { partitions, reads, extra = [] }: Where): Expr {
  const { how, leftKeys, rightKeys, nullsEqual, validate } = node.params;
  const columns = [...node.params.columns, ...extra];
  return stage({
    kernel: "join",
    inputs: [left, right],
    schema: columns.map(({ name, type }) => ({ name, type })),
    values: {
      how,
      leftKeys,
      rightKeys,
      nullsEqual,
      validate,
      columns: columns.map((column) => ({ ...column })),
      leftNames: namesOf(left),
      rightNames: namesOf(right),
    },
    partitions,
    reads,
    numbered: true,
  });
}

/** A condition on columns of one side is one on that side, where a row that it drops could not have brought others in. */
function absorbFilter(node: Expr<JoinParams>, parent: Expr): Expr | undefined {
  const { predicate } = parent.params as { predicate?: ColumnExpr };
  if (predicate === undefined || parent.op.name !== "frame/filter") return undefined;
  const { how, columns } = node.params;
  const used = columnsInAll([predicate]);
  const sources = columns.filter(({ name }) => used.has(name));
  const side = (["left", "right"] as const).find(
    (own) => sources.length > 0 && sources.every((column) => column.side === own || (column.side === "both" && (how === "inner" || how === own))),
  );
  if (side === undefined) return undefined;
  const may = how === "inner" || how === "cross" || how === side || (side === "left" && (how === "semi" || how === "anti"));
  if (!may) return undefined;
  const names = new Map<string, string>();
  for (const column of sources)
    if (column.side !== "indicator") names.set(column.name, column.side === "both" && side === "right" ? column.other : column.column);
  const at = side === "left" ? 0 : 1;
  const schema = schemaOf(node.inputs[at]!);
  const moved = rename(predicate, names, (name) => schema.find((field) => field.name === name)!.type);
  const inputs = node.inputs.map((input, i) => (i === at ? makeExpr(parent.op, [input], { predicate: moved }) : input));
  return makeExpr(joinOp, inputs, node.params);
}

function rename(expr: ColumnExpr, names: ReadonlyMap<string, string>, typeOf: (name: string) => ColumnType): ColumnExpr {
  if ("column" in expr) {
    const column = names.get(expr.column)!;
    return { column, type: typeOf(column) };
  }
  return "call" in expr ? { ...expr, args: expr.args.map((arg) => rename(arg, names, typeOf)) } : expr;
}

export function join(left: Expr, right: Expr, params: Omit<JoinParams, "parts">): Expr {
  const [l, r] = [partitionsOf(left), partitionsOf(right)];
  const parts = params.broadcast || params.ordered || (l === 1 && r === 1) ? l : defaultParts(Math.max(l, r));
  return makeExpr(joinOp, [left, right], { ...params, parts });
}
