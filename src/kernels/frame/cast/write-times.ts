import type { Column } from "../../../chunk/column.ts";
import { columnTypeOf, ticksPerSecond } from "../../../chunk/column-type.ts";
import { dateText } from "../../../util/time-text.ts";
import type { Backend } from "../../kernel.ts";
import { hasBit } from "../bitmap.ts";
import { partOf } from "../dates/part.ts";

/** `+010000-01-01 00:00:00.000000000` */
const longest = 32;
const [zero, minus, colon, point, space] = [..."0-:. "].map((letter) => letter.charCodeAt(0)) as [number, number, number, number, number];

/** Dates and timestamps without a zone as text, digit by digit: `2024-02-29 12:30:00`, with six or nine digits of a fraction if there is one. */
export function writeTimes(backend: Backend, x: Column, valid: Uint8Array | undefined): Column {
  const part = (name: string) => partOf(backend, x, name) as Int32Array;
  const [year, month, day] = [part("year"), part("month"), part("day")];
  const hasClock = columnTypeOf(x.type).kind === "timestamp";
  const seconds = hasClock ? part("secondOfDay") : undefined;
  const micros = hasClock ? part("microsecond") : undefined;
  const nanos = hasClock ? part("nanosecond") : undefined;
  const offsets = new Int32Array(x.length + 1);
  const bytes = new Uint8Array(x.length * longest);
  let at = 0;
  const put = (value: number, width: number) => {
    let rest = value;
    for (let i = at + width - 1; i >= at; i--) {
      const tenth = Math.floor(rest / 10);
      bytes[i] = zero + rest - 10 * tenth;
      rest = tenth;
    }
    at += width;
  };
  const putDate = (row: number) => {
    if (year[row]! < 0 || year[row]! > 9999) {
      for (const letter of dateText(daysOf(x, row))) bytes[at++] = letter.charCodeAt(0);
      return;
    }
    put(year[row]!, 4);
    bytes[at++] = minus;
    put(month[row]!, 2);
    bytes[at++] = minus;
    put(day[row]!, 2);
  };
  const putClock = (clock: number, micro: number, nano: number) => {
    bytes[at++] = space;
    put(Math.floor(clock / 3600), 2);
    bytes[at++] = colon;
    put(Math.floor(clock / 60) % 60, 2);
    bytes[at++] = colon;
    put(clock % 60, 2);
    if (micro === 0 && nano === 0) return;
    bytes[at++] = point;
    put(micro, 6);
    if (nano !== 0) put(nano, 3);
  };
  for (let row = 0; row < x.length; row++) {
    if (valid === undefined || hasBit(valid, row)) {
      putDate(row);
      if (hasClock) putClock(seconds![row]!, micros![row]!, nanos![row]!);
    }
    offsets[row + 1] = at;
  }
  return { type: "utf8", length: x.length, values: bytes.slice(0, at), offsets };
}

/** The day of a row whose year has more than four digits. */
function daysOf({ type, values }: Column, row: number): number {
  if (type === "date") return values[row] as number;
  const perDay = 86400n * BigInt(ticksPerSecond[columnTypeOf(type).unit!]);
  const ticks = values[row] as bigint;
  return Number(ticks / perDay - (ticks % perDay < 0n ? 1n : 0n));
}
