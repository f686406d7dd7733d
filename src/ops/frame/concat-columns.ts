import type { Expr } from "../../expr/expr.ts";
import { ColumnError } from "../../util/errors.ts";
import type { ColumnExpr } from "./column-expr.ts";
import { join } from "./join.ts";
import type { JoinColumn } from "./join-params.ts";
import { project } from "./project.ts";
import { namesOf, schemaOf, unusedName } from "./schema.ts";
import { running } from "./windows/calls.ts";

/** Frames side by side: rows meet by their places. Where some have fewer rows, `outer` gives nulls and `inner` leaves the others out. */
export function concatColumns(frames: readonly Expr[], how: "outer" | "inner"): Expr {
  return frames.reduce((left, right) => beside(left, right, how));
}

function beside(left: Expr, right: Expr, how: "outer" | "inner"): Expr {
  const names = namesOf(left);
  const twice = namesOf(right).find((name) => names.includes(name));
  if (twice !== undefined) throw new ColumnError(`concat: two frames have a column ${JSON.stringify(twice)}; rename one of them`, twice);
  const place = unusedName("place", [...schemaOf(left), ...schemaOf(right)]);
  const key: ColumnExpr = { column: place, type: "int64" };
  const columns: JoinColumn[] = [
    ...schemaOf(left).map(({ name, type }): JoinColumn => ({ name, side: "left", column: name, type })),
    ...schemaOf(right).map(({ name, type }): JoinColumn => ({ name, side: "right", column: name, type })),
  ];
  return join(counted(left, place), counted(right, place), {
    how,
    leftKeys: [key],
    rightKeys: [key],
    columns,
    nullsEqual: false,
    validate: [],
    ordered: true,
    broadcast: false,
  });
}

/** With a column that counts the rows of the frame. */
function counted(frame: Expr, name: string): Expr {
  const own = schemaOf(frame).map((field) => ({ name: field.name, expr: { column: field.name, type: field.type } as ColumnExpr }));
  const one: ColumnExpr = { value: 1n, type: "int64" };
  return project(frame, [...own, { name, expr: running("cumsum", one, { name: "concat" }) }]);
}
