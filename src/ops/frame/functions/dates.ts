import { type ColumnKind, type ColumnType, columnTypeOf, ticksPerSecond } from "../../../chunk/column-type.ts";
import type { StepParams } from "../../../graph/program.ts";
import { DTypeError } from "../../../util/errors.ts";
import { localeTag } from "../../../util/locale-tag.ts";
import type { ColumnFunction } from "../column-expr.ts";
import { parseFrequency } from "../frequency.ts";
import { timestampType } from "../meet.ts";
import { timeWriter } from "../strftime.ts";
import { checkParams, type ParamRule } from "./params.ts";
import { refuse } from "./refuse.ts";

type Result = ColumnType | ((type: ColumnType, params: StepParams) => ColumnType);

/** A function of one time, as pandas' `Series.dt` has it. A timestamp with a zone shows what clocks there do. */
function time(name: string, kinds: readonly ColumnKind[], result: Result, rules: { readonly [param: string]: ParamRule } = {}): ColumnFunction {
  return {
    strict: true,
    infer([type], params) {
      if (!kinds.includes(columnTypeOf(type!).kind))
        throw refuse(`dt.${name}`, [type!], `it takes ${kinds.join(" or ")}${type === "utf8" ? ": parse the text with toDatetime" : ""}`);
      checkParams(`dt.${name}`, params, rules);
      return typeof result === "function" ? result(type!, params) : result;
    },
  };
}

const days = (name: string, result: ColumnType = "int32") => time(name, ["date", "timestamp"], result);
const clock = (name: string) => time(name, ["timestamp"], "int32");
const lasting = (name: string, result: ColumnType = "int32") => time(name, ["duration"], result);

/** Names in the language of a locale; English unless said. */
function named(name: string): ColumnFunction {
  const type = (_: ColumnType, { locale }: StepParams): ColumnType => {
    if (typeof locale === "string") requireLocale(locale, `dt.${name}`);
    return "utf8";
  };
  return time(name, ["date", "timestamp"], type, { locale: "string?" });
}

function requireLocale(locale: string, operation: string): void {
  try {
    Intl.getCanonicalLocales(localeTag(locale));
  } catch {
    throw new DTypeError(`${operation}: ${JSON.stringify(locale)} is no locale; one is like "de" or "pt-BR"`);
  }
}

/** Rounding to a frequency keeps the type, if its ticks are fine enough. */
function rounding(name: string): ColumnFunction {
  return time(
    name,
    ["date", "timestamp", "duration"],
    (type, { frequency }) => {
      const { kind, unit } = columnTypeOf(type);
      const parsed = parseFrequency(frequency, `dt.${name}`);
      if (parsed.kind === "months" && kind === "duration")
        throw new DTypeError(`dt.${name}: ${JSON.stringify(frequency)} has no fixed length, a ${type} has no calendar`);
      const perTick = kind === "date" ? 86_400_000_000_000n : BigInt(1e9 / ticksPerSecond[unit!]);
      if (parsed.kind === "clock" && parsed.nanoseconds % perTick !== 0n) {
        throw new DTypeError(`dt.${name}: ${JSON.stringify(frequency)} is no whole number of ticks of ${type}; cast to a finer unit first`);
      }
      return type;
    },
    { frequency: "string" },
  );
}

const ambiguous = ["raise", "null", "NaT", "earliest", "latest"];
const nonexistent = ["raise", "null", "NaT", "shiftForward", "shift_forward", "shiftBackward", "shift_backward"];

function zoned(name: string, type: ColumnType, zone: unknown): ColumnType {
  const { unit } = columnTypeOf(type);
  return timestampTypeIn(name, unit!, zone);
}

function timestampTypeIn(name: string, unit: NonNullable<ReturnType<typeof columnTypeOf>["unit"]>, zone: unknown): ColumnType {
  if (zone === undefined || zone === null) return timestampType(unit);
  try {
    return columnTypeOf(timestampType(unit, String(zone))).type;
  } catch {
    throw new DTypeError(`dt.${name}: there is no zone ${JSON.stringify(zone)}; zones are those of IANA, like "Europe/Paris"`);
  }
}

