import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { loadAddon } from "../../src/kernels/addon.ts";
import { packageRoot } from "../../src/util/package-root.ts";
import { emptyFolder, runIn } from "./clone.ts";

const load = join(import.meta.dirname, "../../src/kernels/load.js");
const isaOf = (file: string) => `import { loadBackend } from ${JSON.stringify(pathToFileURL(file).href)}; console.log(loadBackend().isa);`;
const choose = (env: Record<string, string>, file = load) => runIn(packageRoot, process.execPath, ["--input-type=module", "-e", isaOf(file)], env);

const native = choose({});
const skip = native.stdout === "wasm\n" ? "the addon was not built here" : false;

test("CHUNKWISE_ISA=wasm takes WebAssembly without a word", () => {
  assert.deepEqual(choose({ CHUNKWISE_ISA: "wasm" }), { status: 0, stdout: "wasm\n", stderr: "" });
});

test("CHUNKWISE_ISA caps the build at what this machine runs", { skip: skip || process.arch !== "x64" }, () => {
  const { isas } = loadAddon(join(packageRoot, "build/Release/chunkwise.node"));
  assert.equal(native.stdout.trim(), isas.at(-1));
  for (const cap of ["v2", "v3", "v4"]) {
    const wanted = isas.includes(`x86-64-${cap}`) ? `x86-64-${cap}` : isas.at(-1);
    assert.deepEqual(choose({ CHUNKWISE_ISA: cap }), { status: 0, stdout: `${wanted}\n`, stderr: "" });
  }
});

test("another CHUNKWISE_ISA is an error that lists what there is", () => {
  const { status, stderr } = choose({ CHUNKWISE_ISA: "avx2" });
  assert.notEqual(status, 0);
  assert.match(stderr, /CHUNKWISE_ISA: "avx2" is none of wasm, v2, v3, v4/);
});

test("where there is no addon, one line says so, however many workers there are", (t) => {
  const folder = emptyFolder(t);
  for (const part of ["package.json", "native/chunkwise.wasm"]) cpSync(join(packageRoot, part), join(folder, part));
  cpSync(join(import.meta.dirname, "../../src"), join(folder, "dist"), { recursive: true });
  const file = pathToFileURL(join(folder, "dist/kernels/load.js")).href;
  const script = `import { Worker } from "node:worker_threads"; import { loadBackend } from ${JSON.stringify(file)};
    console.log(loadBackend().isa);
    for (let i = 0; i < 3; i++) await new Promise((done) => new Worker('import(${JSON.stringify(file)}).then(({ loadBackend }) => loadBackend())', { eval: true }).on("exit", done));`;
  const { stdout, stderr } = runIn(folder, process.execPath, ["--input-type=module", "-e", script]);
  assert.equal(stdout, "wasm\n");
  assert.equal(stderr, `chunkwise: no native addon for ${process.platform}-${process.arch} (none was built), using WebAssembly\n`);
});
