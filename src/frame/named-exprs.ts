import type { Expr } from "../expr/expr.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import type { NamedExpr } from "../ops/frame/project.ts";
import { schemaOf } from "../ops/frame/schema.ts";
import { isPlainRecord } from "../util/plain.ts";
import { columnsOf } from "./column-ref.ts";
import { operandExpr } from "./operand.ts";

/** A record of columns, or a callback that gives one, as named expressions on a frame. Callbacks of a record, if they are called in turn, see what those before them made. */
export function namedExprs(columns: unknown, frame: Expr, operation: string, isInTurn = false): NamedExpr[] {
  const refs = columnsOf(schemaOf(frame), operation);
  const record = typeof columns === "function" ? columns(refs) : columns;
  if (!isPlainRecord(record)) throw new TypeError(`${operation}: give columns by name, like { speed: (c) => c.Distance.div(c.AirTime) }`);
  const made = new Map<string, ColumnExpr>();
  return Object.keys(record).map((name) => {
    const value = record[name];
    const column = typeof value === "function" ? value(isInTurn && made.size > 0 ? withMade(frame, made, operation) : refs) : value;
    if (column !== undefined) {
      const expr = operandExpr(column, frame, operation);
      made.set(name, expr);
      return { name, expr };
    }
    const why = typeof value === "function" ? "its callback returns nothing" : "it is undefined";
    throw new TypeError(`${operation}: ${JSON.stringify(name)} is no column: ${why}; null stands for a missing value`);
  });
}

function withMade(frame: Expr, made: ReadonlyMap<string, ColumnExpr>, operation: string): unknown {
  const own = schemaOf(frame).filter(({ name }) => !made.has(name));
  return columnsOf([...own, ...[...made].map(([name, { type }]) => ({ name, type }))], operation, undefined, made);
}

/** The columns of a frame as they are. */
export function ownColumns(frame: Expr): NamedExpr[] {
  return schemaOf(frame).map(({ name, type }) => ({ name, expr: { column: name, type } }));
}

/** Names given one by one or in lists. */
export function namesIn(names: unknown, operation: string): string[] {
  const list = (Array.isArray(names) ? names : [names]).flat(2);
  for (const name of list) if (typeof name !== "string") throw new TypeError(`${operation}: ${String(name)} is no name of a column`);
  return list as string[];
}