export const dateFunctions = {
  "dt/year": days("year"),
  /** 1 to 12. */
  "dt/month": days("month"),
  "dt/day": days("day"),
  "dt/quarter": days("quarter"),
  /** 1 to 366. */
  "dt/dayofyear": days("dayofyear"),
  /** Monday is 0. */
  "dt/dayofweek": days("dayofweek"),
  "dt/weekday": days("weekday"),
  /** The year, week and day (Monday is 1) of ISO 8601: pandas' `isocalendar`. */
  "dt/isoYear": days("isoYear"),
  "dt/isoWeek": days("isoWeek"),
  "dt/isoDay": days("isoDay"),
  "dt/daysInMonth": days("daysInMonth"),
  "dt/isLeapYear": days("isLeapYear", "bool"),
  "dt/isMonthStart": days("isMonthStart", "bool"),
  "dt/isMonthEnd": days("isMonthEnd", "bool"),
  "dt/isQuarterStart": days("isQuarterStart", "bool"),
  "dt/isQuarterEnd": days("isQuarterEnd", "bool"),
  "dt/isYearStart": days("isYearStart", "bool"),
  "dt/isYearEnd": days("isYearEnd", "bool"),
  "dt/hour": clock("hour"),
  "dt/minute": clock("minute"),
  "dt/second": clock("second"),
  /** Whole milliseconds after the second. */
  "dt/millisecond": clock("millisecond"),
  /** Whole microseconds after the second. */
  "dt/microsecond": clock("microsecond"),
  /** Nanoseconds after the microsecond, as in pandas. */
  "dt/nanosecond": clock("nanosecond"),
  /** The day. */
  "dt/date": time("date", ["date", "timestamp"], "date"),
  /** What has passed since midnight, as a duration. */
  "dt/time": time("time", ["timestamp"], (type) => `duration[${columnTypeOf(type).unit!}]`),
  /** Midnight of the day. */
  "dt/normalize": time("normalize", ["timestamp"], (type) => type),
  /** Down to a multiple of `params.frequency`: of a fixed length counted from 1970, weeks from a Monday, months and years from the calendar. */
  "dt/floor": rounding("floor"),
  "dt/ceil": rounding("ceil"),
  /** To the nearest multiple; a tie goes to the even one, of months up. */
  "dt/round": rounding("round"),
  /** Text by `params.format`, as Python's `strftime` has it. */
  "dt/strftime": time(
    "strftime",
    ["date", "timestamp"],
    (_, { format }) => {
      timeWriter(String(format));
      return "utf8";
    },
    { format: "string" },
  ),
  /** `Monday` …, or in the language of `params.locale`. */
  "dt/dayName": named("dayName"),
  "dt/monthName": named("monthName"),
  /**
   * A time without a zone as what clocks in `params.zone` show; with `zone` null, what they show without the zone. Where clocks are set back a time comes twice, where they are set forward never: both are errors unless
   * `ambiguous` is `earliest`, `latest` or `null`, `nonexistent` `shiftForward`, `shiftBackward` or `null`.
   */
  "dt/tzLocalize": time(
    "tzLocalize",
    ["timestamp"],
    (type, { zone }) => {
      if (zone !== undefined && zone !== null && columnTypeOf(type).zone !== undefined)
        throw refuse("dt.tzLocalize", [type], "it has a zone already: use tzConvert");
      return zoned("tzLocalize", type, zone);
    },
    { zone: "string?", ambiguous, nonexistent },
  ),
  /** The same moment, shown in `params.zone`; with `zone` null, in UTC and without a zone. */
  "dt/tzConvert": time(
    "tzConvert",
    ["timestamp"],
    (type, { zone }) => {
      if (columnTypeOf(type).zone === undefined) throw refuse("dt.tzConvert", [type], "it has no zone: use tzLocalize first");
      return zoned("tzConvert", type, zone);
    },
    { zone: "string?" },
  ),
  /** Another unit, `params.unit`: s, ms, us or ns. */
  "dt/asUnit": {
    ...time("asUnit", ["timestamp", "duration"], (type) => type),
    rewrite([x], params, call) {
      checkParams("dt.asUnit", params, { unit: ["s", "ms", "us", "ns"] });
      const { kind, unit = "us", zone } = columnTypeOf(x!.type);
      const wanted = (params["unit"] ?? unit) as typeof unit;
      return kind === "timestamp" || kind === "duration"
        ? call("cast", [x!], { type: kind === "duration" ? `duration[${wanted}]` : timestampType(wanted, zone) })
        : undefined;
    },
  },
  /** A duration in seconds. */
  "dt/totalSeconds": lasting("totalSeconds", "float64"),
  /** Whole days of a duration; what is left is never negative. */
  "dt/days": lasting("days", "int64"),
  /** Seconds after the days, 0 to 86399. */
  "dt/seconds": lasting("seconds"),
  "dt/microseconds": lasting("microseconds"),
  "dt/nanoseconds": lasting("nanoseconds"),
} as const satisfies { readonly [name: string]: ColumnFunction };
