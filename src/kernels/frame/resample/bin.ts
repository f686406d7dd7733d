import { type Column, isValid } from "../../../chunk/column.ts";
import { columnTypeOf, ticksPerSecond } from "../../../chunk/column-type.ts";
import type { Bins, CalendarBins, ClockBins } from "../../../ops/frame/resample/bins.ts";
import type { Origin } from "../../../ops/frame/resample/origin.ts";
import type { Backend } from "../../kernel.ts";
import { perSecondOf, wallValues } from "../dates/part.ts";
import { castValues, elementwise } from "../elementwise.ts";
import { firstMoment, localize, momentsFrom } from "../localize.ts";
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

function clockBins(backend: Backend, times: Column, { step, closedRight, isWall, origin: from, offset }: ClockBins, edge: Column | undefined): BigInt64Array {
  const origin = originOf(backend, from, isWall, edge, times.type) + offset;
  const shown = isWall ? (wallValues(backend, times) as BigInt64Array) : wide(backend, times);
  const ticks = closedRight ? arithmetic(backend, "subtract", shown, 1n) : shown;
  // Where bins begin within a step is all that counts.
  const within = ((origin % step) + step) % step;
  const words = (value: bigint) => [Number(value & 0xffff_ffffn), Number(value >> 32n)];
  const call = { kernel: "ticksToStep", dtype: "int64", result: "int64", inputs: [ticks], params: [0, ...words(step), ...words(within)] } as const;
  return elementwise(backend, call, ticks.length) as BigInt64Array;
}

/** From which tick bins are counted; `edge` has the first or the last time of all, where it matters. */
function originOf(backend: Backend, origin: Origin, isWall: boolean, edge: Column | undefined, type: Column["type"]): bigint {
  if (typeof origin === "bigint") {
    if (!isWall) return origin;
    return BigInt(wallValues(backend, { type, length: 1, values: BigInt64Array.of(origin) })[0]!);
  }
  // 1970 begins when clocks of the zone show it, as in pandas.
  if (origin === "epoch") {
    const { unit, zone } = columnTypeOf(type);
    return zone === undefined || zone === "UTC" || isWall ? 0n : firstMoment(0n, ticksPerSecond[unit!], zone);
  }
  if (edge === undefined || !isValid(edge, 0)) return 0n;
  const wall = BigInt(wallValues(backend, edge)[0]!);
  if (origin === "start" || origin === "end") return isWall ? wall : BigInt(edge.values[0]!);
  const perDay = perDayOf(edge);
  const passed = ((wall % perDay) + perDay) % perDay;
  const midnight = wall - passed + (origin === "endDay" && passed > 0n ? perDay : 0n);
  const { zone } = columnTypeOf(edge.type);
  if (zone === undefined || isWall) return midnight;
  return momentsFrom(BigInt64Array.of(midnight), edge.values as BigInt64Array, perSecondOf(edge), zone, undefined)[0]!;
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
  if (bins.kind === "clock" && type === "date") return { type, length, values: castValues(backend, at, "int64", "int32") };
  if (bins.kind === "clock" && !bins.isWall) return { type, length, values: at };
  const days = bins.kind === "clock" ? undefined : Float64Array.from(at, (period) => startOf(Number(period), bins) - (bins.byEnd ? 1 : 0));
  if (type === "date") return { type, length, values: Int32Array.from(days!) };
  const { unit, zone } = columnTypeOf(type);
  const perSecond = ticksPerSecond[unit!];
  const wall = days === undefined ? at : BigInt64Array.from(days, (day) => BigInt(day) * BigInt(86_400 * perSecond));
  if (zone === undefined || zone === "UTC") return { type, length, values: wall };
  // A midnight that comes twice is the earlier one; one that clocks skip is when they do.
  return localize(backend, { type, length, values: wall }, perSecond, zone, { ambiguous: "earliest", nonexistent: "shiftForward" }, undefined);
}
