import { openRandomAccess } from "../files/random-access.ts";
import { metaOf } from "./extract.ts";
import { readFooter } from "./footer.ts";
import { fieldOf, numberIn, structsIn, type ThriftStruct, type ThriftValue, withFields, writeThrift } from "./thrift.ts";

/** How much is copied at once. */
const pieceBytes = 2 ** 21;

/** One Parquet file of the row groups of several with the same schema: pages are copied as they are, metadata says where they are now. Each piece lies in memory that the next one goes to. */
export function* joinParquet(paths: readonly string[]): Generator<Uint8Array> {
  yield Buffer.from("PAR1");
  const memory = new Uint8Array(pieceBytes);
  let position = 4;
  let first: ThriftStruct | undefined;
  const groups: ThriftStruct[] = [];
  for (const path of paths) {
    using file = openRandomAccess(path);
    const footer = readFooter(file);
    const end = file.size - footer.bytes.length;
    first ??= footer.root;
    for (const group of footer.rowGroups) groups.push(movedGroup(group, position - 4, groups.length, file));
    for (let at = 4; at < end; at += pieceBytes) {
      const piece = memory.subarray(0, Math.min(pieceBytes, end - at));
      file.readInto(at, piece);
      yield piece;
    }
    position += end - 4;
  }
  const rows = groups.reduce((sum, group) => sum + (numberIn(group, 3) ?? 0), 0);
  const metadata = writeThrift(withFields(first!, { 3: BigInt(rows), 4: { of: 12, items: groups } }));
  const tail = Buffer.alloc(8, "\0\0\0\0PAR1", "latin1");
  tail.writeUInt32LE(metadata.length);
  yield metadata;
  yield tail;
}

function movedGroup(group: ThriftStruct, shift: number, ordinal: number, file: { readonly path: string }): ThriftStruct {
  const columns = structsIn(group, 1).map((chunk) =>
    withFields(moved(chunk, shift, [2, 4, 6]), { 3: moved(metaOf(chunk, file, ordinal), shift, [9, 10, 11, 14]) }),
  );
  // The ordinal has 16 bits.
  return withFields(moved(group, shift, [5]), { 1: { of: 12, items: columns }, 7: ordinal < 0x8000 ? BigInt(ordinal) : undefined });
}

/** Offsets in some fields, behind what was put before; 0 says that there is none. */
function moved(struct: ThriftStruct, shift: number, ids: readonly number[]): ThriftStruct {
  const changes: { [id: number]: ThriftValue } = {};
  for (const id of ids) {
    const value = fieldOf(struct, id);
    if (typeof value === "bigint") changes[id] = value === 0n ? 0n : value + BigInt(shift);
  }
  return withFields(struct, changes);
}
