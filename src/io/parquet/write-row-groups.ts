import { type Batch, sliceBatch } from "../../chunk/column.ts";
import type { Schema } from "../../expr/meta.ts";
import type { Backend } from "../../kernels/kernel.ts";
import { encodeColumn } from "./encode-column.ts";
import { i32, i64, list, schemaElements, struct, text } from "./schema-elements.ts";
import { Kind, type ThriftStruct, writeThrift } from "./thrift.ts";

export interface RowGroupsWrite {
  readonly backend: Backend;
  readonly schema: Schema;
  /** By a name of `page-compress.ts`. */
  readonly compression: string;
  readonly rowGroupSize: number;
  readonly dictionary: boolean;
  /** The schema as Arrow has it (`arrow-hint.ts`): from it types come back that Parquet lacks. */
  readonly arrowSchema: string;
}

/** A Parquet file of these rows, piece by piece; each lies in memory that the next one goes to. */
export function* writeRowGroups(write: RowGroupsWrite, batch: Batch): Generator<Uint8Array> {
  const { schema, rowGroupSize, arrowSchema } = write;
  const magic = Buffer.from("PAR1");
  yield magic;
  let position = magic.length;
  const groups: ThriftStruct[] = [];
  for (let from = 0; from < batch.length; from += rowGroupSize) {
    const { length, columns } = sliceBatch(batch, from, Math.min(batch.length, from + rowGroupSize));
    const start = position;
    const chunks: ThriftStruct[] = [];
    let uncompressed = 0;
    for (const [at, { name }] of schema.entries()) {
      const { bytes, chunk, uncompressedBytes } = encodeColumn({ ...write, name }, columns[at]!, position);
      yield bytes;
      position += bytes.length;
      chunks.push(chunk);
      uncompressed += uncompressedBytes;
    }
    // The ordinal has 16 bits.
    const ordinal = groups.length < 0x8000 ? [{ id: 7, kind: Kind.i16, value: BigInt(groups.length) }] : [];
    groups.push([list(1, Kind.struct, chunks), i64(2, uncompressed), i64(3, length), i64(5, start), i64(6, position - start), ...ordinal]);
  }
  const metadata = writeThrift([
    i32(1, 1),
    list(2, Kind.struct, schemaElements(schema)),
    i64(3, batch.length),
    list(4, Kind.struct, groups),
    list(5, Kind.struct, [[text(1, "ARROW:schema"), text(2, arrowSchema)]]),
    text(6, "chunkwise"),
    // Bounds are in the order of their type.
    list(
      7,
      Kind.struct,
      schema.map(() => [struct(1, [])]),
    ),
  ]);
  const tail = Buffer.alloc(8, "\0\0\0\0PAR1", "latin1");
  tail.writeUInt32LE(metadata.length);
  yield metadata;
  yield tail;
}
