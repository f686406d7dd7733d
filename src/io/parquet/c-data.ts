/** A column as Arrow's C data interface (arrow.apache.org, "The Arrow C data interface") describes it, in a memory of 32-bit addresses. */
export interface CData {
  readonly memory: ArrayBufferLike;
  /** The type, as a short text: `u` is UTF-8, `tsu:UTC` a timestamp in microseconds. */
  readonly format: string;
  readonly name: string;
  readonly length: number;
  readonly nullCount: number;
  /** Where rows begin in the buffers. */
  readonly offset: number;
  /** Addresses; 0 for none. */
  readonly buffers: readonly number[];
  readonly children: readonly CData[];
  readonly dictionary: CData | undefined;
}

/** What two structs, `ArrowSchema` and `ArrowArray`, say. */
export function readCData(memory: ArrayBufferLike, schemaAt: number, arrayAt: number): CData {
  const view = new DataView(memory);
  const pointer = (at: number) => view.getUint32(at, true);
  const long = (at: number) => Number(view.getBigInt64(at, true));
  const pointers = (at: number, count: number) => Array.from({ length: count }, (_, i) => pointer(at + 4 * i));
  const text = (at: number) => (at === 0 ? "" : Buffer.from(memory as ArrayBuffer, at, new Uint8Array(memory, at).indexOf(0)).toString());
  const childCount = long(arrayAt + 32);
  const schemas = pointers(pointer(schemaAt + 32), childCount);
  const arrays = pointers(pointer(arrayAt + 44), childCount);
  const [dictionarySchema, dictionary] = [pointer(schemaAt + 36), pointer(arrayAt + 48)];
  return {
    memory,
    format: text(pointer(schemaAt)),
    name: text(pointer(schemaAt + 4)),
    length: long(arrayAt),
    nullCount: long(arrayAt + 8),
    offset: long(arrayAt + 16),
    buffers: pointers(pointer(arrayAt + 40), long(arrayAt + 24)),
    children: schemas.map((schema, i) => readCData(memory, schema, arrays[i]!)),
    dictionary: dictionary === 0 ? undefined : readCData(memory, dictionarySchema, dictionary),
  };
}
