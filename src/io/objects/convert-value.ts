import { type ColumnKind, type ColumnTypeInfo, ticksPerSecond } from "../../chunk/column-type.ts";
import { type DType, dtypes } from "../../chunk/dtype.ts";
import { parseDate, parseTimestamp } from "./times.ts";

/** What a column stores for a value of JavaScript's; `undefined` if the type does not hold the value. */
export type Convert = (value: unknown, type: ColumnTypeInfo) => number | bigint | string | undefined;

const narrow: Convert = (value, { storage }) => {
  const number = typeof value === "bigint" ? Number(value) : value;
  const [least, most] = dtypes[storage].range!;
  return Number.isInteger(number) && (number as number) >= Number(least) && (number as number) <= Number(most) ? (number as number) : undefined;
};

const wide: Convert = (value, { storage }) => {
  if (typeof value === "number" && !Number.isSafeInteger(value)) return undefined;
  if (typeof value !== "number" && typeof value !== "bigint") return undefined;
  const integer = BigInt(value);
  const [least, most] = dtypes[storage].range!;
  return integer >= least && integer <= most ? integer : undefined;
};

const float: Convert = (value) => {
  if (typeof value === "number") return value;
  const isExact = typeof value === "bigint" && BigInt(Number(value)) === value;
  return isExact ? Number(value) : undefined;
};

/** Rounded, but no number becomes infinite. */
const single: Convert = (value, type) => {
  const number = float(value, type) as number | undefined;
  return number !== undefined && Number.isFinite(number) && !Number.isFinite(Math.fround(number)) ? undefined : number;
};

/** Half of a surrogate pair has no UTF-8. */
const text: Convert = (value) => (typeof value === "string" && value.isWellFormed() ? value : undefined);

const integers = { int8: narrow, int16: narrow, int32: narrow, uint8: narrow, uint16: narrow, uint32: narrow, int64: wide, uint64: wide };

const converts: { readonly [K in Exclude<ColumnKind, "list">]: Convert } = {
  ...(integers satisfies { readonly [D in DType]?: Convert }),
  bool: (value) => (typeof value === "boolean" ? Number(value) : undefined),
  float32: single,
  float64: float,
  utf8: text,
  category: text,
  date(value) {
    if (typeof value === "string") return parseDate(value);
    const days = value instanceof Date ? value.getTime() / 86_400_000 : undefined;
    return Number.isInteger(days) ? days : undefined;
  },
  timestamp(value, { unit, zone }) {
    if (typeof value === "bigint") return BigInt.asIntN(64, value) === value ? value : undefined;
    const parsed = typeof value === "string" ? parseTimestamp(value, unit!) : value instanceof Date ? ofDate(value, unit!) : undefined;
    // A time of day in a zone may come twice, or never: only an offset tells which moment it is.
    if (parsed === undefined || (zone !== undefined && !parsed.hasOffset)) return undefined;
    return BigInt.asIntN(64, parsed.ticks) === parsed.ticks ? parsed.ticks : undefined;
  },
  duration: (value, type) => wide(value, type),
};

function ofDate(date: Date, unit: keyof typeof ticksPerSecond) {
  const ms = date.getTime();
  if (Number.isNaN(ms)) return undefined;
  const [ticks, rest] = unit === "s" ? [ms / 1000, ms % 1000] : [ms, 0];
  return rest === 0 ? { ticks: BigInt(ticks) * (unit === "s" ? 1n : BigInt(ticksPerSecond[unit] / 1000)), hasOffset: true } : undefined;
}

export function convertOf(kind: Exclude<ColumnKind, "list">): Convert {
  return converts[kind];
}
