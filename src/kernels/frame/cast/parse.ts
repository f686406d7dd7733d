import type { Column } from "../../../chunk/column.ts";
import { columnTypeOf, ticksPerSecond } from "../../../chunk/column-type.ts";
import { dtypes } from "../../../chunk/dtype.ts";
import { textReader } from "../../../chunk/text.ts";
import { isNumeric } from "../../../ops/frame/meet.ts";
import { parseDuration } from "../../../util/duration-text.ts";
import { parseTimeText } from "../../../util/time-text.ts";
import type { ColumnCall } from "../column-kernel.ts";
import { runOver } from "../text/run.ts";
import { eachPresent, misfitsOf } from "./failure.ts";
import { parseTimes } from "./parse-times.ts";

/** Texts as values of another type; spaces around them do not matter. */
export function parseColumn(call: ColumnCall, x: Column): Column {
  const { type, valid } = call;
  const { storage, kind } = columnTypeOf(type);
  if (kind === "timestamp") return parseTimes(call, x, "astype");
  const parse = parserOf(type);
  const values = new dtypes[storage].array(x.length);
  const known = new Uint8Array(x.length);
  if (isNumeric(type) && type !== "bool") runOver(call.backend, "textToNumber", x, [values, known], { dtype: type });
  if (!known.includes(0)) return { type, length: x.length, values };
  const read = textReader(x);
  const misfits = misfitsOf(call);
  eachPresent(x, valid, (row) => {
    if (known[row] !== 0) return;
    const text = read(row);
    const value = parse(text.trim());
    if (value === undefined) misfits.add(row, JSON.stringify(text));
    else values[row] = value as never;
  });
  return { type, length: x.length, values, valid: misfits.valid() };
}

type Parse = (text: string) => number | bigint | undefined;

function parserOf(type: ColumnCall["type"]): Parse {
  const { kind, unit } = columnTypeOf(type);
  if (kind === "bool") return (text) => truths.get(text.toLowerCase());
  if (kind === "date") {
    return (text) => {
      const time = parseTimeText(text);
      return time === undefined || time.hasTime ? undefined : time.days;
    };
  }
  if (kind === "duration") return (text) => parseDuration(text, ticksPerSecond[unit!]);
  if (kind === "float32" || kind === "float64") return parseFloating;
  return integerParser(kind as "int8");
}

const truths: ReadonlyMap<string, number> = new Map([
  ["true", 1],
  ["false", 0],
  ["1", 1],
  ["0", 0],
]);

function integerParser(dtype: "int8" | "int64"): Parse {
  const { range, itemsize } = dtypes[dtype];
  const [least, most] = range!;
  return (text) => {
    if (!/^[+-]?\d+$/.test(text)) return undefined;
    const value = text.length <= 15 ? Number(text) : BigInt(text.replace("+", ""));
    if (value < least || value > most) return undefined;
    return itemsize === 8 ? BigInt(value) : Number(value);
  };
}

const words: ReadonlyMap<string, number> = new Map([
  ["nan", NaN],
  ["inf", Infinity],
  ["+inf", Infinity],
  ["-inf", -Infinity],
  ["infinity", Infinity],
  ["+infinity", Infinity],
  ["-infinity", -Infinity],
]);

function parseFloating(text: string): number | undefined {
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text);
  return words.get(text.toLowerCase());
}
