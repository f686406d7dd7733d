import type { Column } from "../../../chunk/column.ts";
import { columnTypeOf, ticksPerSecond } from "../../../chunk/column-type.ts";
import { textWriter } from "../../../chunk/text.ts";
import { durationText } from "../../../util/duration-text.ts";
import { clockText, dateText, offsetText } from "../../../util/time-text.ts";
import type { Backend } from "../../kernel.ts";
import { offsetAt } from "../zones.ts";
import { writeTimes } from "./write-times.ts";

/** Values as text: numbers as Python writes them (`1.0`, `1e+16`, `nan`), `true` and `false`, times as pandas does (`2024-02-29 12:30:00`). */
export function writeColumn(backend: Backend, x: Column, valid: Uint8Array | undefined): Column {
  const { kind, zone } = columnTypeOf(x.type);
  if (kind === "date" || (kind === "timestamp" && zone === undefined)) return writeTimes(backend, x, valid);
  const write = writerOf(x);
  const writer = textWriter(x.length, 12);
  for (let row = 0; row < x.length; row++) {
    const isPresent = valid === undefined || (valid[row >> 3]! & (1 << (row & 7))) !== 0;
    writer.add(isPresent ? write(x.values[row] as never) : "");
  }
  return writer.column();
}

type Write = (value: never) => string;

function writerOf({ type }: Column): Write {
  const { kind, unit, zone } = columnTypeOf(type);
  if (kind === "bool") return (value: number) => (value !== 0 ? "true" : "false");
  if (kind === "float64") return floatText;
  if (kind === "float32") return (value: number) => floatText(shortest32(value));
  if (kind === "duration") return (value: bigint) => durationText(value, ticksPerSecond[unit!]);
  if (kind === "timestamp") return (value: bigint) => timestampText(value, ticksPerSecond[unit!], zone);
  return (value: number | bigint) => `${value}`;
}

/** Python's `repr`: the fewest digits that tell the number, with an exponent below 1e-4 and from 1e16 on. */
export function floatText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  const magnitude = Math.abs(value);
  if (Object.is(value, -0)) return "-0.0";
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e16)) {
    return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
  }
  if (Number.isInteger(value)) return `${value}.0`;
  return `${value}`;
}

/** The fewest digits that tell a float32. */
function shortest32(value: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

export function timestampText(ticks: bigint, perSecond: number, zone: string | undefined): string {
  const offset = zone === undefined ? 0 : offsetAt(ticks, perSecond, zone);
  const wall = ticks + BigInt(offset) * BigInt(perSecond);
  const perDay = 86400n * BigInt(perSecond);
  const days = wall / perDay - (wall % perDay < 0n ? 1n : 0n);
  const nanoseconds = Number(wall - days * perDay) * (1e9 / perSecond);
  return `${dateText(Number(days))} ${clockText(nanoseconds)}${zone === undefined ? "" : offsetText(offset)}`;
}
