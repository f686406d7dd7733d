import type { Schema } from "apache-arrow";
import { FileBlock, Footer } from "apache-arrow/ipc/metadata/file";
import { BodyCompression, BufferRegion, DictionaryBatch, FieldNode, Message, RecordBatch } from "apache-arrow/ipc/metadata/message";
import { bitsFromBytes } from "../../chunk/bitmap.ts";
import { type Batch, bitmapBytes, type Column, nullCount, textBytes } from "../../chunk/column.ts";
import { columnTypeOf } from "../../chunk/column-type.ts";
import { itemsOf } from "../../chunk/list.ts";
import type { Schema as FrameSchema } from "../../expr/meta.ts";
import { unifyDictionaries } from "../../kernels/frame/rows/dictionary.ts";
import { loadBackend } from "../../kernels/load.ts";
import { arrowSchemaOf } from "./arrow-types.ts";
import { type ArrowCompression, compressBody, compressionNames } from "./codecs.ts";
import { zeroedValues } from "./zeroed-values.ts";

// Messages are put together here because apache-arrow's own writer (21.2) copies columns into its classes, and writes the wrong length before a compressed buffer.

export interface ArrowWriteOptions {
  /** `file` can be read at any place, `stream` from its beginning. Default `file`. */
  readonly format?: "file" | "stream" | undefined;
  /** How bodies are compressed; default: not at all. Node.js before 22.15 writes no zstd in tasks. */
  readonly compression?: ArrowCompression | undefined;
}

export interface ArrowWriter {
  /** Writes the dictionaries of columns, which have no rows: batches that have no other texts need none after. */
  begin(columns: readonly Column[]): void;
  write(batch: Batch): void;
  /** Writes what stands at the end. */
  end(): void;
}

/** Buffers and messages begin at multiples of this. */
const alignment = 8;
const padded = (bytes: number) => Math.ceil(bytes / alignment) * alignment;
/** `MetadataVersion.V5`, as all writers since Arrow 1.0. */
const version5 = 4;
const mark = Uint8Array.of(0x41, 0x52, 0x52, 0x4f, 0x57, 0x31, 0, 0); // "ARROW1" and padding

/** Writes record batches, a message each, with `put`, which is given bytes in their order. Categories have one dictionary a file: what later batches add to it is written as a delta, which Polars does not read. */
export function arrowWriter(schema: FrameSchema, put: (bytes: Uint8Array) => void, { format = "file", compression }: ArrowWriteOptions = {}): ArrowWriter {
  const arrowSchema = arrowSchemaOf(schema);
  let position = 0;
  const emit = (bytes: Uint8Array) => {
    position += bytes.length;
    put(bytes);
  };
  const blocks = { dictionaries: [] as FileBlock[], batches: [] as FileBlock[] };
  const message = (header: Schema | RecordBatch | DictionaryBatch, body: Body): void => {
    const head = Message.encode(Message.from(header as never, body.length));
    const headBytes = padded(head.length + 8);
    const own = new FileBlock(headBytes, body.length, position);
    if (header instanceof RecordBatch) blocks.batches.push(own);
    else if (header instanceof DictionaryBatch) blocks.dictionaries.push(own);
    const bytes = new Uint8Array(headBytes);
    new Int32Array(bytes.buffer, 0, 2).set([-1, headBytes - 8]);
    bytes.set(head, 8);
    emit(bytes);
    for (const part of body.parts) emit(part);
  };
  if (format === "file") emit(mark);
  message(arrowSchema, { parts: [], length: 0 });
  const dictionaries = new DictionaryLog(arrowSchema);
  const withDictionaries = (given: readonly Column[]) => {
    const { columns, news } = dictionaries.add(given);
    for (const { id, texts, isDelta } of news) {
      const body = bodyOf([texts], compression);
      message(new DictionaryBatch(batchHeader(texts.length, body, compression), id, isDelta), body);
    }
    return columns;
  };
  return {
    begin: withDictionaries,
    write(batch) {
      const body = bodyOf(withDictionaries(batch.columns), compression);
      message(batchHeader(batch.length, body, compression), body);
    },
    end() {
      emit(new Uint8Array(Int32Array.of(-1, 0).buffer));
      if (format === "stream") return;
      const footer = Footer.encode(new Footer(arrowSchema, version5, blocks.batches, blocks.dictionaries));
      emit(footer);
      const tail = Buffer.alloc(10, "\0\0\0\0ARROW1", "latin1");
      tail.writeInt32LE(footer.length);
      emit(tail);
    },
  };
}

