import { type Column, countBits, nullCount } from "../../chunk/column.ts";
import { whereRows } from "../../kernels/frame/rows/filter.ts";
import { takeColumn } from "../../kernels/frame/rows/take.ts";
import type { Backend } from "../../kernels/kernel.ts";
import { growing } from "./growing.ts";
import { levelBytes, putLevels } from "./levels.ts";
import { mostBytes, pageCompressions } from "./page-compress.ts";
import { Encoding } from "./page-heads.ts";
import { type PageValues, pageValues } from "./page-values.ts";
import { binary, i32, i64, list, storedAs, struct } from "./schema-elements.ts";
import { Kind, type ThriftField, type ThriftStruct, writeThrift } from "./thrift.ts";

export interface ColumnWrite {
  readonly backend: Backend;
  readonly name: string;
  readonly compression: string;
  /** Whether values that repeat may be written once and numbered. */
  readonly dictionary: boolean;
}

/** A column of a row group as a file has it. */
export interface EncodedColumn {
  /** Its pages, in memory that the next one goes to. */
  readonly bytes: Uint8Array;
  /** `ColumnChunk` of parquet.thrift. */
  readonly chunk: ThriftStruct;
  readonly uncompressedBytes: number;
}

/** Pages have about so many bytes before they are compressed, and no more rows. */
const pageBytes = 2 ** 20;
const mostRows = 2 ** 17;

const chunkMemory = growing();
const pageMemory = growing();

/** `position` is where the column begins in the file. */
export function encodeColumn(write: ColumnWrite, column: Column, position: number): EncodedColumn {
  const { backend, name, compression, dictionary } = write;
  const { length, valid } = column;
  const nulls = nullCount(column);
  const values = pageValues(backend, nulls === 0 ? column : withoutNulls(backend, column), dictionary);
  const bitmap = nulls === 0 ? undefined : valid;
  const { codec, run } = pageCompressions[compression]!;
  const pages = pagesOf(length, bitmap, values);
  const bound = pages.reduce(
    (sum, { most }) => sum + mostBytes(most) + headBytes,
    values.dictionary === undefined ? 0 : mostBytes(values.dictionary.bytes.length) + headBytes,
  );
  const out = chunkMemory(bound);
  let at = 0;
  let uncompressed = 0;

  function put(page: Uint8Array, head: ThriftStruct): void {
    const room = headBytes;
    const packed = run(backend, page, out.subarray(at + room));
    const own = writeThrift([head[0]!, i32(2, page.length), i32(3, packed), ...head.slice(1)]);
    out.set(own, at);
    out.copyWithin(at + own.length, at + room, at + room + packed);
    at += own.length + packed;
    uncompressed += own.length + page.length;
  }

  if (values.dictionary !== undefined) {
    const { bytes, count } = values.dictionary;
    put(bytes, [i32(1, 2), struct(7, [i32(1, count), i32(2, Encoding.plain)])]);
  }
  const dataStart = at;
  for (const { from, to, first, last, most } of pages) {
    const page = pageMemory(most);
    const levels = putLevels(bitmap, from, to, page);
    const size = values.put(first, last, page.subarray(levels));
    put(page.subarray(0, levels + size), [i32(1, 0), struct(5, [i32(1, to - from), i32(2, values.encoding), i32(3, Encoding.rle), i32(4, Encoding.rle)])]);
  }
  const encodings = values.dictionary === undefined ? [Encoding.plain, Encoding.rle] : [Encoding.plain, Encoding.rle, Encoding.dictionary];
  const meta: ThriftField[] = [
    i32(1, storedAs(column.type).physical),
    list(2, Kind.i32, encodings.map(BigInt)),
    list(3, Kind.binary, [Buffer.from(name)]),
    i32(4, codec),
    i64(5, length),
    i64(6, uncompressed),
    i64(7, at),
    i64(9, position + dataStart),
    ...(values.dictionary === undefined ? [] : [i64(11, position)]),
    struct(12, statistics(nulls, values)),
    ...(values.textBytes === undefined ? [] : [struct(16, [i64(1, values.textBytes)])]),
  ];
  return { bytes: out.subarray(0, at), chunk: [i64(2, 0), struct(3, meta)], uncompressedBytes: uncompressed };
}

/** More than the head of any page has. */
const headBytes = 64;

interface PagePlan {
  readonly from: number;
  readonly to: number;
  /** Which values its rows have. */
  readonly first: number;
  readonly last: number;
  readonly most: number;
}

function pagesOf(length: number, valid: Uint8Array | undefined, values: PageValues): PagePlan[] {
  // Levels of a page begin with a whole byte.
  const rows = Math.max(8, Math.min(mostRows, Math.floor(pageBytes / values.perValue / 8) * 8));
  const pages: PagePlan[] = [];
  let first = 0;
  for (let from = 0; from < length; from += rows) {
    const to = Math.min(length, from + rows);
    const last = first + (valid === undefined ? to - from : countBits(valid.subarray(from >> 3), to - from));
    pages.push({ from, to, first, last, most: levelBytes(to - from) + values.most(first, last) });
    first = last;
  }
  return pages;
}

/** Those rows that have a value. */
function withoutNulls(backend: Backend, column: Column): Column {
  const { length, valid } = column;
  const rows = whereRows(backend, { type: "bool", length, values: new Uint8Array(length).fill(1), valid });
  return takeColumn(backend, { ...column, valid: undefined }, rows, { present: true });
}

function statistics(nulls: number, { bounds }: PageValues): ThriftStruct {
  return [i64(3, nulls), ...(bounds === undefined ? [] : [binary(5, bounds[1]), binary(6, bounds[0])])];
}
