import type { Backend } from "../../kernels/kernel.ts";
import { formatBytes, StorageError } from "../../util/errors.ts";
import { memorySource } from "../files/read.ts";
import type { ByteReader, Codec } from "./codec.ts";

const firstBytes = 2 ** 16;
/** No byte view spans more than a gibibyte on Node 20. */
const mostBytes = 2 ** 30;

/** All that compressed bytes stand for. `path` is for messages. */
export function decompress(codec: Codec, bytes: Uint8Array, path: string, backend: Backend): Uint8Array {
  return readAll(codec.open(memorySource(path, bytes), backend), path, 4 * bytes.length);
}

/** All that is left, in one piece. `expectedBytes` need not be right. */
export function readAll(reader: ByteReader, path: string, expectedBytes: number): Uint8Array {
  let memory = new Uint8Array(Math.min(mostBytes, Math.max(firstBytes, expectedBytes)));
  let filled = 0;
  for (;;) {
    filled += reader.read(memory.subarray(filled));
    if (filled < memory.length) return memory.subarray(0, filled);
    if (memory.length === mostBytes) {
      if (reader.read(new Uint8Array(1)) === 0) return memory;
      throw new StorageError(path, `holds more than ${formatBytes(mostBytes)}, which is too much for one piece`);
    }
    const larger = new Uint8Array(Math.min(mostBytes, 2 * memory.length));
    larger.set(memory);
    memory = larger;
  }
}
