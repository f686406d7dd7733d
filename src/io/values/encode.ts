import { Serializer } from "node:v8";
import { NDArray } from "../../chunk/ndarray.ts";
import { DTypeError } from "../../util/errors.ts";
import { isPlainRecord } from "../../util/plain.ts";
import { aligned, deepestList, headBytes, kindOfView, longestList, longestText, Special, smallBytes, Tag } from "./format.ts";
import { numberOfLocal } from "./local-values.ts";
import { plainOf } from "./plain.ts";
import { isArrowTable, isArrowVector, type PackedTable, packTable, packVector } from "./tables.ts";

/** A value on its way into bytes. */
export interface Encoded {
  readonly byteLength: number;
  /** Fills memory of that length that begins at a multiple of 8. */
  write(out: Uint8Array): void;
}

export interface EncodeOptions {
  /** The number of a part that is not in the value itself: a result that is yet to come. */
  reference?(part: object): number | undefined;
  /** A function as a piece of JavaScript. */
  source?(fn: (...args: never[]) => unknown): string;
  /** Where values may stay that cannot leave this thread: keeps them alive. */
  readonly keepLocal?: ((value: object) => void) | undefined;
}

/** A value as bytes that another thread can read. `DTypeError` says which part of it has no meaning there. */
export function encodeValue(value: unknown, options: EncodeOptions = {}): Encoded {
  const bytes = itemBytes(value, options, 0);
  return bytes < 0 ? cloned(value, options) : { byteLength: bytes, write: (out) => void writeItem(value, options, out, 0) };
}

/** How long a simple thing is as bytes; -1 for any other. */
function itemBytes(item: unknown, options: EncodeOptions, depth: number): number {
  switch (typeof item) {
    case "number":
      return 9;
    case "boolean":
    case "undefined":
      return 1;
    case "string":
      return isShortText(item) ? 2 + item.length : -1;
    case "object":
      if (item === null) return 1;
      if (Array.isArray(item)) return depth < deepestList ? listBytes(item, options, depth + 1) : -1;
      return options.reference?.(item) === undefined ? -1 : 5;
    default:
      return -1;
  }
}

function listBytes(list: readonly unknown[], options: EncodeOptions, depth: number): number {
  // It may have gaps, or properties besides.
  if (list.length > longestList || Object.keys(list).length !== list.length) return -1;
  let total = 2;
  for (const item of list) {
    const bytes = itemBytes(item, options, depth);
    if (bytes < 0) return -1;
    total += bytes;
  }
  return total;
}

function isShortText(text: string): boolean {
  if (text.length > longestText) return false;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 255) return false;
  return true;
}

const number = new Float64Array(1);
const numberBytes = new Uint8Array(number.buffer);

function writeItem(item: unknown, options: EncodeOptions, out: Uint8Array, at: number): number {
  if (typeof item === "number") {
    out[at] = Tag.number;
    number[0] = item;
    for (let i = 0; i < 8; i++) out[at + 1 + i] = numberBytes[i]!;
    return at + 9;
  }
  if (typeof item === "string") {
    out[at] = Tag.text;
    out[at + 1] = item.length;
    for (let i = 0; i < item.length; i++) out[at + 2 + i] = item.charCodeAt(i);
    return at + 2 + item.length;
  }
  if (Array.isArray(item)) {
    out[at] = Tag.list;
    out[at + 1] = item.length;
    let next = at + 2;
    for (const each of item) next = writeItem(each, options, out, next);
    return next;
  }
  if (typeof item === "object" && item !== null) {
    const index = options.reference!(item)!;
    out[at] = Tag.reference;
    for (let i = 0; i < 4; i++) out[at + 1 + i] = (index >> (8 * i)) & 255;
    return at + 5;
  }
  out[at] = item === undefined ? Tag.undefined : item === null ? Tag.null : item === true ? Tag.true : Tag.false;
  return at + 1;
}

/** What is written in place of a part. */
type Other =
  | { readonly kind: typeof Special.reference; readonly index: number }
  | { readonly kind: typeof Special.source; readonly text: string }
  | { readonly kind: typeof Special.array; readonly array: NDArray }
  | { readonly kind: typeof Special.table | typeof Special.vector; readonly table: PackedTable }
  | { readonly kind: typeof Special.local; readonly number: number };

