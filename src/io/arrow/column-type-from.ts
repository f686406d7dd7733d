import type { DataType, Field } from "apache-arrow";
import { type ColumnType, findColumnType, type TimeUnit } from "../../chunk/column-type.ts";
import { DTypeError } from "../../util/errors.ts";

// apache-arrow takes 80 ms to load: what only looks at its objects does without it.

/** Its enumeration `Type`, which numbers types as the format does. */
export const Type = {
  Null: 1,
  Int: 2,
  Float: 3,
  Binary: 4,
  Utf8: 5,
  Bool: 6,
  Decimal: 7,
  Date: 8,
  Time: 9,
  Timestamp: 10,
  List: 12,
  Struct: 13,
  FixedSizeList: 16,
  Duration: 18,
  LargeUtf8: 20,
  LargeList: 21,
  Utf8View: 24,
  Dictionary: -1,
} as const;

/** Arrow numbers units in this order, and the widths of floats from half to double. */
export const units: readonly TimeUnit[] = ["s", "ms", "us", "ns"];
const double = 2;

const ofList = "what its lists hold has no column type; write one row an element, or leave the column out";

/** What Arrow calls a column's type when it has none here, and what to do about it. */
const refusals: { readonly [typeId: number]: string } = {
  [Type.Decimal]: 'cast it to float64 or to text where it is written, or read it with { decimals: "float64" }',
  [Type.List]: ofList,
  [Type.LargeList]: ofList,
  [Type.FixedSizeList]: ofList,
  [Type.Struct]: "structs have no column type; write each of its fields as a column, or leave the column out",
};

export interface ArrowReadOptions {
  /** What decimals become. Default: an error, since a double may round them. */
  readonly decimals?: "error" | "float64" | undefined;
}

/** The type a column has here; a `DTypeError` naming the column and its type if there is none. */
export function columnTypeFrom(type: DataType, name: string, operation: string, options: ArrowReadOptions = {}): ColumnType {
  const found = search(type, options);
  const known = found === undefined ? undefined : findColumnType(found);
  if (known !== undefined) return known.type;
  const wayOut = found === undefined ? (refusals[type.typeId] ?? "leave the column out with { columns }") : "its zone is unknown to this Node.js";
  throw new DTypeError(`${operation}: column ${JSON.stringify(name)} is ${nameOf(type)}, which no column type holds; ${wayOut}`);
}

/** The library writes the scale of decimals as an exponent, without its sign. */
function nameOf(type: DataType): string {
  const { precision, scale } = type as unknown as { readonly [member: string]: number };
  return type.typeId === Type.Decimal ? `decimal(${precision}, ${scale})` : String(type);
}

function search(type: DataType, options: ArrowReadOptions): string | undefined {
  // Members differ from type to type; `typeId` says which are there.
  const { bitWidth, isSigned, precision, unit, timezone, dictionary, children } = type as unknown as { [member: string]: never };
  switch (type.typeId) {
    case Type.Bool:
      return "bool";
    case Type.Int:
      return `${isSigned ? "int" : "uint"}${bitWidth}`;
    case Type.Float:
      return precision === double ? "float64" : "float32";
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
      return "utf8";
    case Type.Dictionary: {
      const values = search(dictionary, options);
      return values === "utf8" ? "category" : values;
    }
    case Type.Date:
      // 64 bits hold milliseconds, and JavaScript's writers store any.
      return unit === 0 ? "date" : "timestamp[ms]";
    case Type.Timestamp:
      return timezone ? `timestamp[${units[unit]}, ${zoneOf(timezone)}]` : `timestamp[${units[unit]}]`;
    case Type.Time:
    case Type.Duration:
      // A time of day is what has passed since midnight.
      return `duration[${units[unit]}]`;
    case Type.Decimal:
      return options.decimals === "float64" ? "float64" : undefined;
    case Type.Null:
      return "float64";
    case Type.List:
    case Type.LargeList:
    case Type.FixedSizeList: {
      const [field] = children as readonly Field[];
      const item = field === undefined ? undefined : search(field.type, options);
      return item === undefined ? undefined : `list<${item}>`;
    }
    default:
      return undefined;
  }
}

/** Arrow writes UTC in several ways. */
function zoneOf(zone: string): string {
  return /^(utc|z|etc\/utc|\+?00:?00)$/i.test(zone) ? "UTC" : zone;
}
