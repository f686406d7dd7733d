import { type Column, isValid } from "../../chunk/column.ts";
import { type ColumnKind, type ColumnTypeInfo, columnTypeOf, ticksPerSecond } from "../../chunk/column-type.ts";
import { listReader, valuesOf } from "../../chunk/column-values.ts";
import { itemsOf } from "../../chunk/list.ts";
import { ChunkwiseError } from "../../util/errors.ts";
import { requireOptions } from "../../util/option-names.ts";
import { shown } from "../../util/shown.ts";
import { dateText } from "../../util/time-text.ts";
import { timestampText } from "./times.ts";

export interface ValueOptions {
  /** What 64-bit integers and durations (in ticks) become. As numbers, one that is not exact is a `RangeError`. Default `number`. */
  readonly int64?: "number" | "bigint" | undefined;
  /** What dates and timestamps become: `Date` (a timestamp that is no whole millisecond is then a `RangeError`), text as in ISO 8601, or ticks. Default `date`. */
  readonly times?: "date" | "text" | "bigint" | undefined;
}

const choices = { int64: ["number", "bigint"], times: ["date", "text", "bigint"] } as const;

/** @throws ChunkwiseError (`OPTION`) for what is none of the choices */
export function checkValueOptions(options: ValueOptions, operation: string): void {
  requireOptions(operation, options, ["int64", "times"]);
  for (const name of ["int64", "times"] as const) {
    const value: unknown = options[name];
    if (value === undefined || value === null || (choices[name] as readonly unknown[]).includes(value)) continue;
    const known = choices[name].map((choice) => JSON.stringify(choice)).join(", ");
    throw new ChunkwiseError("OPTION", `${operation}: ${name} is ${shown(value)}; it must be one of ${known}`);
  }
}

/** The rows of a column as values of JavaScript's, `null` where one is missing. */
export function readValues(column: Column, name: string, options: ValueOptions, operation: string): unknown[] {
  const info = columnTypeOf(column.type);
  if (info.kind === "utf8") return valuesOf(column);
  if (info.kind === "list") return readLists(column, name, options, operation);
  const read = readers[info.kind](column, info, options, `${operation}: column ${JSON.stringify(name)}`);
  const out = new Array<unknown>(column.length);
  for (let row = 0; row < out.length; row++) out[row] = isValid(column, row) ? read(row) : null;
  return out;
}

function readLists(column: Column, name: string, options: ValueOptions, operation: string): unknown[] {
  const read = listReader(column, readValues(itemsOf(column), name, options, operation));
  return Array.from({ length: column.length }, (_, row) => (isValid(column, row) ? read(row) : null));
}

type Reader = (column: Column, info: ColumnTypeInfo, options: ValueOptions, where: string) => (row: number) => unknown;

const plain: Reader =
  ({ values }) =>
  (row) =>
    values[row];

const wide: Reader = ({ values }, _, { int64 }, where) => {
  if (int64 === "bigint") return (row) => values[row];
  return (row) => {
    const number = Number(values[row]);
    if (Number.isSafeInteger(number)) return number;
    throw new RangeError(`${where}, row ${row}: ${values[row]} is not exact as a number; give { int64: "bigint" }`);
  };
};

const readers: { readonly [K in Exclude<ColumnKind, "list">]: Reader } = {
  bool:
    ({ values }) =>
    (row) =>
      values[row] !== 0,
  int8: plain,
  int16: plain,
  int32: plain,
  uint8: plain,
  uint16: plain,
  uint32: plain,
  float32: plain,
  float64: plain,
  int64: wide,
  uint64: wide,
  duration: wide,
  utf8: plain,
  category({ values, dictionary }) {
    const texts = valuesOf(dictionary!);
    return (row) => texts[values[row] as number];
  },
  date({ values }, _, { times }) {
    if (times === "text") return (row) => dateText(values[row] as number);
    return times === "bigint" ? (row) => BigInt(values[row]!) : (row) => new Date((values[row] as number) * 86_400_000);
  },
  timestamp({ values }, { unit, zone }, { times }, where) {
    const suffix = zone === undefined ? "" : "Z";
    if (times === "bigint") return (row) => values[row];
    if (times === "text") return (row) => timestampText(values[row] as bigint, unit!) + suffix;
    return (row) => {
      const ms = toMilliseconds(values[row] as bigint, ticksPerSecond[unit!]);
      if (ms !== undefined && Math.abs(ms) <= 8.64e15) return new Date(ms);
      throw new RangeError(
        `${where}, row ${row}: ${timestampText(values[row] as bigint, unit!)} is not exact as a Date; give { times: "text" } or { times: "bigint" }`,
      );
    };
  },
};

function toMilliseconds(ticks: bigint, perSecond: number): number | undefined {
  if (perSecond <= 1000) return Number(ticks) * (1000 / perSecond);
  const perMs = BigInt(perSecond / 1000);
  return ticks % perMs === 0n ? Number(ticks / perMs) : undefined;
}
