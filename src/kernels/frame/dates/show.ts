import type { Column } from "../../../chunk/column.ts";
import { columnTypeOf } from "../../../chunk/column-type.ts";
import { columnOf } from "../../../chunk/column-values.ts";
import { textWriter } from "../../../chunk/text.ts";
import { timeWriter, type WallTime } from "../../../ops/frame/strftime.ts";
import { dayNames, monthNames } from "../../../ops/frame/strptime.ts";
import { localeTag } from "../../../util/locale-tag.ts";
import { hasBit } from "../bitmap.ts";
import type { ColumnKernel } from "../column-kernel.ts";
import { elementwise } from "../elementwise.ts";
import { takeColumn } from "../rows/take.ts";
import { finderOf, secondsOf } from "../zones.ts";
import { partOf, perSecondOf } from "./part.ts";

/** How to read the rows of a column of dates or timestamps as its clocks show them. */
function wallReader(x: Column): (row: number) => WallTime {
  if (x.type === "date") return (row) => ({ days: x.values[row] as number, nanoseconds: 0, offsetSeconds: undefined, zoneName: "" });
  const perSecond = perSecondOf(x);
  const { zone } = columnTypeOf(x.type);
  const find = zone === undefined ? undefined : finderOf(zone);
  const name = zone === undefined ? () => "" : zoneNamer(zone);
  const ticks = x.values as BigInt64Array;
  return (row) => {
    const moment = secondsOf(ticks[row]!, perSecond);
    const offsetSeconds = find?.(moment);
    const seconds = moment + (offsetSeconds ?? 0);
    const days = Math.floor(seconds / 86400);
    const fraction = perSecond === 1 ? 0 : Number(ticks[row]! - BigInt(moment) * BigInt(perSecond)) * (1e9 / perSecond);
    return { days, nanoseconds: (seconds - days * 86400) * 1e9 + fraction, offsetSeconds, zoneName: name(moment) };
  };
}

/** The short name of a zone at a moment, in English. */
function zoneNamer(zone: string): (seconds: number) => string {
  if (zone === "UTC") return () => "UTC";
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "short" });
  return (seconds) => format.formatToParts(seconds * 1000).find(({ type }) => type === "timeZoneName")?.value ?? zone;
}

/** Names by number: a part of each time, less the number of the first. */
function named(part: string, first: number, english: readonly string[], inLocale: (locale: string) => string[]): ColumnKernel {
  return ({ backend, args, params, length }) => {
    const [x] = args as [Column];
    const { locale } = params;
    const names = columnOf("utf8", typeof locale === "string" ? inLocale(locale) : english);
    const numbers = partOf(backend, x, part);
    const codes = elementwise(backend, { kernel: "subtract", dtype: "int32", result: "int32", inputs: [numbers, Int32Array.of(first)] }, length) as Int32Array;
    return takeColumn(backend, names, codes, { present: true });
  };
}

/** 1970 began on a Thursday: the fifth of January was a Monday. */
const inLocale = (count: number, options: Intl.DateTimeFormatOptions, date: (i: number) => number) => (locale: string) => {
  const format = new Intl.DateTimeFormat(localeTag(locale), { ...options, timeZone: "UTC" });
  return Array.from({ length: count }, (_, i) => format.format(date(i)));
};

export const showing = {
  "dt/strftime"({ args, params, length, valid }) {
    const [x] = args as [Column];
    const write = timeWriter(String(params["format"]));
    const read = wallReader(x);
    const writer = textWriter(length, 24);
    for (let row = 0; row < length; row++) writer.add(valid === undefined || hasBit(valid, row) ? write(read(row)) : "");
    return writer.column();
  },
  "dt/dayName": named(
    "dayofweek",
    0,
    dayNames,
    inLocale(7, { weekday: "long" }, (i) => Date.UTC(1970, 0, 5 + i)),
  ),
  "dt/monthName": named(
    "month",
    1,
    monthNames,
    inLocale(12, { month: "long" }, (i) => Date.UTC(1970, i, 1)),
  ),
} satisfies { readonly [name: string]: ColumnKernel };
