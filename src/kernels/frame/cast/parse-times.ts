import type { Column } from "../../../chunk/column.ts";
import { columnTypeOf, ticksPerSecond } from "../../../chunk/column-type.ts";
import { textReader } from "../../../chunk/text.ts";
import { parseTimeText, type TimeText, wallTicks } from "../../../util/time-text.ts";
import { hasBit } from "../bitmap.ts";
import type { ColumnCall } from "../column-kernel.ts";
import { runOver } from "../text/run.ts";
import { wallToUtc } from "../zones.ts";
import { misfitsOf } from "./failure.ts";

/** How to read texts otherwise than as ISO 8601. */
export interface TimeFormat {
  parse(text: string): TimeText | undefined;
  /** What the kernel may read of them: rows of so many bytes, with this byte between day and hour. */
  readonly plain: { readonly length: number; readonly mark: string } | undefined;
}

/** Formats that say what the kernel knows. */
export const plainFormats: { readonly [format: string]: NonNullable<TimeFormat["plain"]> } = {
  "%Y-%m-%d": { length: 10, mark: "" },
  "%Y-%m-%d %H:%M": { length: 16, mark: " " },
  "%Y-%m-%d %H:%M:%S": { length: 19, mark: " " },
  "%Y-%m-%dT%H:%M:%S": { length: 19, mark: "T" },
};

/** Texts as timestamps: ISO 8601 as a kernel reads it, what that does not know by JavaScript; or by a format. */
export function parseTimes(call: ColumnCall, x: Column, operation: string, format?: TimeFormat): Column {
  const { type, valid } = call;
  const { unit, zone } = columnTypeOf(type);
  const perSecond = ticksPerSecond[unit!];
  const values = new BigInt64Array(x.length);
  const known = new Uint8Array(x.length);
  // The kernel cannot tell `Z` from no zone, which differ where clocks are not those of UTC.
  const isKnown = format === undefined || format.plain !== undefined;
  if (isKnown && (zone === undefined || zone === "UTC")) runOver(call.backend, "textToTime", x, [values, known], { params: [perSecond] });
  if (format?.plain !== undefined) keepPlain(x, known, format.plain);
  const misfits = misfitsOf(call, operation);
  if (!known.includes(0)) return { type, length: x.length, values };
  const read = textReader(x);
  for (let row = 0; row < x.length; row++) {
    if (known[row] !== 0 || (valid !== undefined && !hasBit(valid, row))) continue;
    const text = read(row);
    const time = format === undefined ? parseTimeText(text) : format.parse(text);
    const moment = time && momentOf(time, perSecond, zone);
    if (moment === undefined || moment !== BigInt.asIntN(64, moment)) misfits.add(row, JSON.stringify(text));
    else values[row] = moment;
  }
  return { type, length: x.length, values, valid: misfits.valid() };
}

/** The kernel takes several forms; a format is one of them. */
function keepPlain({ values, offsets, length: rows }: Column, known: Uint8Array, { length, mark }: NonNullable<TimeFormat["plain"]>): void {
  const wanted = mark.charCodeAt(0);
  for (let row = 0; row < rows; row++) {
    const start = offsets![row]!;
    if (offsets![row + 1]! - start !== length || (mark !== "" && values[start + 10] !== wanted)) known[row] = 0;
  }
}

function momentOf(time: TimeText, perSecond: number, zone: string | undefined): bigint | undefined {
  const wall = wallTicks(time, perSecond);
  if (time.offsetSeconds !== undefined) return wall - BigInt(time.offsetSeconds) * BigInt(perSecond);
  return zone === undefined ? wall : wallToUtc(wall, perSecond, zone);
}
