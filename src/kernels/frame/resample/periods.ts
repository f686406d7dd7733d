import type { CalendarBins } from "../../../ops/frame/resample/bins.ts";
import { civilFromDays, daysFromCivil } from "../../../util/civil.ts";

type Calendar = Pick<CalendarBins, "unit" | "size" | "anchor">;

/** Days from a Monday to 1970. */
const monday = 3;

/** The number of the period that a day (since 1970) is in. */
export function periodOf(day: number, { unit, size, anchor }: Calendar): number {
  if (unit === "days") return day;
  if (unit === "weeks") return Math.floor((day + monday - anchor) / 7);
  const { year, month } = civilFromDays(day);
  return Math.floor((12 * year + month - 1 - anchor) / size);
}

/** The day with which a period begins. */
export function startOf(period: number, { unit, size, anchor }: Calendar): number {
  if (unit === "days") return period;
  if (unit === "weeks") return 7 * period - monday + anchor;
  const months = period * size + anchor;
  return daysFromCivil(Math.floor(months / 12), (((months % 12) + 12) % 12) + 1, 1);
}
