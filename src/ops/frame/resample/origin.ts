import { type ColumnType, columnTypeOf, ticksPerSecond } from "../../../chunk/column-type.ts";
import { parseDuration } from "../../../util/duration-text.ts";
import { DTypeError } from "../../../util/errors.ts";
import { shown } from "../../../util/shown.ts";
import { ticksIn } from "../ticks.ts";

const words = ["startDay", "start", "epoch", "end", "endDay"] as const;

/** From where bins are counted, plain data: a moment is its ticks. */
export type Origin = (typeof words)[number] | bigint;

export interface OriginOptions {
  /** From where bins of clocks and days are counted: the midnight before the first time (`startDay`, the default), the first time (`start`), the beginning of 1970 (`epoch`), the last time (`end`), the midnight after it (`endDay`), or a moment. */
  readonly origin?: (typeof words)[number] | Date | string | undefined;
  /** By how much later bins begin: `"2h"`, `"-15min"`. */
  readonly offset?: string | undefined;
}

/** How pandas spells them. */
const aliases: { readonly [word: string]: Origin } = { start_day: "startDay", end_day: "endDay" };

export function parseOrigin(given: unknown, type: ColumnType): Origin {
  if (given === undefined) return "startDay";
  const word = typeof given === "string" && Object.hasOwn(aliases, given) ? aliases[given] : words.find((one) => one === given);
  if (word !== undefined) return word;
  const ticks = typeof given === "string" || given instanceof Date ? momentIn(given, type) : undefined;
  if (ticks !== undefined) return BigInt(ticks);
  throw new DTypeError(`resample: origin is ${shown(given)}; it is one of ${words.join(", ")}, or a moment that a column of ${type} can hold`);
}

function momentIn(given: Date | string, type: ColumnType): bigint | number | undefined {
  try {
    return ticksIn("resample", { column: "origin", type }, given);
  } catch (error) {
    if (error instanceof DTypeError) return undefined;
    throw error;
  }
}

/** Nanoseconds, which must be whole ticks of the type. */
export function parseOffset(given: unknown, type: ColumnType): bigint {
  if (given === undefined) return 0n;
  const { kind, unit } = columnTypeOf(type);
  const perTick = kind === "date" ? 86_400_000_000_000n : BigInt(1e9 / ticksPerSecond[unit!]);
  const nanoseconds = typeof given === "string" ? parseDuration(given, 1e9) : undefined;
  if (nanoseconds === undefined || nanoseconds % perTick !== 0n)
    throw new DTypeError(`resample: offset is ${shown(given)}; give a duration like "2h" that is whole ticks of ${type}`);
  return nanoseconds / perTick;
}
