import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { type Division, frameMeta, type Layout } from "../../expr/meta.ts";
import { ShapeError } from "../../util/errors.ts";
import { typedCall } from "./call.ts";
import type { ColumnExpr, ColumnRef } from "./column-expr.ts";
import { both } from "./conjuncts.ts";
import { indexOf, keysFrame, requireRising } from "./divisions.ts";
import { exchange, sorted } from "./exchange.ts";
import { filter } from "./filter.ts";
import { requirePlainKeys } from "./plain-keys.ts";
import { frameOf, namesOf, partitionsOf, schemaOf, typeOf } from "./schema.ts";
import { stage } from "./stage.ts";

export type SetIndexParams = {
  readonly column: string;
  readonly partitions: number;
  readonly divisions: readonly Division[] | undefined;
  /** Rows are said to be in order, and in the divisions, where they are. */
  readonly sorted: boolean;
};

/** The same rows in the order of a column, equal ones as they were, and equal keys in one partition. */
export const setIndexOp: Op<SetIndexParams> = {
  name: "frame/set-index",
  infer([input], { column, partitions, divisions, sorted }) {
    const { schema } = frameOf(input!);
    const layout: Layout = {
      index: { column, divisions, claimed: sorted },
      together: sorted && divisions === undefined ? undefined : [column],
    };
    return frameMeta(schema, partitions, layout);
  },
  needs: ({ params }, wanted) => [new Set([...wanted, params.column])],
  narrow: (node, [input]) => makeExpr(setIndexOp, [input!], node.params),
  absorb(node, parent) {
    // What is dropped needs no place. What is left of a claim is checked, which is all that counts.
    if (parent.op.name === "frame/filter") return makeExpr(setIndexOp, [makeExpr(parent.op, node.inputs, parent.params)], node.params);
    return parent.op.name === "frame/partitions" ? someDivisions(node, parent.params["partitions"] as readonly number[]) : undefined;
  },
  rewrite(node) {
    const [input] = node.inputs as [Expr];
    const { column, partitions, divisions, sorted: isSorted } = node.params;
    const layout = frameOf(node.meta).layout!;
    const key: ColumnRef = { column, type: typeOf(schemaOf(input), column, "setIndex") };
    if (isSorted) return divisions === undefined ? inOrder(input, key, layout) : checked(input, key, divisions, layout, true);
    const keys = [{ expr: key, descending: false, nullsFirst: false }];
    if (divisions === undefined) return sorted(input, keys, partitions, layout);
    const values = { keys: [key], descending: [false], nullsFirst: [false], names: namesOf(input) };
    const made = { kernel: "sort", schema: schemaOf(input), values };
    const route = { by: "range", keys, splitters: keysFrame(key, divisions.slice(1, -1)) } as const;
    return checked(
      partitions === 1 ? stage({ ...made, inputs: [input], partitions, reads: ["all"] }) : exchange(input, route, partitions, made),
      key,
      divisions,
      layout,
      false,
    );
  },
};

/** Only rows whose keys belong to some partitions next to each other have to be sent there. */
function someDivisions(node: Expr<SetIndexParams>, which: readonly number[]): Expr | undefined {
  const { divisions, sorted, column } = node.params;
  const [first, last] = [which[0], which[which.length - 1]];
  if (divisions === undefined || sorted || first === undefined || !which.every((partition, i) => partition === first + i)) return undefined;
  const [input] = node.inputs as [Expr];
  const type = typeOf(schemaOf(input), column, "setIndex");
  const key: ColumnRef = { column, type };
  const isBefore = (division: Division): ColumnExpr => typedCall("lt", [key, { value: division, type: type === "category" ? "utf8" : type }]);
  const isLast = last === divisions.length - 2;
  const conditions: ColumnExpr[] = [];
  if (!isLast) conditions.push(isBefore(divisions[last! + 1]!));
  // Of missing keys it is not known whether they are before anything, and NaN is not; both are in the last partition.
  if (first > 0) {
    const from = typedCall("not", [isBefore(divisions[first]!)]);
    conditions.push(isLast ? typedCall("or", [from, typedCall("isna", [key])]) : from);
  }
  const kept = conditions.length === 0 ? input : filter(input, conditions.reduce(both));
  return makeExpr(setIndexOp, [kept], { ...node.params, partitions: which.length, divisions: divisions.slice(first, last! + 2) });
}

/** Rows of which each partition is in order (`order`) and within its divisions, or an error. */
function checked(input: Expr, key: ColumnRef, divisions: readonly Division[], layout: Layout, order: boolean): Expr {
  const values = { key, divisions, order, names: namesOf(input) };
  return stage({ kernel: "check-index", inputs: [input], schema: schemaOf(input), values, numbered: true, layout });
}

/** Rows that are in order all over, or an error. */
function inOrder(input: Expr, key: ColumnRef, layout: Layout): Expr {
  const ends = endsOf(input, key, true);
  const order = stage({ kernel: "check-ends", inputs: [ends], schema: [], values: { column: key.column }, partitions: 1, reads: ["all"] });
  return stage({ kernel: "first", inputs: [input, order], schema: schemaOf(input), reads: ["own", "only"], layout });
}

/** The first and last key of each partition that are there, in columns `first` and `last`: a row, or none without keys; and whether keys are missing. */
export function endsOf(input: Expr, key: ColumnRef, order: boolean): Expr {
  const schema = [
    { name: "first", type: key.type },
    { name: "last", type: key.type },
    { name: "missing", type: "bool" },
  ] as const;
  return stage({ kernel: "ends", inputs: [input], schema, values: { key, order, names: namesOf(input) }, numbered: true });
}

export interface SetIndexOptions {
  readonly divisions?: readonly Division[] | undefined;
  readonly partitions?: number | undefined;
  readonly sorted?: boolean | undefined;
}

export function setIndex(input: Expr, column: string, { divisions, partitions, sorted = false }: SetIndexOptions = {}): Expr {
  requirePlainKeys("setIndex", [{ column, type: typeOf(schemaOf(input), column, "setIndex") }]);
  const now = partitionsOf(input);
  if (divisions !== undefined) requireRising(divisions, "setIndex");
  const said = divisions === undefined ? partitions : divisions.length - 1;
  if (partitions !== undefined && !(Number.isInteger(partitions) && partitions > 0))
    throw new ShapeError(`setIndex: ${partitions} is not a number of partitions`);
  if (partitions !== undefined && said !== partitions)
    throw new ShapeError(`setIndex: ${divisions!.length} divisions make ${said} partitions, not ${partitions}; leave out npartitions`);
  if (sorted && said !== undefined && said !== now) {
    const what = divisions === undefined ? `npartitions: ${said}` : `${divisions.length} divisions, for ${said} partitions,`;
    throw new ShapeError(`setIndex: ${what} and sorted: true, but the frame has ${now} partitions; leave out sorted, or repartition after setIndex`);
  }
  const index = indexOf(input);
  if (index?.column === column && divisions === undefined && (said ?? now) === now) return input;
  return makeExpr(setIndexOp, [input], { column, partitions: said ?? now, divisions, sorted });
}
