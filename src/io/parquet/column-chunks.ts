import { type ColumnType, columnTypeOf } from "../../chunk/column-type.ts";
import type { Backend } from "../../kernels/kernel.ts";
import { elementName, metaOf, nameOf, pathOf, regionOf, topLevel } from "./extract.ts";
import type { Footer } from "./footer.ts";
import { pageCodecs } from "./page-codecs.ts";
import { Encoding } from "./page-heads.ts";
import { fieldOf, numberIn, structsIn, type ThriftList, type ThriftStruct } from "./thrift.ts";

/** A column of a row group that kernels of ours read. */
export interface ColumnChunk {
  readonly group: number;
  /** Where its pages lie in the file. */
  readonly from: number;
  readonly length: number;
  readonly rows: number;
  readonly codec: number;
  /** `Type` of parquet.thrift. */
  readonly physical: number;
  /** Whether rows may have no value. */
  readonly isOptional: boolean;
}

/** Kinds of columns by the physical types that hold them as they are, or wider. */
const kinds: { readonly [physical: number]: readonly string[] } = {
  0: ["bool"],
  1: ["int8", "int16", "int32", "uint8", "uint16", "uint32", "date"],
  2: ["int64", "uint64", "timestamp", "duration"],
  4: ["float32"],
  5: ["float64"],
  6: ["utf8", "category"],
};

/** Encodings of data pages, by physical type. */
const encodings: { readonly [physical: number]: readonly number[] } = {
  0: [Encoding.plain, Encoding.rle],
  1: [Encoding.plain, Encoding.plainDictionary, Encoding.dictionary, Encoding.differences, Encoding.bytesApart],
  2: [Encoding.plain, Encoding.plainDictionary, Encoding.dictionary, Encoding.differences, Encoding.bytesApart],
  4: [Encoding.plain, Encoding.plainDictionary, Encoding.dictionary, Encoding.bytesApart],
  5: [Encoding.plain, Encoding.plainDictionary, Encoding.dictionary, Encoding.bytesApart],
  6: [Encoding.plain, Encoding.plainDictionary, Encoding.dictionary, Encoding.differingLengths],
};
/** Encodings of levels stand in the same list. */
const levelEncodings: readonly number[] = [Encoding.rle, 4];

export function canDecode(physical: number, type: ColumnType, encoding: number): boolean {
  // A category is the numbers that the file has.
  if (type === "category") return encoding === Encoding.dictionary || encoding === Encoding.plainDictionary;
  return encodings[physical]?.includes(encoding) === true;
}

/** What kernels of ours read a column from, as metadata has it; `undefined`: some of it needs the library. */
export function columnChunks(
  file: { readonly path: string; readonly size: number },
  footer: Footer,
  groups: readonly number[],
  { name, type }: { readonly name: string; readonly type: ColumnType },
  backend: Backend,
): ColumnChunk[] | undefined {
  const top = topLevel(footer.schema).filter(({ element }) => elementName(element) === name);
  const { element, nested } = top[0] ?? { element: [], nested: [] };
  if (top.length !== 1 || nested.length > 0 || !isStoredAs(element, type)) return undefined;
  const repetition = numberIn(element, 3) ?? 0;
  if (repetition > 1) return undefined;
  const chunks: ColumnChunk[] = [];
  for (const group of groups) {
    const own = footer.rowGroups[group]!;
    const found = structsIn(own, 1).filter((chunk) => fieldOf(chunk, 1) === undefined && nameOf(metaOf(chunk, file, group)) === name);
    const meta = found.length === 1 ? metaOf(found[0]!, file, group) : undefined;
    if (meta === undefined || pathOf(meta).length !== 1) return undefined;
    const [physical, codec, rows, bytes] = [numberIn(meta, 1) ?? -1, numberIn(meta, 4) ?? -1, numberIn(own, 3) ?? -1, numberIn(meta, 6) ?? -1];
    if (physical !== numberIn(element, 1) || pageCodecs[codec] === undefined || rows < 0 || rows > 0x7fff_fffe) return undefined;
    const listed = ((fieldOf(meta, 2) as ThriftList | undefined)?.items ?? []).map(Number);
    if (!listed.every((encoding) => levelEncodings.includes(encoding) || encodings[physical]!.includes(encoding))) return undefined;
    // What kernels in WebAssembly work on is copied to their memory.
    if (backend.maxBytes !== undefined && 4 * bytes + 16 * rows > backend.maxBytes) return undefined;
    chunks.push({ group, ...regionOf(meta, file, group), rows, codec, physical, isOptional: repetition === 1 });
  }
  return chunks;
}

const units: { readonly [field: number]: string } = { 1: "ms", 2: "us", 3: "ns" };
const convertedUnits: { readonly [converted: number]: string } = { 9: "ms", 10: "us" };
/** Of `LogicalType`: decimals, times of day and columns of nothing are for the library. */
const isFor = { decimal: 5, time: 7, timestamp: 8, nothing: 11 } as const;
const convertedForLibrary: readonly number[] = [5, 7, 8, 21];

function isStoredAs(element: ThriftStruct, type: ColumnType): boolean {
  const { kind, unit } = columnTypeOf(type);
  if (kinds[numberIn(element, 1) ?? -1]?.includes(kind) !== true) return false;
  const converted = numberIn(element, 6);
  const [logical] = (fieldOf(element, 10) ?? []) as ThriftStruct;
  if (convertedForLibrary.includes(converted ?? -1) || [isFor.decimal, isFor.time, isFor.nothing].includes(logical?.id as never)) return false;
  const fileUnit = logical?.id === isFor.timestamp ? timestampUnit(logical.value as ThriftStruct) : convertedUnits[converted ?? -1];
  return (kind !== "timestamp" && kind !== "duration") || fileUnit === undefined || fileUnit === unit;
}

function timestampUnit(timestamp: ThriftStruct): string | undefined {
  const [unit] = (fieldOf(timestamp, 2) ?? []) as ThriftStruct;
  return units[unit?.id ?? -1] ?? "unknown";
}
