/** A table of a flatbuffer (flatbuffers.dev, "internals"). Reading past the end is a `RangeError`. */
export interface Flat {
  readonly view: DataView;
  readonly at: number;
}

/** The root table. */
export function rootOf(bytes: Uint8Array): Flat {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { view, at: view.getUint32(0, true) };
}

/** Where a field's value stands; `undefined` if it is left out. The vtable, which tells it, lies at a signed distance before the table. */
function fieldAt({ view, at }: Flat, field: number): number | undefined {
  const vtable = at - view.getInt32(at, true);
  const slot = 4 + 2 * field;
  if (slot >= view.getUint16(vtable, true)) return undefined;
  const offset = view.getUint16(vtable + slot, true);
  return offset === 0 ? undefined : at + offset;
}

export function int8Of(table: Flat, field: number): number {
  const at = fieldAt(table, field);
  return at === undefined ? 0 : table.view.getInt8(at);
}

export function int16Of(table: Flat, field: number, fallback = 0): number {
  const at = fieldAt(table, field);
  return at === undefined ? fallback : table.view.getInt16(at, true);
}

export function int32Of(table: Flat, field: number, fallback = 0): number {
  const at = fieldAt(table, field);
  return at === undefined ? fallback : table.view.getInt32(at, true);
}

export function stringOf(table: Flat, field: number): string | undefined {
  const { view } = table;
  const at = fieldAt(table, field);
  if (at === undefined) return undefined;
  const start = at + view.getUint32(at, true);
  const length = view.getUint32(start, true);
  if (start + 4 + length > view.byteLength) throw new RangeError(`a text of ${length} bytes does not fit into ${view.byteLength} bytes`);
  return Buffer.from(view.buffer, view.byteOffset + start + 4, length).toString();
}

/** The tables that a vector points to. */
export function tablesOf(table: Flat, field: number): Flat[] {
  return vectorOf(table, field, 4, (view, at) => ({ view, at: at + view.getUint32(at, true) }));
}

export function int64Of(table: Flat, field: number): number {
  const at = fieldAt(table, field);
  return at === undefined ? 0 : int64At(table.view, at);
}

export function tableOf(table: Flat, field: number): Flat | undefined {
  const at = fieldAt(table, field);
  return at === undefined ? undefined : { view: table.view, at: at + table.view.getUint32(at, true) };
}

/** The elements of a vector of scalars or structs, `size` bytes each. */
export function vectorOf<T>(table: Flat, field: number, size: number, read: (view: DataView, at: number) => T): T[] {
  const at = fieldAt(table, field);
  if (at === undefined) return [];
  const start = at + table.view.getUint32(at, true);
  const length = table.view.getUint32(start, true);
  if (start + 4 + size * length > table.view.byteLength) throw new RangeError(`a list of ${length} elements does not fit into ${table.view.byteLength} bytes`);
  return Array.from({ length }, (_, i) => read(table.view, start + 4 + size * i));
}

/** 64-bit lengths and offsets, as numbers. */
export function int64At(view: DataView, at: number): number {
  const value = Number(view.getBigInt64(at, true));
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is no length`);
  return value;
}
