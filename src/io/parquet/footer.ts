import { StorageError } from "../../util/errors.ts";
import { whileReading } from "../damaged.ts";
import type { RandomAccess } from "../files/random-access.ts";
import { readThrift, structsIn, type ThriftStruct } from "./thrift.ts";

/** The metadata of a Parquet file (parquet.thrift): numbers of fields are those of its structs. */
export interface Footer {
  readonly root: ThriftStruct;
  readonly rowGroups: readonly ThriftStruct[];
  readonly schema: readonly ThriftStruct[];
  /** The file's end, from the metadata on. */
  readonly bytes: Uint8Array;
}

const magic = "PAR1";

export function readFooter(file: RandomAccess): Footer {
  const { path, size } = file;
  const start = Buffer.from(file.read(0, Math.min(4, size))).toString("latin1");
  if (start === "PARE") throw new StorageError(path, "is encrypted, which is not read");
  if (start !== magic) throw new StorageError(path, `is no Parquet file: it begins with ${JSON.stringify(start)}, not "${magic}"`);
  const tail = Buffer.from(file.read(Math.max(0, size - 8), Math.min(8, size)));
  if (size < 12 || tail.toString("latin1", 4) !== magic)
    throw new StorageError(path, `is cut: a Parquet file ends with "${magic}"; was it written to its end?`);
  const length = tail.readUInt32LE(0);
  if (length > size - 12) throw new StorageError(path, `is damaged: its metadata would have ${length} bytes, the file has ${size}`);
  const bytes = file.read(size - 8 - length, length + 8);
  return whileReading(path, `the metadata at byte ${size - 8 - length}`, () => {
    const root = readThrift(bytes.subarray(0, length));
    return { root, rowGroups: structsIn(root, 4), schema: structsIn(root, 2), bytes };
  });
}
