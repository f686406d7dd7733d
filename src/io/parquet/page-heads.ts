import { fieldOf, numberIn, readThriftAt, type ThriftStruct } from "./thrift.ts";

/** `Encoding` of parquet.thrift. */
export const Encoding = { plain: 0, plainDictionary: 2, rle: 3, differences: 5, differingLengths: 6, dictionary: 8, bytesApart: 9 } as const;

/** What stands before a page. */
export interface PageHead {
  readonly kind: "dictionary" | "data" | "data2";
  /** Rows of a page of data, values of a dictionary. */
  readonly count: number;
  readonly encoding: number;
  /** Bytes of its chunk. */
  readonly from: number;
  readonly to: number;
  /** How many bytes it has when it is not compressed. */
  readonly length: number;
  /** Of the second version: bytes of levels, which are not compressed. */
  readonly levelBytes: number;
  readonly isCompressed: boolean;
}

/** The pages of a column chunk. `undefined`: some are of a kind that only the library reads. */
export function pageHeads(bytes: Uint8Array): PageHead[] | undefined {
  const heads: PageHead[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { struct, end } = readThriftAt(bytes, at);
    const compressed = numberIn(struct, 3) ?? -1;
    const length = numberIn(struct, 2) ?? -1;
    if (compressed < 0 || length < 0 || length > 0x7fff_ffff || compressed > bytes.length - end)
      throw new RangeError(`a page at byte ${at} of the column would have ${compressed} bytes, and ${length} unpacked`);
    at = end + compressed;
    const place = { from: end, to: at, length };
    const type = numberIn(struct, 1);
    if (type === 1) continue;
    const head = headOf(type, struct, place);
    if (head === undefined) return undefined;
    heads.push(head);
  }
  return heads;
}

const structIn = (struct: ThriftStruct, id: number): ThriftStruct => {
  const value = fieldOf(struct, id);
  if (!Array.isArray(value)) throw new RangeError("a page without a head for its kind");
  return value as ThriftStruct;
};

function headOf(
  type: number | undefined,
  struct: ThriftStruct,
  place: { readonly from: number; readonly to: number; readonly length: number },
): PageHead | undefined {
  const countOf = (head: ThriftStruct) => {
    const count = numberIn(head, 1) ?? -1;
    if (count < 0 || count > 0x7fff_ffff) throw new RangeError(`a page of ${count} values`);
    return count;
  };
  if (type === 2) {
    const head = structIn(struct, 7);
    const encoding = numberIn(head, 2);
    const isPlain = encoding === Encoding.plain || encoding === Encoding.plainDictionary;
    return isPlain ? { kind: "dictionary", count: countOf(head), encoding, levelBytes: 0, isCompressed: true, ...place } : undefined;
  }
  if (type === 0) {
    const head = structIn(struct, 5);
    // Levels of one bit each without runs, which nobody has written for ten years, are for the library.
    if ((numberIn(head, 3) ?? Encoding.rle) !== Encoding.rle) return undefined;
    return { kind: "data", count: countOf(head), encoding: numberIn(head, 2) ?? -1, levelBytes: 0, isCompressed: true, ...place };
  }
  if (type !== 3) return undefined;
  const head = structIn(struct, 8);
  const levelBytes = numberIn(head, 5) ?? 0;
  if ((numberIn(head, 6) ?? 0) !== 0) return undefined;
  if (levelBytes < 0 || levelBytes > place.to - place.from || levelBytes > place.length) throw new RangeError(`a page with ${levelBytes} bytes of levels`);
  return { kind: "data2", count: countOf(head), encoding: numberIn(head, 4) ?? -1, levelBytes, isCompressed: fieldOf(head, 7) !== false, ...place };
}
