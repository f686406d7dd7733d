import { civilFromDays, daysFromCivil } from "./civil.ts";
import { parseTimeText, type TimeText } from "./time-text.ts";

/** The stretch of time that a text names: `2024`, `2024-02`, `2024-02-29 12:30`. */
export interface TimePeriod {
  readonly start: TimeText;
  /** Where the next one begins, on the same clock. */
  readonly next: Pick<TimeText, "days" | "nanoseconds">;
  /** It is one day or more. */
  readonly isDays: boolean;
}

const spans = { hour: 3600e9, minute: 60e9, second: 1e9, millisecond: 1e6, microsecond: 1e3, nanosecond: 1 };

/** Nothing for a text that names no time. */
export function timePeriod(text: string): TimePeriod | undefined {
  const isYear = /^\s*\d{4}\s*$/.test(text);
  const start = parseTimeText(isYear ? `${text.trim()}-01` : text);
  if (start === undefined) return undefined;
  const { days, nanoseconds, resolution } = start;
  if (resolution === "day") return { start, next: { days: days + 1, nanoseconds }, isDays: true };
  if (resolution !== "month") return { start, next: { days, nanoseconds: nanoseconds + spans[resolution] }, isDays: false };
  const { year, month } = civilFromDays(days);
  const isLast = isYear || month === 12;
  return { start, next: { days: daysFromCivil(isLast ? year + 1 : year, isLast ? 1 : month + 1, 1), nanoseconds }, isDays: true };
}
