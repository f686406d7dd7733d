import type { Expr, Op } from "../../expr/expr.ts";
import type { ColumnExpr, ColumnRef } from "./column-expr.ts";
import { indexOf, keysFrame } from "./divisions.ts";
import type { Route } from "./exchange.ts";
import { filterOp } from "./filter.ts";
import type { JoinColumn, JoinHow } from "./join-params.ts";
import { type ProjectParams, projectOp } from "./project-op.ts";
import { frameOf, partitionsOf, schemaOf, typeOf } from "./schema.ts";
import { isSplit, type SplitParams } from "./split.ts";
import { type StageParams, stageOp } from "./stage.ts";

/** How rows came to their partitions: by the hash of columns that are still there, or by the range that one lies in. */
export type Placement =
  | { readonly by: "hash"; readonly columns: readonly ColumnRef[] }
  | { readonly by: "range"; readonly columns: readonly [ColumnRef]; readonly splitters: Expr };

/** What is known of how the rows of a frame, whose operations have become work on partitions, came to where they are. */
export function placementOf(node: Expr): Placement | undefined {
  const index = indexOf(node);
  if (index?.divisions !== undefined) {
    const column: ColumnRef = { column: index.column, type: typeOf(schemaOf(node), index.column, "placement") };
    return { by: "range", columns: [column], splitters: keysFrame(column, index.divisions.slice(1, -1)) };
  }
  if (node.op === (filterOp as Op)) return placementOf(node.inputs[0]!);
  if (node.op === (projectOp as Op)) return renamed(placementOf(node.inputs[0]!), columnsOfProject(node.params as ProjectParams));
  if (node.op !== (stageOp as Op)) return undefined;
  const { kernel, reads, values } = node.params as StageParams;
  if (rowWise.has(kernel) && reads[0] === "own") return placementOf(node.inputs[0]!);
  if (gathering.has(kernel) && reads[0] === "column") return ofSplit(node.inputs[0]!);
  if (kernel !== "join" || !keepsLeft.has(values["how"] as JoinHow)) return undefined;
  const left = reads[0] === "own" ? placementOf(node.inputs[0]!) : reads[0] === "column" ? ofSplit(node.inputs[0]!) : undefined;
  return renamed(left, columnsOfJoin(values["columns"] as unknown as readonly JoinColumn[]));
}

/** Stages that leave rows in their partitions, and columns as they are. */
const rowWise = new Set(["check-index", "first", "number", "distinct", "sample-rows", "asof-order", "same"]);
/** Stages that put all together that came to a part. */
const gathering = new Set(["concat", "sort", "distinct"]);
const keepsLeft = new Set<JoinHow>(["inner", "left", "semi", "anti"]);

function ofSplit(split: Expr): Placement | undefined {
  if (!isSplit(split)) return undefined;
  const { by, keys, after, side } = split.params as SplitParams;
  // Rows that were dealt out are anywhere.
  if (!keys.every((key): key is ColumnRef => "column" in key) || after || side !== undefined) return undefined;
  if (by === "hash") return { by, columns: keys };
  const { descending, nullsFirst } = split.params as SplitParams;
  const isPlain = by === "range" && keys.length === 1 && !descending[0] && !nullsFirst[0];
  return isPlain ? { by, columns: [keys[0]!], splitters: split.inputs[1]! } : undefined;
}

type Names = ReadonlyMap<string, string>;

function columnsOfProject({ columns }: ProjectParams): Names {
  return new Map(columns.flatMap(({ name, expr }) => ("column" in expr ? [[expr.column, name]] : [])));
}

function columnsOfJoin(columns: readonly JoinColumn[]): Names {
  return new Map(columns.flatMap((column) => (column.side === "left" || column.side === "both" ? [[column.column, column.name]] : [])));
}

function renamed(placement: Placement | undefined, names: Names): Placement | undefined {
  if (placement === undefined) return undefined;
  const columns = placement.columns.map(({ column, type }) => ({ column: names.get(column), type }));
  if (columns.some(({ column }) => column === undefined)) return undefined;
  return { ...placement, columns: columns as readonly ColumnRef[] as never };
}

/** Whether rows with equal keys are in one partition already. */
export function areTogether(node: Expr, keys: readonly ColumnExpr[]): boolean {
  const names = new Set(keys.flatMap((key) => ("column" in key ? [key.column] : [])));
  const together = frameOf(node.meta).layout?.together ?? placementOf(node)?.columns.map(({ column }) => column);
  return together !== undefined && together.length > 0 && together.every((name) => names.has(name));
}

/** Whether partitions follow each other in the order of a key: none of its values is in two of them. */
export function areInOrderOf(node: Expr, key: ColumnExpr): boolean {
  if (!("column" in key)) return false;
  const placement = placementOf(node);
  return placement?.by === "range" && placement.columns[0].column === key.column;
}

/** The way to send rows of another frame where those of this one are that have equal keys; nothing if its columns are not among the keys. */
export function routeTo(placement: Placement, keys: readonly ColumnExpr[], others: readonly ColumnExpr[]): Route | undefined {
  const found = placement.columns.map(({ column, type }) => keys.findIndex((key) => "column" in key && key.column === column && key.type === type));
  if (found.includes(-1)) return undefined;
  const exprs = found.map((at) => others[at]!);
  if (placement.by === "hash") return { by: "hash", keys: exprs };
  return { by: "range", keys: [{ expr: exprs[0]!, descending: false, nullsFirst: false }], splitters: placement.splitters };
}

/** Whether rows came to their partitions by this very route. */
export function cameBy(node: Expr, route: Route, parts: number): boolean {
  const placement = placementOf(node);
  if (placement === undefined || route.by === "number" || placement.by !== route.by || partitionsOf(node) !== parts) return false;
  const keys = route.by === "range" ? route.keys.map(({ expr }) => expr) : route.keys;
  const same =
    placement.columns.length === keys.length && placement.columns.every(({ column }, i) => "column" in keys[i]! && (keys[i] as ColumnRef).column === column);
  return same && (placement.by === "hash" || (route.by === "range" && placement.splitters.token === route.splitters.token));
}
