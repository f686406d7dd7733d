import { type ColumnChunk, type FileMetaData, parquetMetadata, type RowGroup, type SchemaElement } from "hyparquet";
import { type ColumnType, columnTypeOf } from "../../chunk/column-type.ts";
import type { Schema } from "../../expr/meta.ts";
import type { Bound, ColumnFacts, PartFacts } from "../../ops/frame/part-facts.ts";
import { StorageError } from "../../util/errors.ts";
import type { Footer } from "./footer.ts";

// hyparquet makes dates and times of bounds; here they stay what the file has, days and ticks.
const parsers = {
  timestampFromMilliseconds: (ticks: bigint) => ticks,
  timestampFromMicroseconds: (ticks: bigint) => ticks,
  timestampFromNanoseconds: (ticks: bigint) => ticks,
  dateFromDays: (days: number) => days,
  stringFromBytes: (bytes: Uint8Array) => new Text(bytes),
};

/** Bytes of a bound of text: cut ones need not be UTF-8. */
class Text {
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

export function readMetadata(path: string, footer: Footer): FileMetaData {
  const { buffer, byteOffset, byteLength } = footer.bytes;
  try {
    return parquetMetadata(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer, { parsers, geoparquet: false } as never);
  } catch (cause) {
    throw new StorageError(path, `is damaged: its metadata cannot be read: ${(cause as Error).message}`, { cause });
  }
}

/** What is known of a row group's columns. */
export function groupFacts(path: string, group: RowGroup, metadata: FileMetaData, schema: Schema): PartFacts {
  const chunks = new Map(
    group.columns.filter(({ meta_data }) => meta_data?.path_in_schema.length === 1).map((chunk) => [chunk.meta_data!.path_in_schema[0]!, chunk]),
  );
  const elements = new Map(topLevelOf(metadata.schema).map((element) => [element.name, element]));
  for (const [name, { meta_data: meta }] of chunks) {
    // Of a column that is not nested it is the same number, by which memory is planned.
    if (elements.get(name)?.repetition_type !== "REPEATED" && meta!.num_values !== group.num_rows)
      throw new StorageError(path, `is damaged: a row group has ${group.num_rows} rows, its column ${JSON.stringify(name)} ${meta!.num_values}`);
  }
  return {
    rows: Number(group.num_rows),
    columns: Object.fromEntries(
      schema.flatMap(({ name, type }) => {
        const chunk = chunks.get(name);
        return chunk === undefined ? [[name, { bytes: nestedBytes(group, name) }] as const] : [[name, columnFacts(chunk, type, elements.get(name)!)] as const];
      }),
    ),
  };
}

function nestedBytes({ columns }: RowGroup, name: string): number {
  const own = columns.filter(({ meta_data }) => meta_data?.path_in_schema[0] === name);
  return own.reduce((sum, { meta_data }) => sum + Number(meta_data!.total_uncompressed_size), 0);
}

/** Of nested columns only the outermost element. */
function topLevelOf(schema: readonly SchemaElement[]): SchemaElement[] {
  const found: SchemaElement[] = [];
  for (let at = 1, left = 0; at < schema.length; at++) {
    if (left === 0) found.push(schema[at]!);
    else left--;
    left += schema[at]!.num_children ?? 0;
  }
  return found;
}

const units: { readonly [name: string]: "ms" | "us" | "ns" } = { MILLIS: "ms", MICROS: "us", NANOS: "ns", TIMESTAMP_MILLIS: "ms", TIMESTAMP_MICROS: "us" };

function timeUnitOf({ logical_type: logical, converted_type: converted }: SchemaElement): "ms" | "us" | "ns" | undefined {
  return logical?.type === "TIMESTAMP" ? units[logical.unit] : units[converted ?? ""];
}

function columnFacts({ meta_data: meta }: ColumnChunk, type: ColumnType, element: SchemaElement): ColumnFacts {
  const statistics = meta!.statistics;
  // Where the writer says it, the length of texts that are numbered in the file.
  const { unencoded_byte_array_data_bytes: textLength = 0 } = (meta!.size_statistics ?? {}) as { readonly unencoded_byte_array_data_bytes?: bigint };
  const bytes = Math.max(Number(meta!.total_uncompressed_size), Number(textLength));
  if (statistics === undefined) return { bytes };
  const nulls = statistics.null_count === undefined ? undefined : Number(statistics.null_count);
  // The fields `min` and `max` of old writers order text and unsigned numbers by signed bytes.
  const isOld = statistics.min_value === undefined && statistics.max_value === undefined;
  const { kind } = columnTypeOf(type);
  // Bounds of decimals are rounded when they are read.
  const isDecimal = element.converted_type === "DECIMAL" || element.logical_type?.type === "DECIMAL";
  const fileUnit = timeUnitOf(element);
  const trusted = isDecimal ? false : !isOld || (kind !== "utf8" && kind !== "category" && !kind.startsWith("uint"));
  const [least, most] = trusted
    ? [boundOf(statistics.min_value ?? statistics.min, type, fileUnit), boundOf(statistics.max_value ?? statistics.max, type, fileUnit)]
    : [];
  return least === undefined || most === undefined ? { bytes, nulls } : { bytes, nulls, least, most };
}

/** A bound as columns store values; nothing where it is in doubt. */
function boundOf(value: unknown, type: ColumnType, fileUnit: string | undefined): Bound | undefined {
  const { kind, storage, unit } = columnTypeOf(type);
  if (kind === "utf8" || kind === "category") return value instanceof Text ? textBound(value) : undefined;
  if (kind === "bool") return typeof value === "boolean" ? value : undefined;
  if (kind === "timestamp" && fileUnit !== undefined && fileUnit !== unit) return undefined;
  if (storage === "int64" || storage === "uint64") return typeof value === "bigint" && (storage === "int64" || value >= 0n) ? value : undefined;
  return typeof value === "number" && !Number.isNaN(value) && (!kind.startsWith("uint") || value >= 0) ? value : undefined;
}

/** Bounds that were cut within a character are left out rather than mended. */
function textBound({ bytes }: Text): string | undefined {
  const text = Buffer.from(bytes).toString();
  return Buffer.from(text).equals(bytes) ? text : undefined;
}
