import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { loadAddon } from "../../src/kernels/addon.ts";
import { packageRoot } from "../../src/util/package-root.ts";
import { filesIn } from "../source-files.ts";

// The compiler may write these calls itself, and libc has them for any machine.
const allowed = new Set(["memcpy", "memmove", "memset", "memcmp", "_GLOBAL_OFFSET_TABLE_"]);
// What the baseline build of x86-64 has no instruction for is in libgcc, for any machine too.
const allowedInBase = new Set([...allowed, "__popcountdi2"]);
// The ordinary build, and that of scripts/baseline.mjs where it was made.
const built = ["build/Release/obj.target", "build-baseline/build/Release/obj.target"];
const isa = /^(v[234]\w*|base\w*)$/;

interface Symbol {
  readonly file: string;
  readonly kind: string;
  readonly name: string;
}

const targetOf = (file: string) => /obj\.target\/(\w+)/.exec(file)![1]!;
const folders = built.filter((folder) => existsSync(join(packageRoot, folder)));
const objects = folders.flatMap((folder) => filesIn(folder, ".o")).filter((file) => isa.test(targetOf(file)));
const nm = spawnSync("nm", ["-A", "-C", ...objects], { cwd: packageRoot, encoding: "utf8", maxBuffer: 1 << 28 });
const skip = objects.length === 0 ? "the addon was not built here" : nm.error ? "there is no nm" : false;
const symbols: Symbol[] = [...(nm.stdout ?? "").matchAll(/^([^:]+):\s*[0-9a-f]* (\w) (.+)$/gm)].map(([, file, kind, name]) => ({
  file: file!,
  kind: kind!,
  name: name!,
}));
const baseline = join(packageRoot, "build-baseline/build/Release/chunkwise.node");

test("the addon of other processors has one build, which asks nothing of the processor", { skip: !existsSync(baseline) && "it was not built here" }, () => {
  assert.deepEqual(loadAddon(baseline).isas, ["baseline"]);
});

test("everything that the linker could merge or see lies in the namespace of its ISA", { skip }, () => {
  const shared = symbols.filter(({ kind }) => /[A-Zuvw]/.test(kind) && kind !== "U");
  const outside = shared.filter(({ file, name }) => !name.includes(`isa_${targetOf(file)}::`));
  assert.ok(shared.length > 0);
  assert.deepEqual(
    outside.map(({ file, kind, name }) => `${file} defines ${name} (${kind})`),
    [],
  );
});

test("kernels call nothing but kernels of their own ISA and memcpy's like", { skip }, () => {
  const called = symbols.filter(({ kind }) => kind === "U");
  const outside = called.filter(
    ({ file, name }) => !(targetOf(file).startsWith("base") ? allowedInBase : allowed).has(name) && !name.startsWith(`isa_${targetOf(file)}::`),
  );
  assert.deepEqual(
    outside.map(({ file, name }) => `${file} calls ${name}`),
    [],
  );
});
