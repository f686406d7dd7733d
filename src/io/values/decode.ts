import { Deserializer } from "node:v8";
import { type DType, dtypes } from "../../chunk/dtype.ts";
import { NDArray } from "../../chunk/ndarray.ts";
import { DTypeError } from "../../util/errors.ts";
import { must } from "../../util/must.ts";
import { isPlainRecord } from "../../util/plain.ts";
import { aligned, headBytes, Special, Tag, viewKinds } from "./format.ts";
import { localValue } from "./local-values.ts";
import { unpackTable, unpackVector } from "./tables.ts";

export interface DecodeOptions {
  /** What stands for a number of `EncodeOptions.reference`. */
  readonly reference?: (index: number) => unknown;
  readonly source?: (text: string) => unknown;
}

/** The value that bytes are, in memory of its own. */
export function decodeValue(bytes: Uint8Array, options: DecodeOptions = {}): unknown {
  const tag = bytes[0]!;
  if (tag === Tag.cloned) return cloned(bytes, options);
  return itemAt(bytes, 0, options);
}

const number = new Float64Array(1);
const numberBytes = new Uint8Array(number.buffer);
/** Where the item ends that was read last. */
let cursor = 0;

function itemAt(bytes: Uint8Array, at: number, options: DecodeOptions): unknown {
  cursor = at + 1;
  switch (bytes[at]) {
    case Tag.undefined:
      return undefined;
    case Tag.null:
      return null;
    case Tag.true:
      return true;
    case Tag.false:
      return false;
    case Tag.number:
      for (let i = 0; i < 8; i++) numberBytes[i] = bytes[at + 1 + i]!;
      cursor = at + 9;
      return number[0];
    case Tag.text: {
      const length = bytes[at + 1]!;
      cursor = at + 2 + length;
      return String.fromCharCode(...bytes.subarray(at + 2, cursor));
    }
    case Tag.list: {
      const items = new Array<unknown>(bytes[at + 1]!);
      cursor = at + 2;
      for (let i = 0; i < items.length; i++) items[i] = itemAt(bytes, cursor, options);
      return items;
    }
    case Tag.reference:
      cursor = at + 5;
      return options.reference!(bytes[at + 1]! | (bytes[at + 2]! << 8) | (bytes[at + 3]! << 16) | (bytes[at + 4]! << 24));
    default:
      must(false, `no value begins with ${bytes[at]}`);
  }
}

function cloned(bytes: Uint8Array, options: DecodeOptions): unknown {
  const length = bytes[4]! + 2 ** 8 * bytes[5]! + 2 ** 16 * bytes[6]! + 2 ** 24 * bytes[7]!;
  // V8 reads unshared memory only.
  const reader = new ValueReader(
    Buffer.from(bytes.subarray(headBytes, headBytes + length)),
    bytes.subarray(Math.min(bytes.length, aligned(headBytes + length))),
    options,
  );
  reader.readHeader();
  const value: unknown = reader.readValue();
  return reader.slots.size === 0 ? value : filled(value, reader.slots);
}

/** A value with what belongs into slots (V8 takes objects only, and a reference may be to a number). */
function filled(value: unknown, slots: ReadonlyMap<unknown, unknown>): unknown {
  const seen = new Set<unknown>();
  const fill = (part: unknown): unknown => {
    if (typeof part !== "object" || part === null) return part;
    if (slots.has(part)) return slots.get(part);
    if (seen.has(part)) return part;
    if (Array.isArray(part)) {
      seen.add(part);
      part.forEach((item, i) => {
        part[i] = fill(item);
      });
    } else if (part instanceof Map) {
      seen.add(part);
      const entries = [...part];
      part.clear();
      for (const [key, item] of entries) part.set(fill(key), fill(item));
    } else if (part instanceof Set) {
      seen.add(part);
      const items = [...part];
      part.clear();
      for (const item of items) part.add(fill(item));
    } else if (isPlainRecord(part)) {
      seen.add(part);
      for (const name of Object.keys(part)) {
        const made = fill(part[name]);
        if (made !== part[name]) Object.defineProperty(part, name, { value: made, enumerable: true, configurable: true, writable: true });
      }
    }
    return part;
  };
  return fill(value);
}

class ValueReader extends Deserializer {
  readonly #parts: Uint8Array;
  readonly #options: DecodeOptions;
  #at = 0;
  /** What stands for references, and what they are. */
  readonly slots = new Map<object, unknown>();

  constructor(head: Buffer, parts: Uint8Array, options: DecodeOptions) {
    super(head);
    this.#parts = parts;
    this.#options = options;
  }

  _readHostObject(): unknown {
    const kind = this.readUint32();
    switch (kind) {
      case Special.view:
        return viewOfKind(this.readUint32(), this.#readBytes());
      case Special.reference:
        return this.#slotFor(this.#options.reference!(this.readUint32()));
      case Special.source:
        return this.#options.source!(this.#readText());
      case Special.array: {
        const { dtype, shape } = JSON.parse(this.#readText()) as { dtype: DType; shape: number[] };
        const { buffer } = this.#readBytes();
        return new NDArray(dtype, new dtypes[dtype].array(buffer) as never, shape);
      }
      case Special.local:
        return this.#readLocal();
      default: {
        const head = this.#readText();
        const batches = Array.from({ length: this.readUint32() }, () => this.#readBytes());
        return kind === Special.table ? unpackTable({ head, batches }) : unpackVector({ head, batches });
      }
    }
  }

  #slotFor(value: unknown): object {
    const slot = {};
    this.slots.set(slot, value);
    return slot;
  }

  #readLocal(): object {
    const value = localValue(this.readDouble());
    if (value === undefined) throw new DTypeError('a value of the scheduler "synchronous" that cannot leave its thread was to be used on another one');
    return value;
  }

  #readText(): string {
    return Buffer.from(this.readRawBytes(this.readUint32())).toString();
  }

  #readBytes(): Uint8Array<ArrayBuffer> {
    const isApart = this.readUint32() === 1;
    const length = this.readDouble();
    const own = new Uint8Array(length);
    if (!isApart) {
      own.set(this.readRawBytes(length));
      return own;
    }
    own.set(this.#parts.subarray(this.#at, this.#at + length));
    this.#at += aligned(length);
    return own;
  }
}

type ViewOf = new (buffer: ArrayBuffer) => ArrayBufferView;

function viewOfKind(kind: number, { buffer }: Uint8Array<ArrayBuffer>): ArrayBufferView {
  const name = viewKinds[kind]!;
  if (name === "Buffer") return Buffer.from(buffer);
  return new (globalThis as unknown as { readonly [name: string]: ViewOf })[name]!(buffer);
}
