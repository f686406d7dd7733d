import type { Backend } from "../../kernels/kernel.ts";
import { memorySource } from "../files/read.ts";
import type { ByteReader, Codec } from "./codec.ts";

const firstBytes = 2 ** 16;

/** All that compressed bytes stand for. `path` is for messages. */
export function decompress(codec: Codec, bytes: Uint8Array, path: string, backend: Backend): Uint8Array {
  return readAll(codec.open(memorySource(path, bytes), backend), 4 * bytes.length);
}

/** All that is left, in one piece. `expectedBytes` need not be right. */
export function readAll(reader: ByteReader, expectedBytes: number): Uint8Array {
  let memory = new Uint8Array(Math.max(firstBytes, expectedBytes));
  let filled = 0;
  for (;;) {
    filled += reader.read(memory.subarray(filled));
    if (filled < memory.length) return memory.subarray(0, filled);
    const larger = new Uint8Array(2 * memory.length);
    larger.set(memory);
    memory = larger;
  }
}
