import { exprKey } from "../engine/collection.ts";
import type { Expr } from "../expr/expr.ts";
import { concat as concatExprs } from "../ops/frame/concat.ts";
import { project } from "../ops/frame/project.ts";
import { namesOf, schemaOf } from "../ops/frame/schema.ts";
import { ColumnError } from "../util/errors.ts";
import type { Columns } from "./columns-type.ts";
import { DFrame } from "./dframe.ts";

export interface ConcatOptions {
  /** `inner`: only the columns that all frames have. Default `outer`: all columns. */
  readonly join?: "outer" | "inner";
}

/** Rows of frames one after the other. Columns meet by name; what a frame does not have is null in its rows. pandas' `concat`. @throws DTypeError, ColumnError where no column is left */
export function concat<S extends Columns>(frames: readonly DFrame<S>[], { join = "outer" }: ConcatOptions = {}): DFrame<S> {
  if (frames.length === 0) throw new TypeError("concat: no frames");
  if (join !== "outer" && join !== "inner") throw new TypeError(`concat: join is ${JSON.stringify(join)}; it is "outer" or "inner"`);
  const exprs = frames.map((frame) => frame[exprKey]);
  return new DFrame(concatExprs(join === "inner" ? exprs.map((expr) => shared(expr, exprs)) : exprs));
}

/** The columns that all frames have. */
function shared(frame: Expr, frames: readonly Expr[]): Expr {
  const names = frames.map(namesOf);
  const kept = schemaOf(frame).filter(({ name }) => names.every((own) => own.includes(name)));
  if (kept.length === 0) throw new ColumnError(`concat: no column is in all frames; they have ${names.map((own) => own.join(", ")).join(" | ")}`, "");
  return project(
    frame,
    kept.map(({ name, type }) => ({ name, expr: { column: name, type } })),
  );
}
