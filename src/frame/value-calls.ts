import { columnTypeOf } from "../chunk/column-type.ts";
import { exprKey } from "../engine/collection.ts";
import type { Expr } from "../expr/expr.ts";
import { typedCall } from "../ops/frame/call.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import { literal } from "../ops/frame/literal.ts";
import { isNumeric, isText } from "../ops/frame/meet.ts";
import { project } from "../ops/frame/project.ts";
import { type NamedExpr, type ProjectParams, projectOp } from "../ops/frame/project-op.ts";
import { fieldOf, schemaOf } from "../ops/frame/schema.ts";
import { isPlainRecord } from "../util/plain.ts";
import { columnCalls } from "./column-calls.ts";
import { columnsOf } from "./column-ref.ts";
import { DFrame } from "./dframe.ts";
import { listedValues } from "./listed-values.ts";
import { ownColumns } from "./named-exprs.ts";
import { conditionExpr, operandExpr } from "./operand.ts";

interface Frame {
  readonly [exprKey]: Expr;
}
type Change = (column: ColumnExpr, name: string) => ColumnExpr;

/** Every column changed by itself. */
export function eachColumn(frame: Expr, change: Change): Expr {
  return project(
    frame,
    ownColumns(frame).map(({ name, expr }) => ({ name, expr: change(expr, name) })),
  );
}

/** Whether a value is of the kind a column has: a number for numbers, a text for texts. */
export function canHold({ type }: ColumnExpr, value: unknown): boolean {
  if (value === null) return true;
  if (isText(type)) return typeof value === "string";
  if (type === "bool") return typeof value === "boolean";
  const { kind } = columnTypeOf(type);
  if (kind === "date" || kind === "timestamp") return value instanceof Date;
  return typeof value === "number" || typeof value === "bigint";
}

const isNumber = ({ type }: ColumnExpr) => isNumeric(type) && type !== "bool";

/** A method of columns on an expression. */
const call = (name: string, column: ColumnExpr, args: readonly unknown[], frame: Expr) => columnCalls[name]!(column, args, frame, name);

/** What is said by column; names that do not exist are errors. */
function byColumn(frame: Expr, record: { readonly [name: string]: unknown }, operation: string): ReadonlyMap<string, unknown> {
  for (const name of Object.keys(record)) fieldOf(schemaOf(frame), name, operation);
  return new Map(Object.entries(record));
}

function replaced(frame: Expr, from: unknown, to: unknown): Expr {
  if (isPlainRecord(from)) {
    const own = byColumn(frame, from, "replace");
    return eachColumn(frame, (column, name) => (own.has(name) ? call("replace", column, [own.get(name)], frame) : column));
  }
  const keys = from instanceof Map ? [...from.keys()] : Array.isArray(from) ? from : [from];
  if (Array.isArray(to) && to.length !== keys.length) throw new TypeError(`replace: ${keys.length} values, and ${to.length} to replace them`);
  const values = from instanceof Map ? [...from.values()] : Array.isArray(to) ? to : keys.map(() => to);
  return eachColumn(frame, (column) => {
    const pairs = keys.map((key, i) => [key, values[i]] as const).filter(([key, value]) => canHold(column, key) && canHold(column, value ?? null));
    return pairs.length === 0 ? column : call("replace", column, [new Map(pairs)], frame);
  });
}

function memberships(frame: Expr, values: unknown): Expr {
  const own = isPlainRecord(values) ? byColumn(frame, values, "isin") : undefined;
  const ofAll = own === undefined ? listedValues(values, "isin") : [];
  return eachColumn(frame, (column, name) => {
    const listed = own?.has(name) === true ? listedValues(own.get(name), "isin") : ofAll;
    const held = listed.filter((value) => canHold(column, value));
    return held.length > 0 ? call("isin", column, [held], frame) : noneOf(column);
  });
}

/** False, and null where there is no value. */
const noneOf = (column: ColumnExpr): ColumnExpr => typedCall("when", [typedCall("notna", [column]), literal(false)]);

/** The condition of each column: one for all, or those of a frame that was made of this one. */
function conditionsOf(frame: Expr, condition: unknown, operation: string): (name: string) => ColumnExpr {
  if (condition instanceof DFrame) {
    const made = (condition as unknown as Frame)[exprKey];
    const isOwn = made.op === (projectOp as unknown) && made.inputs[0]!.token === frame.token;
    if (!isOwn) throw new TypeError(`${operation}: the condition is a frame that is not made of this one's columns, like df.notna(); merge the frames first`);
    const { columns } = made.params as ProjectParams;
    return (name) => columns.find((column: NamedExpr) => column.name === name)?.expr ?? literal(false);
  }
  const value = typeof condition === "function" ? condition(columnsOf(schemaOf(frame), operation)) : condition;
  const one = conditionExpr(value, frame, operation);
  return () => one;
}

function choice(operation: "where" | "mask") {
  return function (this: Frame, condition: unknown, other: unknown = null): unknown {
    const frame = this[exprKey];
    const conditionOf = conditionsOf(frame, condition, operation);
    return new DFrame(eachColumn(frame, (column, name) => typedCall(operation, [column, conditionOf(name), operandExpr(other, frame, operation)])));
  };
}

/** The methods of frames in `value-methods.ts`, on expressions. */
// biome-ignore lint/suspicious/noExplicitAny: `value-methods.ts` says what users may pass; each checks its own
export const valueMethods: { readonly [name: string]: (this: Frame, ...args: any[]) => unknown } = {
  round(decimals: number | { readonly [name: string]: number } = 0) {
    const frame = this[exprKey];
    const own = typeof decimals === "number" ? undefined : byColumn(frame, decimals, "round");
    return new DFrame(
      eachColumn(frame, (column, name) => {
        const wanted = own === undefined ? decimals : own.get(name);
        return wanted === undefined || (own === undefined && !isNumber(column)) ? column : call("round", column, [wanted], frame);
      }),
    );
  },
  clip(lower = null, upper = null) {
    const frame = this[exprKey];
    const fits = (column: ColumnExpr) => !isText(column.type) && column.type !== "bool" && canHold(column, lower) && canHold(column, upper);
    return new DFrame(eachColumn(frame, (column) => (fits(column) ? call("clip", column, [lower, upper], frame) : column)));
  },
  replace(from, to) {
    return new DFrame(replaced(this[exprKey], from, to));
  },
  isin(values) {
    return new DFrame(memberships(this[exprKey], values));
  },
  where: choice("where"),
  mask: choice("mask"),
};
