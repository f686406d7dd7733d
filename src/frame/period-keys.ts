import { columnTypeOf, ticksPerSecond } from "../chunk/column-type.ts";
import { firstMoment } from "../kernels/frame/localize.ts";
import { wallToUtc } from "../kernels/frame/zones.ts";
import type { ColumnRef } from "../ops/frame/column-expr.ts";
import type { Key } from "../ops/frame/loc.ts";
import { finerUnit, timestampType } from "../ops/frame/meet.ts";
import { unitOf } from "../ops/frame/time-literal.ts";
import { DTypeError } from "../util/errors.ts";
import { timePeriod } from "../util/time-period.ts";
import { type TimeText, wallTicks } from "../util/time-text.ts";

/** The first and the last key of a stretch of time that a text names: all of a day, or of a month. Nothing where the index is no time, or the text none that it is compared with. */
export function periodKeys(text: string, { type }: ColumnRef): readonly [first: Key, last: Key] | undefined {
  const { kind, unit, zone } = columnTypeOf(type);
  const period = kind === "date" || kind === "timestamp" ? timePeriod(text) : undefined;
  if (period === undefined || (zone === undefined && period.start.offsetSeconds !== undefined)) return undefined;
  const { start, next, isDays } = period;
  if (kind === "date" && isDays) return [dayKey(start.days), dayKey(next.days - 1)];

  const settled = finerUnit(unit, unitOf(start));
  const scale = BigInt(ticksPerSecond[settled]);
  const ticksOf = (time: typeof next, seconds: bigint) => seconds * scale + (wallTicks(time, ticksPerSecond[settled]) % scale);
  // The unit of the index, where a text has more digits: divisions that may have the keys.
  const ratio = scale / BigInt(ticksPerSecond[unit ?? "s"]);
  const key = (ticks: bigint): Key => {
    const isHeld = BigInt.asIntN(64, ticks) === ticks;
    const expr = { value: isHeld ? ticks : ticks / scale, type: timestampType(isHeld ? settled : "s", zone) };
    return { expr, division: kind === "date" ? undefined : (ticks - (((ticks % ratio) + ratio) % ratio)) / ratio };
  };
  const first = isDays ? laterMoment(start, start.offsetSeconds, zone) : onlyMoment(text, start, zone);
  return [key(ticksOf(start, first)), key(ticksOf(next, laterMoment(next, start.offsetSeconds, zone)) - 1n)];
}

const dayKey = (days: number): Key => ({ expr: { value: days, type: "date" }, division: days });

/** In seconds since 1970. Clocks that are set forward past a time show it never, and the day begins when they are set. */
function laterMoment(time: Pick<TimeText, "days" | "nanoseconds">, offset: number | undefined, zone: string | undefined): bigint {
  const wall = wallTicks(time, 1);
  if (offset !== undefined) return wall - BigInt(offset);
  return zone === undefined ? wall : firstMoment(wall, 1, zone);
}

function onlyMoment(text: string, start: TimeText, zone: string | undefined): bigint {
  if (zone === undefined || start.offsetSeconds !== undefined) return laterMoment(start, start.offsetSeconds, zone);
  const moment = wallToUtc(wallTicks(start, 1), 1, zone);
  if (moment !== undefined) return moment;
  throw new DTypeError(`loc: clocks of ${zone} show ${JSON.stringify(text)} twice, or never; write its offset: ${JSON.stringify(`${text.trim()}+01:00`)}`);
}
