import type { ColumnType } from "../../chunk/column-type.ts";
import type { Expr } from "../../expr/expr.ts";
import type { Schema } from "../../expr/meta.ts";
import type { AsofParams } from "./asof-params.ts";
import { typedCall } from "./call.ts";
import type { ColumnExpr, ColumnRef } from "./column-expr.ts";
import { both } from "./conjuncts.ts";
import { defaultParts, parted } from "./exchange.ts";
import { filter } from "./filter.ts";
import { repartition } from "./partitions.ts";
import { project } from "./project.ts";
import { namesOf, partitionsOf, schemaOf } from "./schema.ts";
import { type Stage, type StageReads, stage } from "./stage.ts";

// Left rows stay where they are. Right rows are sent to the partition of the left rows that lie around them: those between the keys at which left partitions begin or end. The
// last row before a partition, of each group (`by`), may be the partner of its first rows: it is carried over the parts between, by steps of 1, 2, 4 … parts, so that no task
// reads more than two of them.

const onName = "key of asof";

/** The work on partitions that the operation is. */
export function splitAsof(node: { readonly params: AsofParams; readonly inputs: readonly Expr[] }): Expr {
  const [given, right] = node.inputs as [Expr, Expr];
  const left = inOrder(given, node.params.leftOn, "left");
  const rows = presentRows(inOrder(right, node.params.rightOn, "right"), node.params.rightOn);
  const { direction } = node.params;
  const directions = direction === "nearest" ? (["backward", "forward"] as const) : [direction];
  if (partitionsOf(right) === 1)
    return asofStage(
      node,
      left,
      directions.map(() => [rows]),
      { right: "only" },
    );
  if (partitionsOf(left) === 1) {
    const cut = repartition(left, defaultParts(partitionsOf(right)));
    return repartition(asofParts(node, cut, rows, directions), 1);
  }
  return asofParts(node, left, rows, directions);
}

type Node = Parameters<typeof splitAsof>[0];
type Way = "backward" | "forward";

function asofParts(node: Node, left: Expr, right: Expr, ways: readonly Way[]): Expr {
  const key: ColumnRef = { column: onName, type: node.params.leftOn.type };
  const keys = project(left, [{ name: onName, expr: node.params.leftOn }]);
  const ends = stage({ kernel: "ends", inputs: [keys], schema: [], values: { key, order: false, names: [onName] }, numbered: true });
  const sides = ways.map((way) => {
    // Of left rows in partition i, rows of parts before i may all be partners, and no row of the parts after: backward; and the other way round.
    const after = (way === "backward") === node.params.exact;
    const splitters = stage({ kernel: "asof-splitters", inputs: [ends], schema: [], values: { after }, partitions: 1, reads: ["all"] });
    const parts = parted(
      right,
      { by: "range", keys: [{ expr: node.params.rightOn, descending: false, nullsFirst: false }], splitters, after },
      partitionsOf(left),
    );
    return [parts, carried(node, parts, partitionsOf(left), schemaOf(right), way)];
  });
  return asofStage(node, left, sides, { right: "column" });
}

/** For each part, of each group the last row of the parts before it (forward: the first of those after it). */
function carried({ params }: Node, parts: Expr, count: number, schema: Schema, way: Way): Expr {
  const values = { by: params.rightBy, names: schema.map(({ name }) => name), types: schema.map(({ type }) => type), way };
  const last = (inputs: readonly Expr[], reads: readonly StageReads[]) => stage({ kernel: "asof-last", inputs, schema, values, partitions: count, reads });
  /** The part so many before it, if there is one. */
  const away = (distance: number): StageReads => {
    const at = (i: number) => (way === "backward" ? i - distance : i + distance);
    const isThere = (i: number) => at(i) >= 0 && at(i) < count;
    const all = Array.from({ length: count }, (_, i) => i);
    return { from: all.map((i) => (isThere(i) ? at(i) : 0)), to: all.map((i) => (isThere(i) ? at(i) + 1 : 0)) };
  };
  let current = last([last([parts], ["column"])], [away(1)]);
  for (let distance = 1; distance < count; distance *= 2)
    current = last([current, current], way === "backward" ? [away(distance), "own"] : ["own", away(distance)]);
  return current;
}

function asofStage({ params, inputs }: Node, left: Expr, sides: readonly (readonly Expr[])[], { right }: { readonly right: "only" | "column" }): Expr {
  const { leftOn, rightOn, leftBy, rightBy, columns, direction, tolerance, exact } = params;
  const made: Pick<Stage, "kernel" | "schema" | "values"> = {
    kernel: "asof",
    schema: columns.map(({ name, type }) => ({ name, type })),
    values: {
      leftOn,
      rightOn,
      leftBy,
      rightBy,
      columns: columns.map((column) => ({ ...column })),
      direction,
      exact,
      ...(tolerance !== undefined && { tolerance }),
      leftNames: namesOf(inputs[0]!),
      rightNames: namesOf(inputs[1]!),
      sides: sides.map((side) => side.length),
    },
  };
  const reads = sides.flatMap((side) => (side.length === 1 ? [right] : [right, "own" as const]));
  return stage({ ...made, inputs: [left, ...sides.flat()], partitions: partitionsOf(left), reads: ["own", ...reads], numbered: true });
}

/** The rows as they are, if those of each partition are in order; parts put together of them are looked at again. */
function inOrder(input: Expr, key: ColumnExpr, side: "left" | "right"): Expr {
  return stage({ kernel: "asof-order", inputs: [input], schema: schemaOf(input), values: { key, side, names: namesOf(input) }, numbered: true });
}

/** Rows with a key: a missing one, and NaN, is near nothing. */
function presentRows(input: Expr, key: ColumnExpr): Expr {
  const present = typedCall("notna", [key]);
  return filter(input, isFloat(key.type) ? both(present, typedCall("eq", [key, key])) : present);
}

const isFloat = (type: ColumnType) => type === "float64" || type === "float32";
