import { type Civil, civilFromDays, daysFromCivil } from "../../util/civil.ts";
import { DTypeError } from "../../util/errors.ts";
import { offsetText } from "../../util/time-text.ts";
import { dayNames, expand, monthNames, short } from "./strptime.ts";

/** A time as its zone's clocks show it. */
export interface WallTime {
  readonly days: number;
  readonly nanoseconds: number;
  /** Seconds ahead of UTC; `undefined` without a zone. */
  readonly offsetSeconds: number | undefined;
  readonly zoneName: string;
}

interface Shown extends WallTime, Civil {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Monday is 0. */
  readonly weekday: number;
  /** 1 … 366 */
  readonly dayOfYear: number;
}

const pad = (value: number, width = 2, fill = "0"): string => (width === 2 && value >= 10 ? `${value}` : `${value}`.padStart(width, fill));
const hour12 = (hour: number) => ((hour + 11) % 12) + 1;
const shortDays = short(dayNames);
const shortMonths = short(monthNames);

const directives: { readonly [letter: string]: (time: Shown) => string } = {
  Y: ({ year }) => pad(year, 4),
  y: ({ year }) => pad(((year % 100) + 100) % 100),
  C: ({ year }) => pad(Math.floor(year / 100)),
  m: ({ month }) => pad(month),
  B: ({ month }) => monthNames[month - 1]!,
  b: ({ month }) => shortMonths[month - 1]!,
  d: ({ day }) => pad(day),
  e: ({ day }) => pad(day, 2, " "),
  j: ({ dayOfYear }) => pad(dayOfYear, 3),
  H: ({ hour }) => pad(hour),
  k: ({ hour }) => pad(hour, 2, " "),
  I: ({ hour }) => pad(hour12(hour)),
  l: ({ hour }) => pad(hour12(hour), 2, " "),
  p: ({ hour }) => (hour < 12 ? "AM" : "PM"),
  M: ({ minute }) => pad(minute),
  S: ({ second }) => pad(second),
  f: ({ nanoseconds }) => pad(Math.floor((nanoseconds % 1e9) / 1000), 6),
  A: ({ weekday }) => dayNames[weekday]!,
  a: ({ weekday }) => shortDays[weekday]!,
  w: ({ weekday }) => `${(weekday + 1) % 7}`,
  u: ({ weekday }) => `${weekday + 1}`,
  U: ({ weekday, dayOfYear }) => pad(Math.floor((dayOfYear + 6 - ((weekday + 1) % 7)) / 7)),
  W: ({ weekday, dayOfYear }) => pad(Math.floor((dayOfYear + 6 - weekday) / 7)),
  G: (time) => pad(isoWeek(time).year, 4),
  V: (time) => pad(isoWeek(time).week),
  z: ({ offsetSeconds }) => (offsetSeconds === undefined ? "" : offsetText(offsetSeconds).replaceAll(":", "")),
  Z: ({ zoneName }) => zoneName,
  "%": () => "%",
  n: () => "\n",
  t: () => "\t",
};
const composed: { readonly [letter: string]: string } = { c: "%a %b %e %H:%M:%S %Y", x: "%m/%d/%y", X: "%H:%M:%S", r: "%I:%M:%S %p" };

/** How to write times by a format of Python's `strftime`; unknown directives are a `DTypeError`. */
export function timeWriter(format: string): (time: WallTime) => string {
  // `%e` is a day with a space here, where reading takes either.
  const all = format.replace(/%([%cxXr])/g, (part, letter: string) => composed[letter] ?? part).replace(/%[FTRDh]/g, expand);
  const parts = [...all.matchAll(/%(.?)|[^%]+/gs)].map(([text, letter]) => {
    if (letter === undefined) return () => text;
    const write = Object.hasOwn(directives, letter) ? directives[letter] : undefined;
    if (write === undefined) throw new DTypeError(`dt.strftime: the format has ${JSON.stringify(text)}; it may have %${Object.keys(directives).join(" %")}`);
    return write;
  });
  return (time) => {
    const shown = show(time);
    let out = "";
    for (const part of parts) out += part(shown);
    return out;
  };
}

/** Written out: spreading objects took ten times as long as all the rest. */
function show({ days, nanoseconds, offsetSeconds, zoneName }: WallTime): Shown {
  const { year, month, day } = civilFromDays(days);
  const seconds = Math.floor(nanoseconds / 1e9);
  return {
    days,
    nanoseconds,
    offsetSeconds,
    zoneName,
    year,
    month,
    day,
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    weekday: (((days + 3) % 7) + 7) % 7,
    dayOfYear: days - daysFromCivil(year, 1, 1) + 1,
  };
}

/** A week belongs to the year of its Thursday. */
function isoWeek({ days, weekday }: Shown): { readonly year: number; readonly week: number } {
  const thursday = days - weekday + 3;
  const { year } = civilFromDays(thursday);
  return { year, week: Math.floor((thursday - daysFromCivil(year, 1, 1)) / 7) + 1 };
}
