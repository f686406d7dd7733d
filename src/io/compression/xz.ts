import { createRequire } from "node:module";
import { StorageError } from "../../util/errors.ts";
import { chunkReader } from "./chunk-reader.ts";
import type { Codec } from "./codec.ts";

/** An optional package: few files are xz, and its binary is large. */
const packageName = "@napi-rs/lzma";

/** Decoded as a whole, since the package knows no other way: the file and what is in it have to fit into memory. */
export const xz: Codec = {
  name: "xz",
  endings: [".xz"],
  magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00],
  open(source) {
    const { decompressSync } = load(source.path);
    const bytes = new Uint8Array(source.bytes);
    source.read(0, bytes);
    let whole: readonly Uint8Array[] | undefined;
    try {
      whole = [decompressSync(bytes)];
    } catch (cause) {
      throw new StorageError(source.path, `is not whole xz data: ${(cause as Error).message}`, { cause });
    }
    return chunkReader(() => {
      const next = whole;
      whole = undefined;
      return next;
    });
  },
};

function load(path: string): { decompressSync(bytes: Uint8Array): Uint8Array } {
  try {
    return createRequire(import.meta.url)(`${packageName}/xz`);
  } catch (cause) {
    throw new StorageError(path, `is compressed with xz, which needs a package that is not installed: npm install ${packageName}`, { cause });
  }
}
