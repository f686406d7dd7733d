import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { packageRoot } from "../../src/util/package-root.ts";
import { textOf } from "../source-files.ts";

interface WasmInputs {
  wasmHash(): string;
  hashOf(parts: readonly (string | Uint8Array)[]): string;
}
const { wasmHash, hashOf } = (await import(pathToFileURL(join(packageRoot, "scripts/wasm-inputs.mjs")).href)) as WasmInputs;

const wasm = readFileSync(join(packageRoot, "native/chunkwise.wasm"));
const made = JSON.parse(textOf("native/chunkwise.wasm.json")) as { bytes: number; sources: string; wasm: string };

test("native/chunkwise.wasm was made from the sources as they are; `npm run wasm` makes it anew", () => {
  assert.equal(made.sources, wasmHash());
});

test("native/chunkwise.wasm is the file that was made, of at most 3 MB", () => {
  assert.equal(made.wasm, hashOf([wasm]));
  assert.equal(made.bytes, wasm.length);
  assert.ok(wasm.length <= 3e6);
});
