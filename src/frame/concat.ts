import { exprKey } from "../engine/collection.ts";
import type { Expr } from "../expr/expr.ts";
import { place, takes } from "../ops/define/takes.ts";
import { concat as concatRows } from "../ops/frame/concat.ts";
import { concatColumns } from "../ops/frame/concat-columns.ts";
import { project } from "../ops/frame/project.ts";
import { namesOf, schemaOf } from "../ops/frame/schema.ts";
import { ColumnError } from "../util/errors.ts";
import type { AnyColumns, Columns } from "./columns-type.ts";
import { DFrame } from "./dframe.ts";

export interface ConcatOptions {
  /** 0 (default): rows one after the other. 1: columns side by side, the rows of equal places together. */
  readonly axis?: 0 | 1;
  /** What not all have (columns; for `axis: 1` rows): nulls (`outer`, the default), or left out (`inner`). */
  readonly join?: "outer" | "inner";
}

const concatTakes = takes("objs axis", "join");

/**
 * Rows of frames one after the other: columns meet by name, what a frame does not have is null in its rows. With `axis: 1`, columns side by side; no name may come twice. pandas' `concat`.
 *
 * @throws DTypeError where columns of one name have no type in common; ColumnError for a name that comes twice
 */
export function concat<S extends Columns>(frames: readonly DFrame<S>[], options?: { readonly axis?: 0; readonly join?: "outer" | "inner" }): DFrame<S>;
export function concat(frames: readonly DFrame<AnyColumns>[], options: ConcatOptions): DFrame;
export function concat(...args: readonly unknown[]): DFrame {
  const [frames, axis = 0, { join = "outer" } = {}] = place("concat", concatTakes, args, () => false) as [readonly DFrame[], unknown?, ConcatOptions?];
  if (!Array.isArray(frames) || !frames.every((frame) => frame instanceof DFrame))
    throw new TypeError("concat: give a list of frames; a column becomes one with toFrame()");
  if (frames.length === 0) throw new TypeError("concat: no frames");
  if (axis !== 0 && axis !== 1) throw new TypeError(`concat: axis is ${JSON.stringify(axis)}; it is 0 (rows) or 1 (columns)`);
  if (join !== "outer" && join !== "inner") throw new TypeError(`concat: join is ${JSON.stringify(join)}; it is "outer" or "inner"`);
  const exprs = frames.map((frame) => frame[exprKey]);
  if (axis === 1) return new DFrame(concatColumns(exprs, join));
  return new DFrame(concatRows(join === "inner" ? common(exprs) : exprs));
}

/** The columns that all have. */
function common(frames: readonly Expr[]): Expr[] {
  const shared = (name: string) => frames.every((frame) => namesOf(frame).includes(name));
  if (!frames.some((frame) => namesOf(frame).some(shared)))
    throw new ColumnError(`concat: no column is in all frames; they have ${frames.map((frame) => namesOf(frame).join(", ")).join(" | ")}`, "");
  return frames.map((frame) =>
    project(
      frame,
      schemaOf(frame).flatMap(({ name, type }) => (shared(name) ? [{ name, expr: { column: name, type } }] : [])),
    ),
  );
}
