import { type Data, type DataType, type FixedSizeList, makeData, type Schema, Type, Vector } from "apache-arrow";
import type { Batch, Column } from "../../chunk/column.ts";
import type { Schema as FrameSchema } from "../../expr/meta.ts";
import type { Backend } from "../../kernels/kernel.ts";
import { must } from "../../util/must.ts";
import type { RandomAccess } from "../files/random-access.ts";
import { decompressBody } from "./codecs.ts";
import { type BatchHead, type Block, guarded, MessageKind, readBatchHead, readDictionaryHead, readHead } from "./ipc-message.ts";
import { unnamed } from "./ipc-schema.ts";
import { columnFrom } from "./read-data.ts";

type Dictionaries = ReadonlyMap<number, Vector>;

/** Columns of a record batch, in the order of `wanted`; only their buffers are read. */
export function readBatch(backend: Backend, file: RandomAccess, block: Block, schema: Schema, wanted: FrameSchema, dictionaries: Dictionaries): Batch {
  const { header, block: own } = headOf(file, block, MessageKind.batch);
  return guarded(file, block.offset, () => {
    const head = readBatchHead(header);
    const columns = new Map<string, Column>();
    const walker = new BufferWalker(backend, file, own, head);
    for (const field of schema.fields) {
      const want = wanted.find(({ name }) => name === field.name);
      if (want === undefined) walker.skip(field.type);
      else columns.set(want.name, columnFrom(walker.take(field.type, dictionaries, head.length), want.type, want.name, `readArrow: ${file.path}`));
    }
    return { length: head.length, columns: wanted.map(({ name }) => columns.get(name)!) };
  });
}

/** The dictionaries that wanted columns need, by id; deltas are added to what they extend. */
export function readDictionaries(backend: Backend, file: RandomAccess, blocks: readonly Block[], schema: Schema, wanted: FrameSchema): Dictionaries {
  const types = new Map<number, DataType>();
  const note = (type: DataType): void => {
    if (type.typeId === Type.Dictionary) types.set((type as never as { id: number }).id, (type as never as { dictionary: DataType }).dictionary);
    else for (const child of type.children ?? []) note(child.type);
  };
  for (const { name, type } of schema.fields) if (wanted.some((want) => want.name === name)) note(type);
  const found = new Map<number, Vector>();
  if (types.size === 0) return found;
  for (const block of blocks) {
    const { header, block: own } = headOf(file, block, MessageKind.dictionary);
    guarded(file, block.offset, () => {
      const { id, isDelta, batch } = readDictionaryHead(header);
      const type = types.get(id);
      if (type === undefined) return;
      const data = new BufferWalker(backend, file, own, batch).take(type, found, batch.length);
      const before = isDelta ? (found.get(id)?.data ?? []) : [];
      found.set(id, new Vector([...before, data]));
    });
  }
  return found;
}

function headOf(file: RandomAccess, block: Block, kind: number) {
  const head = readHead(file, block.offset);
  must(head !== undefined, "a message that was there");
  if (head.kind !== kind) throw new RangeError(`it has kind ${head.kind}`);
  return head;
}

/** Goes through the nodes and buffers of a batch, which stand in the order of the fields, children after their parents. */
class BufferWalker {
  #node = 0;
  #buffer = 0;
  #variadic = 0;
  readonly #backend: Backend;
  readonly #file: RandomAccess;
  readonly #block: Block;
  readonly #head: BatchHead;

  constructor(backend: Backend, file: RandomAccess, block: Block, head: BatchHead) {
    this.#backend = backend;
    this.#file = file;
    this.#block = block;
    this.#head = head;
  }

  skip(type: DataType): void {
    this.#node++;
    this.#buffer += bufferCount(type);
    if (isView(type)) this.#buffer += this.#head.variadicCounts[this.#variadic++] ?? 0;
    if (type.typeId !== Type.Dictionary) for (const child of type.children ?? []) this.skip(child.type);
  }