interface Body {
  readonly parts: readonly Uint8Array[];
  readonly length: number;
  readonly regions?: readonly BufferRegion[];
  readonly nodes?: readonly FieldNode[];
}

function batchHeader(length: number, { nodes, regions }: Body, compression: ArrowCompression | undefined): RecordBatch {
  const method = compression === undefined ? null : new BodyCompression(compressionNames.indexOf(compression));
  return new RecordBatch(length, [...nodes!], [...regions!], method);
}

function bodyOf(columns: readonly Column[], compression: ArrowCompression | undefined): Body {
  const parts: Uint8Array[] = [];
  const regions: BufferRegion[] = [];
  let length = 0;
  const nodes = columns.flatMap(withItems).map((column) => {
    const missing = nullCount(column);
    for (const plain of buffersOf(column, missing)) {
      const bytes = compression === undefined || plain.length === 0 ? plain : compressBody(compression, plain);
      regions.push(new BufferRegion(length, bytes.length));
      parts.push(bytes);
      const padding = padded(bytes.length) - bytes.length;
      if (padding > 0) parts.push(new Uint8Array(padding));
      length += bytes.length + padding;
    }
    return new FieldNode(column.length, missing);
  });
  return { parts, length, regions, nodes };
}

/** What lists hold is a column of its own, after theirs. */
function withItems(column: Column): Column[] {
  return column.child === undefined ? [column] : [column, ...withItems(itemsOf(column))];
}

function buffersOf(column: Column, missing: number): Uint8Array[] {
  const { length, valid, offsets, values, type } = column;
  const validity = missing === 0 ? new Uint8Array(0) : valid!.subarray(0, bitmapBytes(length));
  if (offsets !== undefined) {
    const first = offsets[0]!;
    const from0 = first === 0 ? offsets.subarray(0, length + 1) : offsets.subarray(0, length + 1).map((offset) => offset - first);
    if (column.child !== undefined) return [validity, bytesOf(from0)];
    return [validity, bytesOf(from0), (values as Uint8Array).subarray(first, first + textBytes(column))];
  }
  const known = missing === 0 ? values.subarray(0, length) : zeroedValues(column);
  return [validity, type === "bool" ? bitsFromBytes(known as Uint8Array, length) : bytesOf(known)];
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) => new Uint8Array(buffer, byteOffset, byteLength);

interface NewTexts {
  readonly id: number;
  readonly texts: Column;
  readonly isDelta: boolean;
}

/** The dictionaries written so far. What later batches add is written as a delta, which files and streams both may have. */
class DictionaryLog {
  readonly #ids: readonly (number | undefined)[];
  readonly #known = new Map<number, Column>();

  constructor(schema: Schema) {
    this.#ids = schema.fields.map(({ type }) => (type as unknown as { id?: number }).id);
  }

  add(columns: readonly Column[]): { columns: readonly Column[]; news: readonly NewTexts[] } {
    const news: NewTexts[] = [];
    const own = columns.map((column, at) => {
      if (columnTypeOf(column.type).kind !== "category") return column;
      const id = this.#ids[at]!;
      const before = this.#known.get(id);
      const [, unified] = before === undefined ? [undefined, column] : unifyDictionaries(loadBackend(), [emptyOf(before), column]);
      const dictionary = unified!.dictionary!;
      const from = before?.length ?? 0;
      if (before === undefined || dictionary.length > from) {
        news.push({ id, texts: rest(dictionary, from), isDelta: before !== undefined });
        this.#known.set(id, dictionary);
      }
      return unified!;
    });
    return { columns: own, news };
  }
}

const emptyOf = (dictionary: Column): Column => ({ type: "category", length: 0, values: new Int32Array(0), dictionary });

/** The texts from one on. */
const rest = (texts: Column, from: number): Column => ({ ...texts, length: texts.length - from, offsets: texts.offsets!.subarray(from) });
