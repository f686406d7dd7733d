import type { Column } from "../../../chunk/column.ts";
import { columnTypeOf, ticksPerSecond } from "../../../chunk/column-type.ts";
import { isNumeric } from "../../../ops/frame/meet.ts";
import { timeParser } from "../../../ops/frame/strptime.ts";
import { hasBit } from "../bitmap.ts";
import { misfitsOf } from "../cast/failure.ts";
import { parseTimes, plainFormats } from "../cast/parse-times.ts";
import type { ColumnCall, ColumnKernel } from "../column-kernel.ts";
import { takeCodes } from "../take-codes.ts";

/** Numbers of a unit since 1970; what is no whole tick is cut down, NaN is null. */
function fromNumbers(call: ColumnCall, x: Column): Column {
  const { type, valid, params } = call;
  const misfits = misfitsOf(call, "toDatetime");
  const perSecond = ticksPerSecond[columnTypeOf(type).unit!];
  const unit = String(params["unit"] ?? "ns");
  const [up, down] = unit === "D" ? [BigInt(86400 * perSecond), 1n] : [BigInt(perSecond), BigInt(ticksPerSecond[unit as "s"])];
  const values = new BigInt64Array(x.length);
  for (let row = 0; row < x.length; row++) {
    if (valid !== undefined && !hasBit(valid, row)) continue;
    const value = x.values[row]!;
    const ticks = ticksOf(value, up, down);
    if (ticks === undefined || ticks !== BigInt.asIntN(64, ticks)) misfits.add(row, String(value));
    else values[row] = ticks;
  }
  return { type, length: x.length, values, valid: misfits.valid() };
}

function ticksOf(value: number | bigint, up: bigint, down: bigint): bigint | undefined {
  const floor = (ticks: bigint) => ticks / down - (ticks % down < 0n ? 1n : 0n);
  if (typeof value === "bigint" || Number.isInteger(value)) return floor(BigInt(value) * up);
  const ticks = Math.floor((value * Number(up)) / Number(down));
  return Number.isFinite(ticks) ? BigInt(ticks) : undefined;
}

const toDatetime: ColumnKernel = (call) => {
  const [x] = call.args as [Column];
  const { format } = call.params;
  if (isNumeric(x.type)) return fromNumbers(call, x);
  const parse = typeof format === "string" ? { parse: timeParser(format), plain: plainFormats[format] } : undefined;
  if (x.dictionary === undefined) return parseTimes(call, x, "toDatetime", parse);
  const whole = { ...call, args: [x.dictionary], length: x.dictionary.length, valid: undefined };
  return takeCodes(call.backend, parseTimes(whole, x.dictionary, "toDatetime", parse), x);
};

export const parsing = { toDatetime };
