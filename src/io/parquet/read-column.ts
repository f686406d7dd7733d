import { bitmapBytes, type Column, nullColumn } from "../../chunk/column.ts";
import { type ColumnType, columnTypeOf } from "../../chunk/column-type.ts";
import type { Backend } from "../../kernels/kernel.ts";
import { StorageError } from "../../util/errors.ts";
import { threadMemory } from "../../util/thread-memory.ts";
import type { RandomAccess } from "../files/random-access.ts";
import type { Arena } from "./arena.ts";
import { type ColumnChunk, canDecode } from "./column-chunks.ts";
import { type ColumnSink, decode, prefixed } from "./column-sink.ts";
import { boolSink, numberSink } from "./number-sink.ts";
import { pageCodecs } from "./page-codecs.ts";
import { type PageHead, pageHeads } from "./page-heads.ts";
import { categorySink, textSink } from "./text-sink.ts";

export interface ColumnRead {
  readonly backend: Backend;
  readonly arena: Arena;
  readonly file: RandomAccess;
  readonly name: string;
  readonly type: ColumnType;
}

/** A column of row groups that follow each other, decoded by kernels of ours; of a category, one row group. `undefined`: its pages turn out to need the library. */
export function readColumn(read: ColumnRead, chunks: readonly ColumnChunk[]): Column | undefined {
  const length = chunks.reduce((sum, { rows }) => sum + rows, 0);
  if (length === 0) return nullColumn(read.type, 0);
  let target: Target | undefined;
  let row = 0;
  for (const chunk of chunks) {
    const where = { group: chunk.group, at: chunk.from };
    try {
      const bytes = threadMemory(chunk.length);
      read.file.readInto(chunk.from, bytes);
      const heads = pageHeads(bytes);
      if (heads === undefined || !areOurs(heads, chunk, read.type)) return undefined;
      target ??= newTarget(read, chunk, length, heads);
      for (const head of heads) {
        where.at = chunk.from + head.from;
        row += readPage(read.backend, target, chunk, bytes, head, row);
      }
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause;
      const what = `column ${JSON.stringify(read.name)} of row group ${where.group} cannot be read: the page at byte ${where.at}`;
      throw new StorageError(read.file.path, `is damaged: ${what}: ${cause.message}`, { cause });
    }
  }
  const { sink, valid, present } = target!;
  return sink.finish(present === length ? undefined : valid);
}

interface Target {
  readonly sink: ColumnSink;
  readonly valid: Uint8Array;
  /** How many rows have a value. */
  present: number;
}

function newTarget(read: ColumnRead, chunk: ColumnChunk, length: number, heads: readonly PageHead[]): Target {
  const valid = read.arena.take(bitmapBytes(length)).fill(0);
  return { sink: sinkFor(read, chunk, length, heads), valid, present: 0 };
}

function sinkFor({ backend, arena, type }: ColumnRead, { physical, rows }: ColumnChunk, length: number, heads: readonly PageHead[]): ColumnSink {
  const { kind } = columnTypeOf(type);
  if (kind === "bool") return boolSink(backend, arena, length);
  if (kind === "category") return categorySink(backend, arena, length);
  if (kind !== "utf8") return numberSink(backend, arena, type, length, physical === 1 || physical === 4 ? 4 : 8);
  // As if the texts of the dictionary were equally frequent, and other row groups like this one.
  const [first] = heads;
  const isNumbered = first?.kind === "dictionary" && first.count > 0;
  const perRow = isNumbered ? (first.length - 4 * first.count) / first.count : heads.reduce((sum, head) => sum + head.length, 0) / rows;
  return textSink(backend, arena, length, Math.min(2 ** 30, Math.ceil(1.02 * Math.max(0, perRow) * length)));
}

/** Whether these are pages that our kernels decode. Those that do not have the rows of their group are damaged. */
function areOurs(heads: readonly PageHead[], { rows, physical }: ColumnChunk, type: ColumnType): boolean {
  const data = heads.filter(({ kind }) => kind !== "dictionary");
  const found = data.reduce((sum, { count }) => sum + count, 0);
  if (found !== rows) throw new RangeError(`it and the others have ${found} of ${rows} rows`);
  return data.every(({ encoding }) => canDecode(physical, type, encoding)) && heads.every(({ kind }, at) => kind !== "dictionary" || at === 0);
}

/** How many rows the page has. */
function readPage(backend: Backend, target: Target, { codec, isOptional }: ColumnChunk, chunk: Uint8Array, head: PageHead, row: number): number {
  const { kind, count, encoding, levelBytes } = head;
  const stored = chunk.subarray(head.from + levelBytes, head.to);
  const expand = pageCodecs[head.isCompressed ? codec : 0]!;
  // A page of nothing but missing values may have no bytes to be decompressed.
  const page = stored.length === 0 && head.length === levelBytes ? stored : expand(backend, stored, head.length - levelBytes);
  const { sink, valid } = target;
  if (kind === "dictionary") {
    sink.dictionary(page, count);
    return 0;
  }
  let values = page;
  let present = count;
  if (isOptional && count > 0) {
    const levels = kind === "data2" ? { own: chunk.subarray(head.from, head.from + levelBytes), rest: page } : prefixed(page);
    values = levels.rest;
    const state = new Float64Array(1);
    decode(backend, "parquet/levels", "uint8", { n: count, inputs: [levels.own], outputs: [valid], params: [row], state });
    present = state[0]!;
  }
  sink.page(encoding, values, row, present);
  if (present < count) sink.spread(valid, row, count, present);
  target.present += present;
  return count;
}