  /** The next column: of `rows` rows, or, of what lists hold, of at least so many. */
  take(type: DataType, dictionaries: Dictionaries, rows: number, isItems = false): Data {
    const node = this.#head.nodes[this.#node++];
    if (node === undefined) throw new RangeError("it has fewer columns than its schema");
    const { length, nullCount } = node;
    if (isItems ? length < rows : length !== rows) throw new RangeError(`a column has ${length} rows, the batch ${rows}`);
    if (type.typeId === Type.Null) return makeData({ type, length } as never);
    const nullBitmap = this.#next();
    if (nullCount > 0 && nullBitmap.length < Math.ceil(length / 8)) throw new RangeError(`a bitmap of ${length} rows has ${nullBitmap.length} bytes`);
    const common = { type, length, nullCount, nullBitmap: nullCount > 0 ? nullBitmap : undefined };
    if (isView(type)) {
      const views = this.#next();
      const count = this.#head.variadicCounts[this.#variadic++] ?? 0;
      return makeData({ ...common, views, variadicBuffers: Array.from({ length: count }, () => this.#next()) } as never);
    }
    if (isList(type)) return this.#takeList(type, common, dictionaries);
    const offsets = bufferCount(type) === 3 ? this.#next() : undefined;
    const data = this.#next();
    const dictionary = type.typeId === Type.Dictionary ? dictionaries.get((type as never as { id: number }).id) : undefined;
    if (type.typeId === Type.Dictionary && dictionary === undefined) throw new RangeError("a dictionary is missing");
    return makeData({
      ...common,
      data: valuesOf(type, data, length),
      ...(offsets && { valueOffsets: offsetsOf(type, offsets, length) }),
      ...(dictionary && { dictionary }),
    } as never);
  }

  #takeList(type: DataType, common: { readonly length: number }, dictionaries: Dictionaries): Data {
    const { length } = common;
    const isFixed = type.typeId === Type.FixedSizeList;
    const valueOffsets = isFixed ? undefined : offsetsOf(type, this.#next(), length);
    const items = isFixed ? length * (type as FixedSizeList).listSize : Number(valueOffsets![length]);
    const child = this.take(type.children[0]!.type, dictionaries, items, true);
    return makeData({ ...common, type, child, ...(valueOffsets && { valueOffsets }) } as never);
  }

  #next(): Uint8Array {
    const { buffers, compression } = this.#head;
    const region = buffers[this.#buffer++];
    if (region === undefined) throw new RangeError("it has fewer buffers than its schema");
    const { offset, headBytes, bodyBytes } = this.#block;
    if (region.offset + region.length > bodyBytes) throw new RangeError(`a buffer ends at ${region.offset + region.length} of ${bodyBytes} bytes`);
    const bytes = this.#file.read(offset + headBytes + region.offset, region.length);
    return compression === undefined || bytes.length === 0 ? bytes : this.#decompress(compression, bytes);
  }

  /** A compressed buffer begins with the length of what is in it; -1 if it is not compressed after all. */
  #decompress(compression: number, bytes: Uint8Array): Uint8Array {
    const length = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigInt64(0, true));
    const body = bytes.subarray(8);
    return length === -1 ? body.slice() : decompressBody(compression, body, this.#file.path, this.#backend);
  }
}

const isView = ({ typeId }: DataType) => typeId === Type.Utf8View || typeId === Type.BinaryView;

const isList = ({ typeId }: DataType) => typeId === Type.List || typeId === Type.LargeList || typeId === Type.FixedSizeList;

const buffersOf: { readonly [typeId: number]: number } = {
  [Type.Null]: 0,
  [Type.Utf8]: 3,
  [Type.LargeUtf8]: 3,
  [Type.Binary]: 3,
  [Type.LargeBinary]: 3,
  [Type.Struct]: 1,
  [Type.FixedSizeList]: 1,
  [unnamed.runEndEncoded]: 0,
  [unnamed.listView]: 3,
  [unnamed.largeListView]: 3,
};

/** How many buffers a column has itself: validity, offsets, values. */
function bufferCount(type: DataType): number {
  // Unions have no validity; those of mode 1 (dense) have offsets.
  if (type.typeId === Type.Union) return (type as never as { mode: number }).mode === 1 ? 2 : 1;
  return buffersOf[type.typeId] ?? 2;
}

/** A view of the values, as `Data` has them. */
function valuesOf(type: DataType, bytes: Uint8Array, length: number): ArrayBufferView {
  const ctor = (type.typeId === Type.Dictionary ? (type as never as { indices: DataType }).indices : type).ArrayType as unknown as typeof Int32Array;
  const isText = bufferCount(type) === 3;
  const needed = isText ? 0 : type.typeId === Type.Bool ? Math.ceil(length / 8) : length * ctor.BYTES_PER_ELEMENT * strideOf(type);
  if (bytes.length < needed) throw new RangeError(`${length} values of ${type} have ${bytes.length} bytes`);
  return ctor === (Uint8Array as never) ? bytes : new ctor(bytes.buffer as ArrayBuffer, bytes.byteOffset, Math.floor(bytes.length / ctor.BYTES_PER_ELEMENT));
}

const strideOf = (type: DataType) => (type.typeId === Type.Decimal ? (type as never as { bitWidth: number }).bitWidth / 32 : 1);

function offsetsOf({ typeId }: DataType, bytes: Uint8Array, length: number): Int32Array | BigInt64Array {
  const ctor = typeId === Type.LargeUtf8 || typeId === Type.LargeList ? BigInt64Array : Int32Array;
  // A column without rows may leave out its only offset.
  if (length === 0) return new ctor(1);
  if (bytes.length < (length + 1) * ctor.BYTES_PER_ELEMENT) throw new RangeError(`${length} texts or lists have ${bytes.length} bytes of offsets`);
  return new ctor(bytes.buffer as ArrayBuffer, bytes.byteOffset, length + 1);
}
