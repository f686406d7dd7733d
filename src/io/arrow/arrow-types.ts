import {
  type TimeUnit as ArrowUnit,
  Bool,
  type DataType,
  DateDay,
  Dictionary,
  Duration,
  Field,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  List,
  Schema,
  Timestamp,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  Utf8,
} from "apache-arrow";
import { type ColumnKind, type ColumnType, columnTypeOf } from "../../chunk/column-type.ts";
import type { Schema as FrameSchema } from "../../expr/meta.ts";
import { units } from "./column-type-from.ts";

const made: { readonly [K in Exclude<ColumnKind, "list">]: (unit: ArrowUnit, zone: string | undefined) => DataType } = {
  bool: () => new Bool(),
  int8: () => new Int8(),
  int16: () => new Int16(),
  int32: () => new Int32(),
  int64: () => new Int64(),
  uint8: () => new Uint8(),
  uint16: () => new Uint16(),
  uint32: () => new Uint32(),
  uint64: () => new Uint64(),
  float32: () => new Float32(),
  float64: () => new Float64(),
  utf8: () => new Utf8(),
  category: () => new Dictionary(new Utf8(), new Int32()),
  date: () => new DateDay(),
  timestamp: (unit, zone) => new Timestamp(unit, zone ?? null),
  duration: (unit) => new Duration(unit),
};

export function arrowTypeOf(type: ColumnType): DataType {
  const { kind, unit, zone, item } = columnTypeOf(type);
  if (kind === "list") return new List(new Field("item", arrowTypeOf(item!), true));
  return made[kind](units.indexOf(unit ?? "s"), zone);
}

export function arrowSchemaOf(schema: FrameSchema): Schema {
  return new Schema(schema.map(({ name, type }) => new Field(name, arrowTypeOf(type), true)));
}
