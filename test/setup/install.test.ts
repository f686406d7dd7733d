import assert from "node:assert/strict";
import { existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { packageRoot } from "../../src/util/package-root.ts";
import { cloneInto, emptyFolder, pathWith, runIn } from "./clone.ts";

const ci = ["ci", "--prefer-offline", "--no-audit", "--no-fund"];
const sum = `import { loadBackend } from "./dist/kernels/load.js";
const out = new Float64Array(3);
const backend = loadBackend();
backend.run("add", "float64", { n: 3, inputs: [Float64Array.of(1, 2, 3), Float64Array.of(10)], outputs: [out] });
console.log(backend.isa, out.join());`;

test("without a compiler, npm ci succeeds and says that kernels run in WebAssembly, and they do", (t) => {
  const clone = cloneInto(emptyFolder(t));
  const PATH = pathWith(join(emptyFolder(t), "bin"), "node", "npm", "sh", "env");
  const installed = runIn(clone, "npm", ci, { PATH });
  assert.equal(installed.status, 0, installed.stderr);
  assert.match(installed.stderr, /chunkwise: no native addon \(missing: a C\+\+ compiler, make, Python 3\), the kernels will run in WebAssembly/);
  assert.equal(existsSync(join(clone, "build")), false);

  const compiled = runIn(clone, "npm", ["run", "--silent", "build"], { PATH });
  assert.equal(compiled.status, 0, compiled.stdout);
  const ran = runIn(clone, "node", ["--input-type=module", "-e", sum], { PATH });
  assert.equal(ran.stdout, "wasm 11,12,13\n");
  assert.equal(ran.stderr, `chunkwise: no native addon for ${process.platform}-${process.arch} (none was built), using WebAssembly\n`);
});

test("with CHUNKWISE_NATIVE=require, a missing compiler is an error", (t) => {
  const clone = cloneInto(emptyFolder(t));
  symlinkSync(join(packageRoot, "node_modules"), join(clone, "node_modules"));
  const PATH = pathWith(join(emptyFolder(t), "bin"), "node", "npm", "sh", "env");
  const { status, stderr } = runIn(clone, "npm", ["run", "prepublish"], { PATH, CHUNKWISE_NATIVE: "require" });
  assert.notEqual(status, 0);
  assert.match(stderr, /missing: a C\+\+ compiler/);
});
