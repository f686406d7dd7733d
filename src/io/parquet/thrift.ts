// Thrift's compact protocol (thrift.apache.org, "thrift-compact-protocol"), as far as Parquet's metadata uses it: any struct is read, changed and written without knowing its fields.

/** Types as they stand in headers of fields and lists. */
export const Kind = { true: 1, false: 2, byte: 3, i16: 4, i32: 5, i64: 6, double: 7, binary: 8, list: 9, set: 10, map: 11, struct: 12 } as const;

export interface ThriftField {
  readonly id: number;
  readonly kind: number;
  readonly value: ThriftValue;
}
export interface ThriftList {
  readonly of: number;
  readonly items: readonly ThriftValue[];
}
export type ThriftStruct = readonly ThriftField[];
/** Integers are bigints, whatever their width; binaries and texts are bytes, doubles their eight. */
export type ThriftValue = bigint | boolean | Uint8Array | ThriftList | ThriftStruct;

/** Deeper than any metadata is. */
const deepest = 32;

/** Reads one struct. What is no Thrift, or ends too soon, is a `RangeError`. */
export function readThrift(bytes: Uint8Array): ThriftStruct {
  return readThriftAt(bytes, 0).struct;
}

/** The struct that begins at a byte, and where it ends. */
export function readThriftAt(bytes: Uint8Array, start: number): { readonly struct: ThriftStruct; readonly end: number } {
  let at = start;
  const byte = () => {
    if (at >= bytes.length) throw new RangeError(`it ends at byte ${at}, within a value`);
    return bytes[at++]!;
  };
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const next = byte();
      value |= BigInt(next & 127) << shift;
      if (next < 128) return value;
    }
    throw new RangeError(`a number at byte ${at} has no end`);
  };
  const zigzag = () => {
    const value = varint();
    return (value >> 1n) ^ -(value & 1n);
  };
  const take = (length: number) => {
    if (length > bytes.length - at) throw new RangeError(`${length} bytes at byte ${at} reach past the end`);
    return bytes.subarray(at, (at += length));
  };
  const value = (kind: number, depth: number): ThriftValue => {
    if (depth > deepest) throw new RangeError("it is nested without end");
    if (kind === Kind.byte) return BigInt(byte());
    if (kind === Kind.i16 || kind === Kind.i32 || kind === Kind.i64) return zigzag();
    if (kind === Kind.double) return take(8);
    if (kind === Kind.binary) return take(Number(varint()));
    if (kind === Kind.list || kind === Kind.set) return list(depth);
    if (kind === Kind.struct) return struct(depth);
    throw new RangeError(`the type ${kind} at byte ${at} is unknown`);
  };
  const list = (depth: number): ThriftList => {
    const head = byte();
    const of = head & 15;
    const length = head >> 4 === 15 ? Number(varint()) : head >> 4;
    // Every element has a byte at least.
    if (length > bytes.length - at) throw new RangeError(`a list of ${length} at byte ${at} reaches past the end`);
    const isBool = of === Kind.true || of === Kind.false;
    return { of, items: Array.from({ length }, () => (isBool ? byte() === 1 : value(of, depth + 1))) };
  };
  const struct = (depth: number): ThriftStruct => {
    const fields: ThriftField[] = [];
    for (let id = 0; ; ) {
      const head = byte();
      if (head === 0) return fields;
      id = head >> 4 === 0 ? Number(zigzag()) : id + (head >> 4);
      const kind = head & 15;
      fields.push({ id, kind, value: kind === Kind.true || kind === Kind.false ? kind === Kind.true : value(kind, depth + 1) });
    }
  };
  return { struct: struct(0), end: at };
}

export function writeThrift(root: ThriftStruct): Uint8Array {
  let out = Buffer.alloc(1024);
  let at = 0;
  const reserve = (more: number) => {
    if (at + more <= out.length) return;
    const larger = Buffer.alloc(Math.max(2 * out.length, at + more));
    larger.set(out);
    out = larger;
  };
  const byte = (value: number) => {
    reserve(1);
    out[at++] = value;
  };
  const varint = (value: bigint) => {
    let rest = value;
    for (; rest > 127n; rest >>= 7n) byte(Number(rest & 127n) | 128);
    byte(Number(rest));
  };
  const put = (bytes: Uint8Array) => {
    reserve(bytes.length);
    out.set(bytes, at);
    at += bytes.length;
  };
  const zigzag = (value: bigint) => varint(value < 0n ? -2n * value - 1n : 2n * value);
  const write = (kind: number, value: ThriftValue): void => {
    if (kind === Kind.byte) byte(Number(value));
    else if (typeof value === "bigint") zigzag(value);
    else if (value instanceof Uint8Array) {
      if (kind === Kind.binary) varint(BigInt(value.length));
      put(value);
    } else if (kind === Kind.struct) struct(value as ThriftStruct);
    else list(value as ThriftList);
  };
  const list = ({ of, items }: ThriftList) => {
    if (items.length < 15) byte((items.length << 4) | of);
    else {
      byte(0xf0 | of);
      varint(BigInt(items.length));
    }
    for (const item of items) {
      if (typeof item === "boolean") byte(item ? 1 : 2);
      else write(of, item);
    }
  };
  const struct = (fields: ThriftStruct) => {
    let before = 0;
    for (const { id, kind, value } of fields) {
      const own = typeof value === "boolean" ? (value ? Kind.true : Kind.false) : kind;
      if (id > before && id - before < 16) byte(((id - before) << 4) | own);
      else {
        byte(own);
        zigzag(BigInt(id));
      }
      before = id;
      if (typeof value !== "boolean") write(own, value);
    }
    byte(0);
  };
  struct(root);
  return out.subarray(0, at);
}

/** The value of a field, if it is there and of that kind. */
export function fieldOf(struct: ThriftStruct, id: number): ThriftValue | undefined {
  return struct.find((field) => field.id === id)?.value;
}

export function numberIn(struct: ThriftStruct, id: number): number | undefined {
  const value = fieldOf(struct, id);
  return typeof value === "bigint" ? Number(value) : undefined;
}

export function structsIn(struct: ThriftStruct, id: number): readonly ThriftStruct[] {
  const value = fieldOf(struct, id) as ThriftList | undefined;
  return value !== undefined && "items" in value && value.of === Kind.struct ? (value.items as readonly ThriftStruct[]) : [];
}

/** The struct with other fields: `undefined` leaves one out. A field that is not there stays away. */
export function withFields(struct: ThriftStruct, changes: { readonly [id: number]: ThriftValue | undefined }): ThriftStruct {
  return struct.flatMap((field) => {
    if (!Object.hasOwn(changes, field.id)) return [field];
    const value = changes[field.id];
    return value === undefined ? [] : [{ ...field, value }];
  });
}
