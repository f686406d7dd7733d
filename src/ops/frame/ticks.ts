import { type ColumnType, columnTypeOf, ticksPerSecond } from "../../chunk/column-type.ts";
import type { ColumnExpr } from "./column-expr.ts";
import { isLiteral, literal, settle } from "./literal.ts";

const nanosecondsPerDay = 86_400_000_000_000n;

function nanosecondsPerTick(type: ColumnType): bigint {
  const { kind, unit } = columnTypeOf(type);
  return kind === "date" ? nanosecondsPerDay : BigInt(1e9 / ticksPerSecond[unit!]);
}

/** A `Date`, or a time in text, as it stands in a column of times; nothing if the column's unit is too coarse for it. @throws DTypeError */
export function ticksIn(operation: string, column: ColumnExpr, value: Date | string): bigint | number | undefined {
  const [, time] = settle(operation, [column, literal(value)]);
  if (time === undefined || !isLiteral(time) || time.value === null) return undefined;
  const { kind } = columnTypeOf(column.type);
  if ((kind === "duration") !== (columnTypeOf(time.type).kind === "duration")) return undefined;
  const nanoseconds = BigInt(time.value as bigint | number) * nanosecondsPerTick(time.type);
  const perTick = nanosecondsPerTick(column.type);
  if (nanoseconds % perTick !== 0n) return undefined;
  return kind === "date" ? Number(nanoseconds / perTick) : nanoseconds / perTick;
}
