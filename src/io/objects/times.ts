import { type TimeUnit, ticksPerSecond } from "../../chunk/column-type.ts";
import { clockText, dateText, parseTimeText, wallTicks } from "../../util/time-text.ts";

/** Ticks since 1970 as `2008-01-31T12:00:00.500000`; the `Z` of UTC is the caller's. */
export function timestampText(ticks: bigint, unit: TimeUnit): string {
  const perSecond = BigInt(ticksPerSecond[unit]);
  const perDay = 86_400n * perSecond;
  const rest = ((ticks % perDay) + perDay) % perDay;
  return `${dateText(Number((ticks - rest) / perDay))}T${clockText(Number((rest * 1_000_000_000n) / perSecond))}`;
}

/** Days since 1970 of `2008-01-31`; `undefined` for anything else. */
export function parseDate(text: string): number | undefined {
  const time = parseTimeText(text);
  return time === undefined || time.hasTime ? undefined : time.days;
}

/** Where an ISO 8601 time lies. Without an offset it is what a clock shows, wherever that is. */
export interface ParsedTime {
  readonly ticks: bigint;
  readonly hasOffset: boolean;
}

/** Ticks since 1970 of an ISO 8601 date and time; `undefined` for anything else, and for what falls between two ticks. */
export function parseTimestamp(text: string, unit: TimeUnit): ParsedTime | undefined {
  const time = parseTimeText(text);
  const perSecond = ticksPerSecond[unit];
  if (time === undefined || time.nanoseconds % (1e9 / perSecond) !== 0) return undefined;
  const hasOffset = time.offsetSeconds !== undefined;
  return { ticks: wallTicks(time, perSecond) - BigInt(time.offsetSeconds ?? 0) * BigInt(perSecond), hasOffset };
}
