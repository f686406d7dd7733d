import { type TimeUnit, ticksPerSecond } from "./column-type.ts";

const dayMs = 86_400_000;
const digitsOf: { readonly [U in TimeUnit]: number } = { s: 0, ms: 3, us: 6, ns: 9 };

/** Days since 1970 as `2008-01-31`; outside years 0 to 9999 as ISO 8601 has it: `+012345-01-31`. */
export function formatDate(days: number): string {
  const date = new Date(days * dayMs);
  // Dates of JavaScript end 100 million days from 1970.
  return Number.isNaN(date.getTime()) ? `day ${days}` : date.toISOString().split("T")[0]!;
}

/** Ticks since 1970 as `2008-01-31T12:00:00.5`, all digits that are not 0; the `Z` of UTC is the caller's. */
export function formatTimestamp(ticks: bigint, unit: TimeUnit): string {
  const perSecond = BigInt(ticksPerSecond[unit]);
  const seconds = (ticks - (((ticks % perSecond) + perSecond) % perSecond)) / perSecond;
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return `${ticks} ${unit}`;
  const fraction = String(ticks - seconds * perSecond)
    .padStart(digitsOf[unit], "0")
    .replace(/0+$/, "");
  return date.toISOString().slice(0, -5) + (unit === "s" || fraction === "" ? "" : `.${fraction}`);
}

/** Days since 1970 of `2008-01-31`; `undefined` for anything else. */
export function parseDate(text: string): number | undefined {
  if (!/^([+-]\d{6}|\d{4})-\d\d-\d\d$/.test(text)) return undefined;
  const days = Date.parse(text) / dayMs;
  // JavaScript takes February 30 for March 1.
  return formatDate(days) === text ? days : undefined;
}

/** Where an ISO 8601 time lies. Without an offset it is a time of day wherever one is. */
export interface ParsedTime {
  readonly ticks: bigint;
  readonly hasOffset: boolean;
}

/** Ticks since 1970 of an ISO 8601 date and time (`T` or a space between them); `undefined` for anything else, and for more digits than the unit has. */
export function parseTimestamp(text: string, unit: TimeUnit): ParsedTime | undefined {
  const match = /^((?:[+-]\d{6}|\d{4})-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,9})0*)?)?\s*(Z|[+-]\d\d:?\d\d)?)?$/.exec(text);
  if (match === null) return undefined;
  const [, day, minutes = "00:00", seconds = "00", fraction = "", offset = "Z"] = match;
  const ms = Date.parse(`${day}T${minutes}:${seconds}${/^[+-]\d{4}$/.test(offset) ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset}`);
  const digits = fraction.replace(/0+$/, "");
  if (Number.isNaN(ms) || parseDate(day!) === undefined || digits.length > digitsOf[unit]) return undefined;
  const ticks = BigInt(ms / 1000) * BigInt(ticksPerSecond[unit]) + BigInt(digits.padEnd(digitsOf[unit], "0") || "0");
  return { ticks, hasOffset: match[5] !== undefined };
}
