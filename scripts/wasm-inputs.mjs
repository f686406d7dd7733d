// What native/chunkwise.wasm is made from. A test compares the hash with the one that lies beside the file.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { boundary, families, root } from "./families.mjs";

/** The text of every source and header, by path. */
export function wasmInputs() {
  const headers = ["native", "native/kernels"].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((file) => /\.(hpp|def)$/.test(file))
      .map((file) => `${folder}/${file}`),
  );
  const sources = [...boundary("wasm.cpp"), ...families().flatMap((family) => family.sources)];
  return Object.fromEntries([...headers, ...sources].sort().map((file) => [file, readFileSync(join(root, file), "utf8")]));
}

export function wasmHash() {
  return hashOf(Object.entries(wasmInputs()).flat());
}

export function hashOf(parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex");
}
