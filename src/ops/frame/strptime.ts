import { daysFromCivil, daysInMonth } from "../../util/civil.ts";
import { DTypeError } from "../../util/errors.ts";
import { offsetOf, type TimeText } from "../../util/time-text.ts";

export const monthNames = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
export const dayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
export const short = (names: readonly string[]): string[] => names.map((name) => name.slice(0, 3));

/** The fields of a time, as the directives of a format fill them in. */
interface Fields {
  year: number;
  month: number;
  day: number;
  dayOfYear: number | undefined;
  hour: number;
  isAfternoon: boolean | undefined;
  minute: number;
  second: number;
  nanoseconds: number;
  fractionDigits: number;
  offset: number | undefined;
  hasTime: boolean;
}

interface Directive {
  readonly pattern: string;
  set(fields: Fields, text: string): void;
}

const number = (pattern: string, field: "year" | "month" | "day" | "dayOfYear"): Directive => ({
  pattern,
  set: (fields, text) => void (fields[field] = Number(text)),
});
const clock = (pattern: string, field: "hour" | "minute" | "second"): Directive => ({
  pattern,
  set(fields, text) {
    fields[field] = Number(text);
    fields.hasTime = true;
  },
});
const named = (names: readonly string[], set: (fields: Fields, index: number) => void): Directive => ({
  pattern: names.join("|"),
  set: (fields, text) =>
    set(
      fields,
      names.findIndex((name) => name.toLowerCase() === text.toLowerCase()),
    ),
});
const setMonth = (fields: Fields, index: number) => void (fields.month = index + 1);
const ignore = () => {};

/** Python's directives: one digit may stand for two. */
const directives: { readonly [letter: string]: Directive } = {
  Y: number("\\d{4}", "year"),
  y: { pattern: "\\d\\d", set: (fields, text) => void (fields.year = Number(text) + (Number(text) < 69 ? 2000 : 1900)) },
  m: number("1[0-2]|0?[1-9]", "month"),
  B: named(monthNames, setMonth),
  b: named(short(monthNames), setMonth),
  d: number("3[01]|[12]\\d|0?[1-9]| [1-9]", "day"),
  j: number("36[0-6]|3[0-5]\\d|[12]\\d\\d|0?[1-9]\\d|0?0?[1-9]", "dayOfYear"),
  H: clock("2[0-3]|[01]?\\d", "hour"),
  I: clock("1[0-2]|0?[1-9]", "hour"),
  M: clock("[0-5]?\\d", "minute"),
  S: clock("[0-5]?\\d", "second"),
  f: {
    pattern: "\\d{1,9}",
    set(fields, text) {
      fields.nanoseconds = Number(text.padEnd(9, "0"));
      fields.fractionDigits = text.length;
    },
  },
  p: { pattern: "AM|PM", set: (fields, text) => void (fields.isAfternoon = text.toUpperCase() === "PM") },
  z: { pattern: "Z|[+-]\\d\\d:?\\d\\d", set: (fields, text) => void (fields.offset = offsetOf(text)) },
  Z: { pattern: "UTC|GMT|", set: (fields, text) => void (fields.offset = text === "" ? fields.offset : 0) },
  A: named(dayNames, ignore),
  a: named(short(dayNames), ignore),
};

const composed: { readonly [letter: string]: string } = { F: "%Y-%m-%d", T: "%H:%M:%S", R: "%H:%M", D: "%m/%d/%y", h: "%b", e: "%d" };

/** Formats made of others written out. */
export function expand(format: string): string {
  return format.replace(/%([FTRDhe%])/g, (all, letter: string) => (letter === "%" ? all : composed[letter]!));
}

/** How to read texts of a format; what does not fit gives nothing. */
export function timeParser(format: string): (text: string) => TimeText | undefined {
  const order: Directive[] = [];
  const source = expand(format).replace(/%(.)|\s+|[\\^$.*+?()[\]{}|/]/g, (part, letter: string | undefined) => {
    if (letter === "%") return "%";
    if (letter !== undefined) {
      const directive = Object.hasOwn(directives, letter) ? directives[letter] : undefined;
      if (directive === undefined)
        throw new DTypeError(
          `toDatetime: the format has ${JSON.stringify(part)}; it may have %${Object.keys({ ...directives, ...composed }).join(" %")} and %%`,
        );
      order.push(directive);
      return `(${directive.pattern})`;
    }
    return /^\s/.test(part) ? "\\s+" : `\\${part}`;
  });
  const pattern = new RegExp(`^\\s*${source}\\s*$`, "i");
  return (text) => {
    const match = pattern.exec(text);
    if (match === null) return undefined;
    const fields: Fields = {
      year: 1900,
      month: 1,
      day: 1,
      dayOfYear: undefined,
      hour: 0,
      isAfternoon: undefined,
      minute: 0,
      second: 0,
      nanoseconds: 0,
      fractionDigits: 0,
      offset: undefined,
      hasTime: false,
    };
    for (const [i, directive] of order.entries()) directive.set(fields, match[i + 1]!);
    return timeOf(fields);
  };
}

/** Throws `DTypeError` unless a format is one. */
export function checkFormat(format: string): void {
  timeParser(format);
}

function timeOf({
  year,
  month,
  day,
  dayOfYear,
  hour,
  isAfternoon,
  minute,
  second,
  nanoseconds,
  fractionDigits,
  offset,
  hasTime,
}: Fields): TimeText | undefined {
  if (day > daysInMonth(year, month)) return undefined;
  const hours = isAfternoon === undefined ? hour : (hour % 12) + (isAfternoon ? 12 : 0);
  return {
    days: dayOfYear === undefined ? daysFromCivil(year, month, day) : daysFromCivil(year, 1, 1) + dayOfYear - 1,
    nanoseconds: ((hours * 60 + minute) * 60 + second) * 1e9 + nanoseconds,
    offsetSeconds: offset,
    hasTime,
    fractionDigits,
  };
}
