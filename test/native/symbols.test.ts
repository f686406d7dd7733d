import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { packageRoot } from "../../src/util/package-root.ts";
import { filesIn } from "../source-files.ts";

// The compiler may write these calls itself, and libc has them for any machine.
const allowed = new Set(["memcpy", "memmove", "memset", "memcmp", "_GLOBAL_OFFSET_TABLE_"]);
const built = "build/Release/obj.target";
const isa = /^(v[234]\w*|base\w*)$/;

interface Symbol {
  readonly file: string;
  readonly kind: string;
  readonly name: string;
}

const objects = existsSync(join(packageRoot, built)) ? filesIn(built, ".o").filter((file) => isa.test(file.split("/")[3]!)) : [];
const nm = spawnSync("nm", ["-A", "-C", ...objects], { cwd: packageRoot, encoding: "utf8", maxBuffer: 1 << 28 });
const skip = objects.length === 0 ? "the addon was not built here" : nm.error ? "there is no nm" : false;
const symbols: Symbol[] = [...(nm.stdout ?? "").matchAll(/^([^:]+):\s*[0-9a-f]* (\w) (.+)$/gm)].map(([, file, kind, name]) => ({
  file: file!,
  kind: kind!,
  name: name!,
}));

test("everything that the linker could merge or see lies in the namespace of its ISA", { skip }, () => {
  const shared = symbols.filter(({ kind }) => /[A-Zuvw]/.test(kind) && kind !== "U");
  const outside = shared.filter(({ file, name }) => !name.includes(`isa_${file.split("/")[3]}::`));
  assert.ok(shared.length > 0);
  assert.deepEqual(
    outside.map(({ file, kind, name }) => `${file} defines ${name} (${kind})`),
    [],
  );
});

test("kernels call nothing but kernels of their own ISA and memcpy's like", { skip }, () => {
  const called = symbols.filter(({ kind }) => kind === "U");
  const outside = called.filter(({ file, name }) => !allowed.has(name) && !name.startsWith(`isa_${file.split("/")[3]}::`));
  assert.deepEqual(
    outside.map(({ file, name }) => `${file} calls ${name}`),
    [],
  );
});
