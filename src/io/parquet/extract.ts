import { StorageError } from "../../util/errors.ts";
import { threadMemory } from "../../util/thread-memory.ts";
import type { RandomAccess } from "../files/random-access.ts";
import type { Footer } from "./footer.ts";
import { fieldOf, numberIn, structsIn, type ThriftList, type ThriftStruct, withFields, writeThrift } from "./thrift.ts";

// The decoder reads whole files that are in memory, all columns of them. So it is given a smaller file: the wanted columns of the wanted row groups, and metadata that says where they are now.

/** A Parquet file of some columns and row groups of another. It lies in memory that others use soon. */
export function extract(file: RandomAccess, footer: Footer, columns: ReadonlySet<string>, groups: readonly number[], arrowSchema?: string): Uint8Array {
  const copies: Copy[] = [];
  let size = 4;
  const rowGroups = groups.map((group) => {
    const own = footer.rowGroups[group]!;
    const kept = structsIn(own, 1).flatMap((chunk) => {
      const meta = metaOf(chunk, file, group);
      if (!columns.has(nameOf(meta))) return [];
      const region = regionOf(meta, file, group);
      copies.push({ ...region, to: size });
      const shift = size - region.from;
      size += region.length;
      return [moved(chunk, meta, shift)];
    });
    return withFields(own, { 1: structs(kept), 4: undefined, 5: undefined, 6: undefined });
  });
  const schema = schemaWith(footer.schema, columns);
  const rows = groups.reduce((sum, group) => sum + (numberIn(footer.rowGroups[group]!, 3) ?? 0), 0);
  const metadata = [
    ...withFields(footer.root, { 2: structs(schema), 3: BigInt(rows), 4: structs(rowGroups), 5: undefined, 7: undefined }),
    ...arrowHint(arrowSchema),
  ];
  const end = writeThrift([...metadata].sort((a, b) => a.id - b.id));
  const bytes = threadMemory(size + end.length + 8);
  const out = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  out.write("PAR1", 0, "latin1");
  for (const { from, length, to } of copies) file.readInto(from, out.subarray(to, to + length));
  out.set(end, size);
  out.writeUInt32LE(end.length, size + end.length);
  out.write("PAR1", size + end.length + 4, "latin1");
  return out;
}

interface Copy {
  readonly from: number;
  readonly length: number;
  readonly to: number;
}

const structs = (items: readonly ThriftStruct[]): ThriftList => ({ of: 12, items });

/** The metadata of a column chunk. */
export function metaOf(chunk: ThriftStruct, file: { readonly path: string }, group: number): ThriftStruct {
  const meta = fieldOf(chunk, 3);
  if (!Array.isArray(meta)) throw new StorageError(file.path, `is damaged or encrypted: row group ${group} has a column without metadata`);
  return meta as ThriftStruct;
}

export function pathOf(meta: ThriftStruct): string[] {
  const list = fieldOf(meta, 3) as ThriftList | undefined;
  return (list?.items ?? []).map((name) => Buffer.from(name as Uint8Array).toString());
}

export const nameOf = (meta: ThriftStruct) => pathOf(meta)[0] ?? "";

/** Where a column chunk lies: from its dictionary page, or its first data page. */
export function regionOf(meta: ThriftStruct, file: { readonly path: string; readonly size: number }, group: number): { from: number; length: number } {
  const data = numberIn(meta, 9) ?? -1;
  const dictionary = numberIn(meta, 11) ?? 0;
  const from = dictionary > 0 && dictionary < data ? dictionary : data;
  const length = numberIn(meta, 7) ?? -1;
  if (from < 4 || length < 0 || from + length > file.size)
    throw new StorageError(
      file.path,
      `is cut or damaged: column ${JSON.stringify(nameOf(meta))} of row group ${group} takes ${length} bytes from byte ${from}, the file has ${file.size}`,
    );
  return { from, length };
}

function moved(chunk: ThriftStruct, meta: ThriftStruct, shift: number): ThriftStruct {
  const offset = (id: number) => {
    const value = fieldOf(meta, id);
    // Some writers say 0 where there is none.
    return typeof value === "bigint" && value > 0n ? value + BigInt(shift) : undefined;
  };
  // Indexes and Bloom filters stay behind.
  const own = withFields(meta, { 9: offset(9), 10: undefined, 11: offset(11), 14: undefined, 15: undefined });
  return withFields(chunk, { 1: undefined, 2: 0n, 3: own, 4: undefined, 5: undefined, 6: undefined, 7: undefined });
}

/** The root and those of its children that are wanted, with what is in them. */
function schemaWith(schema: readonly ThriftStruct[], columns: ReadonlySet<string>): ThriftStruct[] {
  const kept = topLevel(schema).filter(({ element }) => columns.has(elementName(element)));
  return [withFields(schema[0]!, { 5: BigInt(kept.length) }), ...kept.flatMap(({ element, nested }) => [element, ...nested])];
}

export interface TopLevel {
  readonly element: ThriftStruct;
  /** Of lists and structs the elements that they are made of; of other columns none. */
  readonly nested: readonly ThriftStruct[];
}

/** Elements stand in the order of a walk, children after their parents, which say how many they have. */
export function topLevel(schema: readonly ThriftStruct[]): TopLevel[] {
  const found: TopLevel[] = [];
  const skip = (at: number): number => {
    const children = at < schema.length ? (numberIn(schema[at]!, 5) ?? 0) : 0;
    let next = at + 1;
    for (let i = 0; i < children && next < schema.length; i++) next = skip(next);
    return next;
  };
  for (let at = 1, next = at; at < schema.length; at = next) {
    next = skip(at);
    found.push({ element: schema[at]!, nested: schema.slice(at + 1, next) });
  }
  return found;
}

export function elementName(element: ThriftStruct): string {
  return Buffer.from((fieldOf(element, 4) as Uint8Array | undefined) ?? []).toString();
}

/** The Arrow schema that the decoder follows: it is how dictionaries stay dictionaries. */
function arrowHint(schema: string | undefined): ThriftStruct {
  if (schema === undefined) return [];
  const pair: ThriftStruct = [
    { id: 1, kind: 8, value: Buffer.from("ARROW:schema") },
    { id: 2, kind: 8, value: Buffer.from(schema) },
  ];
  return [{ id: 5, kind: 9, value: structs([pair]) }];
}
