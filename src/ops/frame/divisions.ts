import type { Expr } from "../../expr/expr.ts";
import type { Division, IndexLayout, Layout } from "../../expr/meta.ts";
import { ShapeError } from "../../util/errors.ts";
import type { ColumnRef } from "./column-expr.ts";
import { compareBounds } from "./part-facts.ts";
import { frameOf, typeOf } from "./schema.ts";
import { stage } from "./stage.ts";

/** The column that a frame is sorted by, and what is known of its partitions. */
export function indexOf(node: Expr): IndexLayout | undefined {
  return frameOf(node.meta).layout?.index;
}

/** The same, or an error that says how a frame gets one. */
export function requireIndex(node: Expr, operation: string): IndexLayout {
  const index = indexOf(node);
  if (index !== undefined) return index;
  throw new ShapeError(`${operation}: the frame has no index; sort it by a column first: frame.setIndex("column")`);
}

export function indexColumn(node: Expr, { column }: IndexLayout, operation: string): ColumnRef {
  return { column, type: typeOf(frameOf(node.meta).schema, column, operation) };
}

/** Each division must be before the next one; only the last may equal the one before it. */
export function requireRising(divisions: readonly Division[], operation: string): void {
  if (divisions.length < 2) throw new ShapeError(`${operation}: ${divisions.length} divisions; n partitions have n + 1`);
  divisions.forEach((division, i) => {
    const order = i === 0 ? -1 : compareBounds(divisions[i - 1]!, division);
    if (order > 0 || (order === 0 && i < divisions.length - 1))
      throw new ShapeError(`${operation}: divisions rise, but ${shownDivision(divisions[i - 1]!)} is followed by ${shownDivision(division)}`);
  });
}

export function shownDivision(division: Division): string {
  return typeof division === "bigint" ? String(division) : JSON.stringify(division);
}

/** From which partition up to, without, which one keys from `least` to `most` are, both with. Without a bound it is open. */
export function partitionsBetween(divisions: readonly Division[], least: Division | undefined, most: Division | undefined): [from: number, to: number] {
  const count = divisions.length - 1;
  let from = 0;
  if (least !== undefined) while (from < count && compareBounds(divisions[from + 1]!, least) <= (from < count - 1 ? 0 : -1)) from++;
  let to = count;
  if (most !== undefined) while (to > from && compareBounds(divisions[to - 1]!, most) > 0) to--;
  return [from, to];
}

/** What is known of some partitions, if they are neighbors. */
export function layoutOfSome(layout: Layout | undefined, partitions: readonly number[]): Layout | undefined {
  if (layout === undefined || partitions.length === 0 || !partitions.every((partition, i) => partition === partitions[0]! + i)) return undefined;
  const { index, together } = layout;
  const divisions = index?.divisions?.slice(partitions[0]!, partitions[partitions.length - 1]! + 2);
  return { together, index: index && { ...index, divisions } };
}

/** A frame of one partition, of these keys. */
export function keysFrame({ column, type }: ColumnRef, keys: readonly Division[]): Expr {
  return stage({ kernel: "rows", inputs: [], schema: [{ name: column, type }], values: { types: [type], columns: [keys] }, partitions: 1 });
}
