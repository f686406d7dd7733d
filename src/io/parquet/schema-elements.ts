import { type ColumnKind, type ColumnType, columnTypeOf } from "../../chunk/column-type.ts";
import type { Schema } from "../../expr/meta.ts";
import { must } from "../../util/must.ts";
import { Kind, type ThriftField, type ThriftList, type ThriftStruct, type ThriftValue } from "./thrift.ts";

export const i32 = (id: number, value: number): ThriftField => ({ id, kind: Kind.i32, value: BigInt(value) });
export const i64 = (id: number, value: number): ThriftField => ({ id, kind: Kind.i64, value: BigInt(value) });
export const binary = (id: number, value: Uint8Array): ThriftField => ({ id, kind: Kind.binary, value });
export const text = (id: number, value: string): ThriftField => binary(id, Buffer.from(value));
export const struct = (id: number, value: ThriftStruct): ThriftField => ({ id, kind: Kind.struct, value });
export const list = (id: number, of: number, items: readonly ThriftValue[]): ThriftField => ({
  id,
  kind: Kind.list,
  value: { of, items } satisfies ThriftList,
});
const bool = (id: number, value: boolean): ThriftField => ({ id, kind: Kind.true, value });

/** `Type`, `ConvertedType` and `LogicalType` of parquet.thrift. */
interface Stored {
  readonly physical: number;
  readonly converted?: number;
  readonly logical?: ThriftField;
}

const integer = (bits: number, isSigned: boolean): ThriftField => struct(10, [{ id: 1, kind: Kind.byte, value: BigInt(bits) }, bool(2, isSigned)]);
const ofText: Stored = { physical: 6, converted: 0, logical: struct(1, []) };

const stored: { readonly [K in Exclude<ColumnKind, "timestamp" | "list">]: Stored } = {
  bool: { physical: 0 },
  int8: { physical: 1, converted: 15, logical: integer(8, true) },
  int16: { physical: 1, converted: 16, logical: integer(16, true) },
  int32: { physical: 1 },
  int64: { physical: 2 },
  uint8: { physical: 1, converted: 11, logical: integer(8, false) },
  uint16: { physical: 1, converted: 12, logical: integer(16, false) },
  uint32: { physical: 1, converted: 13, logical: integer(32, false) },
  uint64: { physical: 2, converted: 14, logical: integer(64, false) },
  float32: { physical: 4 },
  float64: { physical: 5 },
  utf8: ofText,
  category: ofText,
  date: { physical: 1, converted: 6, logical: struct(6, []) },
  // Parquet has none: the Arrow schema in the metadata tells them from integers.
  duration: { physical: 2 },
};

/** Numbers of the union `TimeUnit`, and what old readers know. Seconds are as durations. */
const units: { readonly [unit: string]: { readonly field: number; readonly converted?: number } } = {
  ms: { field: 1, converted: 9 },
  us: { field: 2, converted: 10 },
  ns: { field: 3 },
};

export function storedAs(type: ColumnType): Stored {
  const { kind, unit, zone } = columnTypeOf(type);
  must(kind !== "list", "lists are written by the library");
  if (kind !== "timestamp") return stored[kind];
  const own = units[unit!];
  if (own === undefined) return { physical: 2 };
  const logical = struct(8, [bool(1, zone !== undefined), struct(2, [struct(own.field, [])])]);
  return own.converted === undefined ? { physical: 2, logical } : { physical: 2, converted: own.converted, logical };
}

/** The schema of a file: a root and a leaf a column, each of which may have nulls. */
export function schemaElements(schema: Schema): ThriftStruct[] {
  const leaves = schema.map(({ name, type }): ThriftStruct => {
    const { physical, converted, logical } = storedAs(type);
    return [
      i32(1, physical),
      i32(3, 1),
      text(4, name),
      ...(converted === undefined ? [] : [i32(6, converted)]),
      ...(logical === undefined ? [] : [struct(10, [logical])]),
    ];
  });
  return [[text(4, "arrow_schema"), i32(5, schema.length)], ...leaves];
}
