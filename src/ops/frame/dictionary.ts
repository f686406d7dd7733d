import { type ColumnType, columnTypeOf, ticksPerSecond } from "../../chunk/column-type.ts";
import type { Literal } from "../../graph/program.ts";
import { DTypeError } from "../../util/errors.ts";
import { isLiteral, literal, settle } from "./literal.ts";
import { isNumeric, isText, isTime } from "./meet.ts";

/** What `map` and `replace` are told, as parameters. */
export type Dictionary = { readonly keys: readonly Literal[]; readonly values: readonly Literal[] };
type Pairs = readonly (readonly [key: unknown, value: unknown])[];

/** A dictionary of values that become others of the same type. Times are ticks of it. */
export function replacements(type: ColumnType, pairs: Pairs): Dictionary {
  return {
    keys: pairs.map(([key]) => keyOf("replace", type, key)),
    values: pairs.map(([, value]) => valueOf("replace", type, value)),
  };
}

/** A dictionary of values that become others of any type. */
export function mappings(type: ColumnType, pairs: Pairs): Dictionary & { readonly type?: string } {
  const keys = pairs.map(([key]) => keyOf("map", type, key));
  const values = pairs.map(([, value]) => plain("map", value));
  return values.some((value) => value instanceof Date)
    ? { keys, values: values.map((value) => valueOf("map", "timestamp[ms]", value)), type: "timestamp[ms]" }
    : { keys, values: values as Literal[] };
}

/** A value, or a `Date`. */
function plain(operation: string, value: unknown): Literal | Date {
  if (value === null || value instanceof Date || ["string", "number", "bigint", "boolean"].includes(typeof value)) return value as Literal | Date;
  throw new TypeError(
    `${operation}: the dictionary has ${typeof value === "object" ? "an object" : `a ${typeof value}`} in it, which is no value; where and when take columns`,
  );
}

/** A key as the kernel looks it up. What the column cannot hold is never found; texts may name values of any type. */
function keyOf(operation: string, type: ColumnType, key: unknown): Literal {
  const value = plain(operation, key);
  if (value === null || typeof value === "string") return value;
  if (value instanceof Date) return isTime(type) ? ticksOf(operation, type, value) : refused(operation, type, key);
  return isText(type) ? refused(operation, type, key) : value;
}

function valueOf(operation: string, type: ColumnType, given: unknown): Literal {
  const value = plain(operation, given);
  if (value === null) return value;
  if (value instanceof Date || (isTime(type) && typeof value === "string"))
    return isTime(type) ? ticksOf(operation, type, value) : refused(operation, type, given);
  if (isText(type)) return typeof value === "string" ? value : refused(operation, type, given);
  if (type === "bool") return typeof value === "boolean" ? value : refused(operation, type, given);
  if (isNumeric(type)) return typeof value === "string" ? refused(operation, type, given) : value;
  const { kind } = columnTypeOf(type);
  // Lists are refused by the function itself.
  return kind === "list" || (kind === "duration" && typeof value !== "boolean") ? value : refused(operation, type, given);
}

/** A moment or a text as ticks of a type (of dates, days). */
function ticksOf(operation: string, type: ColumnType, time: Date | string): Literal {
  const [, settled] = settle(operation, [{ column: "", type }, literal(time)]);
  const { kind, unit } = columnTypeOf(type);
  if (settled === undefined || !isLiteral(settled) || (columnTypeOf(settled.type).kind === "duration") !== (kind === "duration"))
    throw new DTypeError(`${operation}: ${JSON.stringify(time)} is no ${type}; give a Date, or a text with its offset`);
  if (settled.type === "date") return kind === "date" ? settled.value : BigInt(settled.value as number) * 86_400n * BigInt(ticksPerSecond[unit!]);
  const perSecond = BigInt(ticksPerSecond[columnTypeOf(settled.type).unit!]);
  const ticks =
    kind === "date" ? scaled(settled.value as bigint, 1n, 86_400n * perSecond) : scaled(settled.value as bigint, BigInt(ticksPerSecond[unit!]), perSecond);
  if (ticks !== undefined) return kind === "date" ? Number(ticks) : ticks;
  throw new DTypeError(`${operation}: ${JSON.stringify(time)} is between two values of ${type}; cast the column to a finer type first`);
}

/** `value * up / down`, if that is whole. */
function scaled(value: bigint, up: bigint, down: bigint): bigint | undefined {
  return (value * up) % down === 0n ? (value * up) / down : undefined;
}

function refused(operation: string, type: ColumnType, value: unknown): never {
  throw new DTypeError(
    `${operation}: ${typeof value === "bigint" ? value : JSON.stringify(value)} is no ${type}; cast the column first with astype, or map it`,
  );
}