function cloned(value: unknown, options: EncodeOptions): Encoded {
  // V8 asks for a hand with views of buffers: so an empty one stands for each part that is ours to write.
  const others = new Map<object, Other>();
  const plain = plainOf(value, (part, where) => {
    const other = otherOf(part, options, where);
    if (other === undefined) return undefined;
    const mark = new Uint8Array(0);
    others.set(mark, other);
    return mark;
  });
  const writer = new ValueWriter(others);
  writer.writeHeader();
  try {
    writer.writeValue(plain);
  } catch (error) {
    throw new DTypeError(`it holds what no other thread can be given: ${(error as Error).message}`, { cause: error });
  }
  const head = writer.releaseBuffer();
  const partsAt = aligned(headBytes + head.length);
  const { parts, partBytes } = writer;
  return {
    byteLength: parts.length === 0 ? headBytes + head.length : partsAt + partBytes,
    write(out) {
      out[0] = Tag.cloned;
      for (let i = 0; i < 4; i++) out[4 + i] = (head.length >>> (8 * i)) & 255;
      out.set(head, headBytes);
      let at = partsAt;
      for (const part of parts) {
        out.set(part, at);
        at += aligned(part.length);
      }
    },
  };
}

const builtIn = new Set<unknown>([Date, RegExp, Number, String, Boolean, ArrayBuffer].map(({ prototype }) => prototype));

function otherOf(part: object, options: EncodeOptions, where: () => string): Other | undefined {
  const { keepLocal } = options;
  const index = options.reference?.(part);
  if (index !== undefined) return { kind: Special.reference, index };
  if (typeof part === "function") {
    if (options.source !== undefined) return { kind: Special.source, text: options.source(part as (...args: never[]) => unknown) };
    return localOf(part, keepLocal, () => `${where()} is a function${(part as { name?: string }).name ? ` (${(part as { name: string }).name})` : ""}`);
  }
  if (Array.isArray(part) || isPlainRecord(part) || ArrayBuffer.isView(part) || part instanceof Map || part instanceof Set || part instanceof Error)
    return undefined;
  if (builtIn.has(Object.getPrototypeOf(part))) return undefined;
  if (part instanceof NDArray) return { kind: Special.array, array: part };
  if (isArrowTable(part)) return { kind: Special.table, table: packTable(part) };
  if (isArrowVector(part)) return { kind: Special.vector, table: packVector(part) };
  return localOf(part, keepLocal, () => `${where()} is an instance of ${part.constructor?.name ?? "a class"}`);
}

function localOf(part: object, keepLocal: EncodeOptions["keepLocal"], what: () => string): Other {
  if (keepLocal === undefined) throw new DTypeError(`${what()}, which cannot go from thread to thread; give plain data, or set the scheduler to "synchronous"`);
  keepLocal(part);
  return { kind: Special.local, number: numberOfLocal(part) };
}

class ValueWriter extends Serializer {
  /** Large buffers, to be written after all else. */
  readonly parts: Uint8Array[] = [];
  partBytes = 0;
  readonly #others: ReadonlyMap<object, Other>;

  constructor(others: ReadonlyMap<object, Other>) {
    super();
    this.#others = others;
    (this as unknown as { _setTreatArrayBufferViewsAsHostObjects(on: boolean): void })._setTreatArrayBufferViewsAsHostObjects(true);
  }

  _writeHostObject(view: ArrayBufferView): void {
    const other = this.#others.get(view);
    if (other !== undefined) {
      this.#writeOther(other);
      return;
    }
    this.writeUint32(Special.view);
    this.writeUint32(kindOfView(view));
    this.#writeBytes(view);
  }

  #writeOther(other: Other): void {
    this.writeUint32(other.kind);
    switch (other.kind) {
      case Special.reference:
        this.writeUint32(other.index);
        break;
      case Special.source:
        this.#writeText(other.text);
        break;
      case Special.array:
        this.#writeText(JSON.stringify({ dtype: other.array.dtype, shape: other.array.shape }));
        this.#writeBytes(other.array.data);
        break;
      case Special.local:
        this.writeDouble(other.number);
        break;
      default:
        this.#writeText(other.table.head);
        this.writeUint32(other.table.batches.length);
        for (const batch of other.table.batches) this.#writeBytes(batch);
    }
  }

  #writeText(text: string): void {
    const bytes = Buffer.from(text);
    this.writeUint32(bytes.length);
    this.writeRawBytes(bytes);
  }

  /** Their length, and whether they follow at once. */
  #writeBytes(view: ArrayBufferView): void {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    this.writeUint32(bytes.length > smallBytes ? 1 : 0);
    this.writeDouble(bytes.length);
    if (bytes.length <= smallBytes) this.writeRawBytes(bytes.buffer instanceof SharedArrayBuffer ? Uint8Array.from(bytes) : bytes);
    else {
      this.parts.push(bytes);
      this.partBytes += aligned(bytes.length);
    }
  }
}
