import { civilFromDays, daysFromCivil, daysInMonth } from "./civil.ts";

/** The smallest part of a time that a text names, of a fraction the unit that has all its digits. */
export type TimeResolution = "month" | "day" | "hour" | "minute" | "second" | "millisecond" | "microsecond" | "nanosecond";

/** A time as a text says it. */
export interface TimeText {
  /** Days since 1970 as the calendar on the wall has them. */
  readonly days: number;
  /** Nanoseconds since midnight. */
  readonly nanoseconds: number;
  /** Seconds that the clock on the wall is ahead of UTC; `undefined` if the text does not say. */
  readonly offsetSeconds: number | undefined;
  readonly hasTime: boolean;
  /** Digits after the second. */
  readonly fractionDigits: number;
}

export interface IsoTime extends TimeText {
  readonly resolution: TimeResolution;
}

const iso = /^([+-]\d{4,6}|\d{4})-?(\d\d)(?:-?(\d\d))?(?:[T ](\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9})\d*)?)?)?)?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/i;

/** Reads ISO 8601: `2024-02-29`, `20240229`, `2024-02`, `2024-02-29T12:30:00.5+01:00`, with a space for the T. Nothing if the text is none, or names a day or hour that is not. */
export function parseTimeText(text: string): IsoTime | undefined {
  const match = iso.exec(text.trim());
  if (match === null) return undefined;
  const [, years, months, daysText, hours, minutes, seconds, fraction = "", zone] = match;
  const [year, month, day] = [Number(years), Number(months), Number(daysText ?? 1)];
  const [hour, minute, second] = [Number(hours ?? 0), Number(minutes ?? 0), Number(seconds ?? 0)];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month) || hour > 23 || minute > 59 || second > 59) return undefined;
  if (hours === undefined && zone !== undefined) return undefined;
  return {
    days: daysFromCivil(year, month, day),
    nanoseconds: ((hour * 60 + minute) * 60 + second) * 1e9 + Number(fraction.padEnd(9, "0")),
    offsetSeconds: zone === undefined ? undefined : offsetOf(zone),
    hasTime: hours !== undefined,
    fractionDigits: fraction.length,
    resolution: resolutionOf([daysText, hours, minutes, seconds].filter(Boolean).length, fraction.length),
  };
}

function resolutionOf(partsAfterMonth: number, fractionDigits: number): TimeResolution {
  if (partsAfterMonth < 4) return (["month", "day", "hour", "minute"] as const)[partsAfterMonth]!;
  return (["second", "millisecond", "microsecond", "nanosecond"] as const)[Math.ceil(fractionDigits / 3)]!;
}

/** `Z`, `+01`, `-0330`, `+05:45` in seconds. */
export function offsetOf(zone: string): number {
  const match = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (match === null) return 0;
  const seconds = Number(match[2]) * 3600 + Number(match[3] ?? 0) * 60;
  return match[1] === "-" ? -seconds : seconds;
}

/** Ticks since 1970 of what the wall clock shows. */
export function wallTicks({ days, nanoseconds }: Pick<TimeText, "days" | "nanoseconds">, ticksPerSecond: number): bigint {
  return BigInt(days) * BigInt(86400 * ticksPerSecond) + BigInt(Math.floor(nanoseconds / (1e9 / ticksPerSecond)));
}

/** `2024-02-29`; years before 0 and beyond 9999 with their sign, as ISO 8601 has them. */
export function dateText(days: number): string {
  const { year, month, day } = civilFromDays(days);
  const yearText = year >= 0 && year <= 9999 ? `${year}`.padStart(4, "0") : `${year < 0 ? "-" : "+"}${`${Math.abs(year)}`.padStart(6, "0")}`;
  return `${yearText}-${two(month)}-${two(day)}`;
}

/** `12:30:00`, with 3, 6 or 9 digits of a fraction if there is one. */
export function clockText(nanoseconds: number): string {
  const seconds = Math.floor(nanoseconds / 1e9);
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  const fraction = nanoseconds % 1e9;
  if (fraction === 0) return clock;
  const digits = `${fraction}`.padStart(9, "0");
  return `${clock}.${fraction % 1000 === 0 ? digits.slice(0, 6) : digits}`;
}

/** `+01:00` */
export function offsetText(seconds: number): string {
  const magnitude = Math.abs(seconds);
  const rest = magnitude % 60 === 0 ? "" : `:${two(magnitude % 60)}`;
  return `${seconds < 0 ? "-" : "+"}${two(Math.floor(magnitude / 3600))}:${two(Math.floor(magnitude / 60) % 60)}${rest}`;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : `${value}`;
}
