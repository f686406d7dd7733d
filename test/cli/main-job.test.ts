import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { packageRoot } from "../../src/util/package-root.ts";

const run = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(packageRoot, "dist/cli/main-job.js"), ...args], { encoding: "utf8", timeout: 120_000 });
  return { status, stdout, stderr };
};

test("the main job runs with every flag, checks its results, tells what it took, and draws no bar where there is no terminal", () => {
  const { status, stdout, stderr } = run("--size", "1000", "--chunks", "300", "--file", "8MB", "--flights", "2MB", "--workers", "2", "--memory-limit", "100MB");
  assert.equal(status, 0, stdout + stderr);
  // Once, and only where there is no addon.
  assert.equal(stderr.replace(/^chunkwise: no native addon for \S+ \(.*\), using WebAssembly\n/, ""), "");
  assert.equal(stderr === "", !stdout.startsWith("kernels wasm") || process.env["CHUNKWISE_ISA"] === "wasm");
  assert.match(stdout, /^kernels \S+, 2 threads/);
  assert.match(stdout, /row means of 1000 × 1000 normals: [\d.]+ s, .* numbers\/s, peak resident memory \d+ MiB/);
  assert.equal(stdout.match(/^ {2}ok: /gm)?.length, 9);
});

test("it says what its flags are, and refuses values that are none", () => {
  for (const flag of ["--size", "--chunks", "--file", "--flights", "--workers", "--memory-limit"]) assert.match(run("--help").stdout, new RegExp(`${flag} `));
  assert.notEqual(run("--size", "many").status, 0);
});
