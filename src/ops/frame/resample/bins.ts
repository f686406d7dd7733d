import { type ColumnType, columnTypeOf, ticksPerSecond } from "../../../chunk/column-type.ts";
import { DTypeError } from "../../../util/errors.ts";
import { parseFrequency } from "../frequency.ts";
import { refuse } from "../functions/refuse.ts";
import { type Origin, type OriginOptions, parseOffset, parseOrigin } from "./origin.ts";

/** How time is cut into bins, plain data. Bins have whole numbers as keys, `step` from one to the next. */
export type Bins = ClockBins | CalendarBins;

/** Bins of so many ticks. A key is the tick with which a bin begins. */
export type ClockBins = {
  readonly kind: "clock";
  readonly step: bigint;
  /** Ticks of what clocks show in a zone, rather than of what passes: of days, which are not all of one length. */
  readonly isWall: boolean;
  readonly origin: Origin;
  /** Ticks. */
  readonly offset: bigint;
} & Ends;

/** Bins of days, weeks or months as clocks show them. A key is the number of the period with which a bin begins. */
export type CalendarBins = {
  readonly kind: "calendar";
  readonly unit: "days" | "weeks" | "months";
  /** Days or months of a period; weeks have 7 days. */
  readonly size: number;
  /** Which day (from Monday) or month (from January) a period begins with, of those of a size. */
  readonly anchor: number;
  /** Periods go by their last day, as `ME` does, rather than by their first. */
  readonly byEnd: boolean;
  readonly step: bigint;
} & Ends;

type Ends = {
  /** The end of a bin belongs to it, rather than its beginning. */
  readonly closedRight: boolean;
  /** Bins are called by their end. */
  readonly labelRight: boolean;
};

export interface BinOptions extends OriginOptions {
  /** Which end belongs to a bin. Default `left`; of rules that go by the ends of periods (W, ME, QE, YE) `right`. */
  readonly closed?: "left" | "right" | undefined;
  /** Which end a bin is called by. Default `left`; of rules that go by the ends of periods `right`. */
  readonly label?: "left" | "right" | undefined;
}

type Period = Pick<CalendarBins, "unit" | "size" | "byEnd">;

const periods: { readonly [rule: string]: Period } = {
  D: { unit: "days", size: 1, byEnd: false },
  W: { unit: "weeks", size: 7, byEnd: true },
  MS: { unit: "months", size: 1, byEnd: false },
  ME: { unit: "months", size: 1, byEnd: true },
  QS: { unit: "months", size: 3, byEnd: false },
  QE: { unit: "months", size: 3, byEnd: true },
  YS: { unit: "months", size: 12, byEnd: false },
  YE: { unit: "months", size: 12, byEnd: true },
};
/** How pandas has spelled them. */
const aliases: { readonly [rule: string]: string } = { d: "D", M: "ME", Q: "QE", A: "YE", Y: "YE", AS: "YS" };
const days = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"];
const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/** Reads a rule (`15min`, `2h`, `D`, `W-MON`, `MS`, `QE-NOV` …) for a column of times. */
export function parseBins(rule: unknown, type: ColumnType, { closed, label, origin: from, offset: later }: BinOptions): Bins {
  const { kind, unit } = columnTypeOf(type);
  if (kind !== "date" && kind !== "timestamp") throw refuse("resample", [type], "on must be dates or timestamps");
  for (const [name, value] of Object.entries({ closed, label })) {
    if (value !== undefined && value !== "left" && value !== "right")
      throw new DTypeError(`resample: ${name} is ${JSON.stringify(value)}; it is left or right`);
  }
  const calendar = calendarOf(rule);
  const [origin, offset] = [parseOrigin(from, type), parseOffset(later, type)];
  const byEnd = calendar?.byEnd === true || origin === "end" || origin === "endDay";
  const ends = { closedRight: closed === undefined ? byEnd : closed === "right", labelRight: label === undefined ? byEnd : label === "right" };
  const isMoved = origin !== "startDay" || offset !== 0n;
  if (calendar !== undefined && isMoved && calendar.unit !== "days")
    throw new DTypeError(`resample: periods of ${JSON.stringify(rule)} begin where the calendar says; origin and offset are of rules of clocks and days`);
  if (calendar !== undefined && !isMoved) return { kind: "calendar", ...calendar, ...ends };
  const clock = { kind: "clock", origin, offset, ...ends } as const;
  if (calendar !== undefined) {
    const perDay = kind === "date" ? 1n : BigInt(86_400 * ticksPerSecond[unit!]);
    return { ...clock, step: calendar.step * perDay, isWall: kind !== "date" };
  }
  const frequency = parseFrequency(rule, "resample");
  const perTick = kind === "date" ? 86_400_000_000_000n : BigInt(1e9 / ticksPerSecond[unit!]);
  if (frequency.kind === "months" || frequency.nanoseconds % perTick !== 0n)
    throw new DTypeError(`resample: ${JSON.stringify(rule)} is no whole number of ticks of ${type}; cast to a finer type first`);
  return { ...clock, step: frequency.nanoseconds / perTick, isWall: false };
}

function calendarOf(rule: unknown): Omit<CalendarBins, "kind" | keyof Ends> | undefined {
  const match = typeof rule === "string" ? /^\s*(\d*)\s*([A-Za-z]+)(?:-([A-Z]{3}))?\s*$/.exec(rule) : null;
  const period = match === null ? undefined : periods[aliases[match[2]!] ?? match[2]!];
  if (period === undefined) return undefined;
  const count = match![1] === "" ? 1 : Number(match![1]);
  const anchor = anchorOf(period, match![3], rule as string);
  if (count < 1) throw new DTypeError(`resample: ${JSON.stringify(rule)} has no length; give a number from 1`);
  return { ...period, anchor, step: BigInt(count) };
}

/** The day or month with which periods begin: what is named is the last of those that go by their ends. */
function anchorOf({ unit, size, byEnd }: Period, name: string | undefined, rule: string): number {
  if (name === undefined) return 0;
  const names = unit === "weeks" ? days : unit === "months" && size > 1 ? months : [];
  if (!names.includes(name))
    throw new DTypeError(`resample: ${JSON.stringify(rule)} names ${name}, where ${names.length === 0 ? "nothing" : `one of ${names.join(", ")}`} belongs`);
  return (names.indexOf(name) + (byEnd ? 1 : 0)) % size;
}

/** Which of all times tells where bins begin, if one does. Bins of a clock are counted from the midnight before the first, several periods from the one it is in. */
export function edgeOf(bins: Bins, type: ColumnType): "min" | "max" | undefined {
  if (bins.kind === "calendar") return bins.step > 1n ? "min" : undefined;
  const { origin, step, isWall } = bins;
  if (origin === "epoch" || typeof origin === "bigint") return undefined;
  if (origin === "end" || origin === "endDay") return "max";
  const { unit, zone } = columnTypeOf(type);
  if (origin === "start" || unit === undefined) return step > 1n ? "min" : undefined;
  const isOfDay = BigInt(86_400 * ticksPerSecond[unit]) % step === 0n;
  return isOfDay && (isWall || zone === undefined || zone === "UTC") ? undefined : "min";
}
