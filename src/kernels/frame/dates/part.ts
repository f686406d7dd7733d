import type { Column } from "../../../chunk/column.ts";
import { columnTypeOf, ticksPerSecond } from "../../../chunk/column-type.ts";
import type { TypedArray } from "../../../chunk/dtype.ts";
import type { Backend } from "../../kernel.ts";
import { elementwise } from "../elementwise.ts";
import { wallTicksIn } from "../zones.ts";

/** In the order of `Part` in native/kernels/dates.cpp. */
export const dateParts = [
  ...["year", "month", "day", "quarter", "dayofyear", "dayofweek", "isoYear", "isoWeek", "daysInMonth"],
  ...["isLeapYear", "isMonthStart", "isMonthEnd", "isQuarterStart", "isQuarterEnd", "isYearStart", "isYearEnd"],
  ...["hour", "minute", "second", "millisecond", "microsecond", "nanosecond"],
  "secondOfDay",
];

/** Ticks in a second of a column of timestamps or durations. */
export function perSecondOf({ type }: Column): number {
  return ticksPerSecond[columnTypeOf(type).unit!];
}

/** What clocks show: the ticks themselves without a zone, days of dates. */
export function wallValues(backend: Backend, x: Column): TypedArray {
  const { zone } = columnTypeOf(x.type);
  return zone === undefined ? x.values : wallTicksIn(backend, x.values as BigInt64Array, perSecondOf(x), zone);
}

/** A part of each time, int32 or (what begins with `is`) bool. */
export function partOf(backend: Backend, x: Column, part: string, values: TypedArray = wallValues(backend, x)): TypedArray {
  const isDays = x.type === "date";
  const params = [dateParts.indexOf(part), isDays ? 1 : perSecondOf(x)];
  return elementwise(
    backend,
    {
      kernel: "datePart",
      dtype: isDays ? "int32" : "int64",
      result: part.startsWith("is") && !part.startsWith("iso") ? "bool" : "int32",
      inputs: [values],
      params,
    },
    x.length,
  );
}
