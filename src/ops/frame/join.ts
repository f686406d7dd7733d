import type { ColumnType } from "../../chunk/column-type.ts";
import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { frameMeta } from "../../expr/meta.ts";
import type { ColumnExpr } from "./column-expr.ts";
import { columnsInAll } from "./column-names.ts";
import { defaultParts } from "./exchange.ts";
import type { JoinColumn, JoinParams } from "./join-params.ts";
import { meetingOf, sidesAt } from "./meeting.ts";
import { repartition } from "./partitions.ts";
import { requirePlainKeys } from "./plain-keys.ts";
import { inNumberedOrder, numbered } from "./row-number.ts";
import { namesOf, partitionsOf, schemaOf, uniqueNames, unusedName } from "./schema.ts";
import { stage } from "./stage.ts";

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
  rewrite(node, hints) {
    const [left, right] = node.inputs as [Expr, Expr];
    const { ordered, broadcast, how } = node.params;
    if (broadcast) return joinStage(node, left, right, { partitions: partitionsOf(left), reads: ["own", "only"] });
    if (partitionsOf(left) === 1 && partitionsOf(right) === 1) return joinStage(node, left, right, { partitions: 1, reads: ["only", "only"] });
    const meeting = meetingOf(node, hints);
    const both = how !== "semi" && how !== "anti";
    // A partition that stays has its rows in order, as joins keep that of the left side; only leftovers of the right have to go to the end.
    const isOrdered = meeting.reads[0] === "own" && how !== "right" && how !== "outer";
    if (!ordered || isOrdered) return repartition(joinStage(node, ...sidesAt(meeting, left, right), meeting), node.params.parts);
    const taken = [schemaOf(left), schemaOf(right), schemaOf(node)];
    const rows = [unusedName("left row", ...taken), unusedName("right row", ...taken)] as const;
    const extra: JoinColumn[] = [
      { name: rows[0], side: "left", column: rows[0], type: "int64" },
      ...(both ? [{ name: rows[1], side: "right", column: rows[1], type: "int64" } as const] : []),
    ];
    const sides = sidesAt(meeting, numbered(left, rows[0]), numbered(right, rows[1]));
    const joined = joinStage(node, ...sides, { ...meeting, extra });
    return inNumberedOrder(
      joined,
      extra.map(({ name }) => name),
      partitionsOf(left),
    );
  },
};

interface Where {
  readonly partitions: number;
  readonly reads: readonly ["own" | "only" | "column", "own" | "only" | "column"];
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
  requirePlainKeys("merge", [...params.leftKeys, ...params.rightKeys]);
  const [l, r] = [partitionsOf(left), partitionsOf(right)];
  const parts = params.broadcast || params.ordered || (l === 1 && r === 1) ? l : defaultParts(Math.max(l, r));
  return makeExpr(joinOp, [left, right], { ...params, parts });
}
