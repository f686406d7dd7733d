import { type ColumnType, columnTypeOf, type TimeUnit, ticksPerSecond } from "../../chunk/column-type.ts";
import { parseDuration } from "../../util/duration-text.ts";
import { DTypeError } from "../../util/errors.ts";
import { parseTimeText, type TimeText, wallTicks } from "../../util/time-text.ts";
import type { ColumnExpr, ColumnLiteral } from "./column-expr.ts";
import { finerUnit, timestampType } from "./meet.ts";

/** A text as a duration, in the unit of a type if it is whole there; nothing if it is none. */
export function durationLiteral(text: string, type: ColumnType): ColumnLiteral | undefined {
  const nanoseconds = parseDuration(text, 1e9);
  if (nanoseconds === undefined) return undefined;
  const { unit = "s" } = columnTypeOf(type);
  const perTick = BigInt(1e9 / ticksPerSecond[unit]);
  return nanoseconds % perTick === 0n ? { value: nanoseconds / perTick, type: `duration[${unit}]` } : { value: nanoseconds, type: "duration[ns]" };
}

/** Text that meets a time is one. */
export function timeLiteral(operation: string, text: string, type: ColumnType): ColumnExpr {
  const { kind, unit, zone } = columnTypeOf(type);
  if (kind === "duration") {
    const duration = durationLiteral(text, type);
    if (duration !== undefined) return duration;
    throw new DTypeError(`${operation}: ${JSON.stringify(text)} is no duration, and meets a ${type}; write it like "1 days 02:30:00" or "90min"`);
  }
  const time = parseTimeText(text);
  if (time === undefined) {
    throw new DTypeError(
      `${operation}: ${JSON.stringify(text)} is no date or time, and meets a ${type}; write it as ISO 8601, like "2024-02-29" or "2024-02-29T12:30"`,
    );
  }
  if (kind === "date" && !time.hasTime) return { value: time.days, type: "date" };
  const settled = finerUnit(unit, unitOf(time));
  const { offsetSeconds } = time;
  const ticks = wallTicks(time, ticksPerSecond[settled]) - BigInt(offsetSeconds ?? 0) * BigInt(ticksPerSecond[settled]);
  if (!isHeld(ticks)) {
    const wayOut = settled === "s" ? "" : `; cast the column first: astype("${timestampType(settled === "ns" ? "us" : "s", zone)}")`;
    throw new RangeError(`${operation}: ${JSON.stringify(text)} is beyond ${timestampType(settled, zone)}, which has ${rangeText(settled)}${wayOut}`);
  }
  if (offsetSeconds !== undefined) return { value: ticks, type: timestampType(settled, zone ?? "UTC") };
  const wall: ColumnLiteral = { value: ticks, type: timestampType(settled) };
  // Without an offset it is what a clock in the column's zone shows.
  if (zone === undefined || zone === "UTC") return { ...wall, type: timestampType(settled, zone) };
  return { call: "dt/tzLocalize", args: [wall], params: { zone }, type: timestampType(settled, zone) };
}

/** The longest unit that has all digits of a time. */
export function unitOf({ fractionDigits }: TimeText): TimeUnit {
  return fractionDigits > 6 ? "ns" : fractionDigits > 3 ? "us" : fractionDigits > 0 ? "ms" : "s";
}

const isHeld = (ticks: bigint) => BigInt.asIntN(64, ticks) === ticks;

function rangeText(unit: TimeUnit): string {
  const years = 2 ** 63 / ticksPerSecond[unit] / (365.2425 * 86_400);
  return `the years ${Math.ceil(1970 - years)} to ${Math.floor(1970 + years)}`;
}

/** Whether a time in an expression is before (-1), among (0) or after (1) all that a column of timestamps holds; 0 also where it is no time. */
export function sideOfTimes({ value, type }: ColumnLiteral, column: ColumnType): -1 | 0 | 1 {
  const { kind, unit, zone } = columnTypeOf(column);
  if (kind !== "timestamp") return 0;
  const seconds = secondsOf(value, type, zone !== undefined);
  if (seconds === undefined) return 0;
  const ticks = seconds * BigInt(ticksPerSecond[unit!]);
  return isHeld(ticks) ? 0 : ticks < 0n ? -1 : 1;
}

/** Seconds since 1970 of a time, rounded to what is nearer to 1970; nothing for what is none, or has a zone where the column has not. */
function secondsOf(value: ColumnLiteral["value"], type: ColumnType, isZoned: boolean): bigint | undefined {
  if (typeof value === "string") {
    const time = parseTimeText(value);
    if (time === undefined || (time.offsetSeconds !== undefined && !isZoned)) return undefined;
    const seconds = wallTicks(time, 1) - BigInt(time.offsetSeconds ?? 0);
    return seconds < 0n && time.nanoseconds % 1e9 !== 0 ? seconds + 1n : seconds;
  }
  const { kind, unit, zone } = columnTypeOf(type);
  if (kind !== "timestamp" || (zone !== undefined) !== isZoned || typeof value !== "bigint") return undefined;
  return value / BigInt(ticksPerSecond[unit!]);
}
