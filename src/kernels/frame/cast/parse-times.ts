import type { Column } from "../../../chunk/column.ts";
import { columnTypeOf, ticksPerSecond } from "../../../chunk/column-type.ts";
import { textReader } from "../../../chunk/text.ts";
import { parseTimeText, type TimeText, wallTicks } from "../../../util/time-text.ts";
import { hasBit } from "../bitmap.ts";
import type { ColumnCall } from "../column-kernel.ts";
import { runOver } from "../text/run.ts";
import { wallToUtc } from "../zones.ts";
import { misfitsOf } from "./failure.ts";

/** Texts as timestamps: ISO 8601 as a kernel reads it, what that does not know by JavaScript; or all by `parse`. */
export function parseTimes(call: ColumnCall, x: Column, operation: string, parse?: (text: string) => TimeText | undefined): Column {
  const { type, valid } = call;
  const { unit, zone } = columnTypeOf(type);
  const perSecond = ticksPerSecond[unit!];
  const values = new BigInt64Array(x.length);
  const known = new Uint8Array(x.length);
  // The kernel cannot tell `Z` from no zone, which differ where clocks are not those of UTC.
  if (parse === undefined && (zone === undefined || zone === "UTC")) runOver(call.backend, "textToTime", x, [values, known], { params: [perSecond] });
  const misfits = misfitsOf(call, operation);
  if (!known.includes(0)) return { type, length: x.length, values };
  const read = textReader(x);
  for (let row = 0; row < x.length; row++) {
    if (known[row] !== 0 || (valid !== undefined && !hasBit(valid, row))) continue;
    const text = read(row);
    const time = (parse ?? parseTimeText)(text);
    const moment = time && momentOf(time, perSecond, zone);
    if (moment === undefined || moment !== BigInt.asIntN(64, moment)) misfits.add(row, JSON.stringify(text));
    else values[row] = moment;
  }
  return { type, length: x.length, values, valid: misfits.valid() };
}

function momentOf(time: TimeText, perSecond: number, zone: string | undefined): bigint | undefined {
  const wall = wallTicks(time, perSecond);
  if (time.offsetSeconds !== undefined) return wall - BigInt(time.offsetSeconds) * BigInt(perSecond);
  return zone === undefined ? wall : wallToUtc(wall, perSecond, zone);
}
