import { type Column, isValid } from "../../../chunk/column.ts";
import { columnTypeOf, ticksPerSecond } from "../../../chunk/column-type.ts";
import type { Bins, CalendarBins, ClockBins } from "../../../ops/frame/resample/bins.ts";
import type { Backend } from "../../kernel.ts";
import { perSecondOf, wallValues } from "../dates/part.ts";
import { castValues, elementwise } from "../elementwise.ts";
import { localize, momentsFrom } from "../localize.ts";
import { periodOf, startOf } from "./periods.ts";

/** Ticks of a day: dates count days. */
const perDayOf = (times: Column): bigint => (times.type === "date" ? 1n : BigInt(86_400 * perSecondOf(times)));

/** The key of the bin of each time. `first`, where it matters, has the first time of all in its row. */
export function binsOf(backend: Backend, times: Column, bins: Bins, first: Column | undefined): BigInt64Array {
  return bins.kind === "clock" ? clockBins(backend, times, bins, first) : calendarBins(backend, times, bins, first);
}

const wide = (backend: Backend, { type, values }: Column): BigInt64Array =>
  (type === "date" ? castValues(backend, values, "int32", "int64") : values) as BigInt64Array;

function arithmetic(backend: Backend, kernel: "subtract" | "floorDivide", values: BigInt64Array, by: bigint): BigInt64Array {
  return elementwise(backend, { kernel, dtype: "int64", result: "int64", inputs: [values, BigInt64Array.of(by)] }, values.length) as BigInt64Array;
}

function clockBins(backend: Backend, times: Column, { step, closedRight }: ClockBins, first: Column | undefined): BigInt64Array {
  const origin = first === undefined || !isValid(first, 0) ? 0n : midnightBefore(backend, first);
  const ticks = closedRight ? arithmetic(backend, "subtract", wide(backend, times), 1n) : wide(backend, times);
  // Where bins begin within a step is all that counts.
  const within = ((origin % step) + step) % step;
  const words = (value: bigint) => [Number(value & 0xffff_ffffn), Number(value >> 32n)];
  const call = { kernel: "ticksToStep", dtype: "int64", result: "int64", inputs: [ticks], params: [0, ...words(step), ...words(within)] } as const;
  return elementwise(backend, call, ticks.length) as BigInt64Array;
}

/** The moment at which the day of a time began, as clocks show it. */
function midnightBefore(backend: Backend, first: Column): bigint {
  const perDay = perDayOf(first);
  const wall = BigInt(wallValues(backend, first)[0]!);
  const midnight = wall - (((wall % perDay) + perDay) % perDay);
  const { zone } = columnTypeOf(first.type);
  if (zone === undefined) return midnight;
  return momentsFrom(BigInt64Array.of(midnight), first.values as BigInt64Array, perSecondOf(first), zone, undefined)[0]!;
}

function calendarBins(backend: Backend, times: Column, bins: CalendarBins, first: Column | undefined): BigInt64Array {
  const days = shownDays(backend, times, bins);
  const step = Number(bins.step);
  const start = first === undefined || !isValid(first, 0) ? 0 : shownDays(backend, first, bins)[0]!;
  const begin = beginning(bins, step, first === undefined ? 0 : periodOf(start, bins), firstDay(backend, first));
  const keys = new Float64Array(days.length);
  // Times of one day mostly stand together.
  let [last, key] = [Number.NaN, 0];
  for (let row = 0; row < days.length; row++) {
    if (days[row] !== last) {
      last = days[row]!;
      key = begin(periodOf(last, bins));
    }
    keys[row] = key;
  }
  return castValues(backend, keys, "float64", "int64") as BigInt64Array;
}

/**
 * The day that tells the period: what ends with a moment has what is just before it; of periods by their last days, one that begins with such a day has what is a day later.
 */
function shownDays(backend: Backend, times: Column, { closedRight, byEnd }: CalendarBins): Float64Array {
  const wall = times.type === "date" ? wide(backend, times) : (wallValues(backend, times) as BigInt64Array);
  const ticks = closedRight && !byEnd ? arithmetic(backend, "subtract", wall, 1n) : wall;
  const days = castValues(backend, arithmetic(backend, "floorDivide", ticks, perDayOf(times)), "int64", "float64") as Float64Array;
  return byEnd && !closedRight ? days.map((day) => day + 1) : days;
}

function firstDay(backend: Backend, first: Column | undefined): number {
  if (first === undefined || !isValid(first, 0)) return 0;
  const wall = BigInt(wallValues(backend, first)[0]!);
  const perDay = perDayOf(first);
  return Number((wall - (((wall % perDay) + perDay) % perDay)) / perDay);
}

/** The first period of the bin of a period. Bins of several go on from the one in which the first time is; closed at the right, they end with it. */
function beginning({ unit, closedRight }: CalendarBins, step: number, first: number, day: number): (period: number) => number {
  if (step === 1) return (period) => period;
  if (unit === "days") return (period) => day + Math.floor((period - day) / step) * step;
  if (closedRight) return (period) => first + (Math.ceil((period - first) / step) - 1) * step + 1;
  return (period) => first + Math.floor((period - first) / step) * step;
}

/** What bins are called. */
export function labelsOf(backend: Backend, keys: BigInt64Array, bins: Bins, type: Column["type"]): Column {
  const length = keys.length;
  const at = bins.labelRight ? keys.map((key) => key + bins.step) : keys;
  if (bins.kind === "clock") return type === "date" ? { type, length, values: castValues(backend, at, "int64", "int32") } : { type, length, values: at };
  const days = Float64Array.from(at, (period) => startOf(Number(period), bins) - (bins.byEnd ? 1 : 0));
  if (type === "date") return { type, length, values: Int32Array.from(days) };
  const { unit, zone } = columnTypeOf(type);
  const perSecond = ticksPerSecond[unit!];
  const wall = BigInt64Array.from(days, (day) => BigInt(day) * BigInt(86_400 * perSecond));
  if (zone === undefined || zone === "UTC") return { type, length, values: wall };
  // A midnight that comes twice is the earlier one; one that clocks skip is when they do.
  return localize(backend, { type, length, values: wall }, perSecond, zone, { ambiguous: "earliest", nonexistent: "shiftForward" }, undefined);
}
