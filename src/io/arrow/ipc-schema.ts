import {
  Binary,
  BinaryView,
  Bool,
  DataType,
  Date_,
  Decimal,
  Dictionary,
  Duration,
  Field,
  FixedSizeBinary,
  FixedSizeList,
  Float,
  Int,
  Interval,
  LargeBinary,
  LargeList,
  LargeUtf8,
  List,
  Null,
  Schema,
  Struct,
  Time,
  Timestamp,
  Type,
  Utf8,
  Utf8View,
} from "apache-arrow";
import { type Flat, int8Of, int16Of, int32Of, int64Of, rootOf, stringOf, tableOf, tablesOf } from "./flatbuffer.ts";

// Schema.fbs of the Arrow format. apache-arrow reads schemas too, but believes any length that a damaged file has, and counts to it.

/** Types that apache-arrow has no class for. */
export const unnamed = { runEndEncoded: 22, listView: 25, largeListView: 26 } as const;

/** Deeper than any schema is, and what a damaged one may cost. */
const [deepest, mostFields] = [64, 100_000];

export function readSchema(schema: Flat): Schema {
  if (int16Of(schema, 0) !== 0) throw new RangeError("it is big-endian, which is not read");
  let fields = 0;
  const read = (table: Flat, depth: number): Field => {
    if (depth > deepest || ++fields > mostFields) throw new RangeError("its schema has no end");
    const own = tableOf(table, 3);
    const children = tablesOf(table, 5).map((child) => read(child, depth + 1));
    const type = own === undefined ? new Null() : typeOf(int8Of(table, 2), own, children);
    return new Field(stringOf(table, 0) ?? "", dictionaryOf(table, type), int8Of(table, 1) !== 0);
  };
  return new Schema(tablesOf(schema, 1).map((field) => read(field, 0)));
}

function dictionaryOf(field: Flat, values: DataType): DataType {
  const encoding = tableOf(field, 4);
  if (encoding === undefined) return values;
  const index = tableOf(encoding, 1);
  return new Dictionary(values, (index === undefined ? new Int(true, 32) : integer(index)) as never, int64Of(encoding, 0), int8Of(encoding, 2) !== 0);
}

function integer(table: Flat): Int {
  const width = int32Of(table, 0);
  if (width !== 8 && width !== 16 && width !== 32 && width !== 64) throw new RangeError(`integers have ${width} bits`);
  return new Int(int8Of(table, 1) !== 0, width);
}

type Make = (table: Flat, children: Field[]) => DataType;

const types: { readonly [typeId: number]: Make } = {
  [Type.Null]: () => new Null(),
  [Type.Int]: integer,
  [Type.Float]: (table) => new Float(within(int16Of(table, 0), 3)),
  [Type.Binary]: () => new Binary(),
  [Type.Utf8]: () => new Utf8(),
  [Type.Bool]: () => new Bool(),
  [Type.Decimal]: (table) => new Decimal(int32Of(table, 1), int32Of(table, 0), decimalBits(int32Of(table, 2, 128))),
  [Type.Date]: (table) => new Date_(within(int16Of(table, 0, 1), 2)),
  [Type.Time]: (table) => new Time(within(int16Of(table, 0, 1), 4), int32Of(table, 1, 32) === 64 ? 64 : 32),
  [Type.Timestamp]: (table) => new Timestamp(within(int16Of(table, 0), 4), stringOf(table, 1) ?? null),
  [Type.Interval]: (table) => new Interval(within(int16Of(table, 0), 3)),
  [Type.List]: (_, [child]) => new List(childOf(child)),
  [Type.Struct]: (_, children) => new Struct(children),
  [Type.FixedSizeBinary]: (table) => new FixedSizeBinary(int32Of(table, 0)),
  [Type.FixedSizeList]: (table, [child]) => new FixedSizeList(sizeOf(int32Of(table, 0)), childOf(child)),
  [Type.LargeList]: (_, [child]) => new LargeList(childOf(child)),
  [Type.Duration]: (table) => new Duration(within(int16Of(table, 0, 1), 4)),
  [Type.LargeBinary]: () => new LargeBinary(),
  [Type.LargeUtf8]: () => new LargeUtf8(),
  [Type.BinaryView]: () => new BinaryView(),
  [Type.Utf8View]: () => new Utf8View(),
};

/** Types that are only skipped. */
const others: { readonly [typeId: number]: string } = {
  [Type.Union]: "Union",
  [Type.Map]: "Map",
  [unnamed.runEndEncoded]: "RunEndEncoded",
  [unnamed.listView]: "ListView",
  [unnamed.largeListView]: "LargeListView",
};

function typeOf(typeId: number, table: Flat, children: Field[]): DataType {
  const make = types[typeId];
  if (make !== undefined) return make(table, children);
  const name = others[typeId];
  if (name === undefined) throw new RangeError(`a column has the unknown type ${typeId}`);
  return new Skipped(typeId, children, name, typeId === Type.Union ? int16Of(table, 0) : 0);
}

class Skipped extends DataType {
  override readonly children: Field[];
  readonly name: string;
  /** Of unions: 0 sparse, 1 dense. */
  readonly mode: number;
  constructor(typeId: number, children: Field[], name: string, mode: number) {
    super(typeId as never);
    this.children = children;
    this.name = name;
    this.mode = mode;
  }
  override toString(): string {
    return this.name;
  }
}

function childOf(field: Field | undefined): Field {
  if (field === undefined) throw new RangeError("a list does not say what it holds");
  return field;
}

function sizeOf(size: number): number {
  if (size < 0) throw new RangeError(`lists have ${size} values`);
  return size;
}

function within(value: number, count: number): never {
  if (value < 0 || value >= count) throw new RangeError(`a type has the unknown unit ${value}`);
  return value as never;
}

function decimalBits(bits: number): number {
  if (bits !== 32 && bits !== 64 && bits !== 128 && bits !== 256) throw new RangeError(`decimals have ${bits} bits`);
  return bits;
}

/** The schema at the beginning of a stream in memory. */
export function schemaOfStream(bytes: Uint8Array): Schema {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getInt32(4, true);
  return readSchema(tableOf(rootOf(bytes.subarray(8, 8 + length)), 2)!);
}
