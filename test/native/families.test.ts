import assert from "node:assert/strict";
import { test } from "node:test";
import { filesIn, textOf } from "../source-files.ts";

const families = [...textOf("native/families.def").matchAll(/^FAMILY\w*\((\w+)\)/gm)].map(([, name]) => name!);
const kernels = filesIn("native/kernels", ".cpp", ".hpp");

test("every kernel file belongs to a family", () => {
  const sources = kernels.filter((file) => file.endsWith(".cpp"));
  const orphans = sources.filter((file) => {
    const stem = file
      .replace(/^.*\//, "")
      .replace(/\.cpp$/, "")
      .replaceAll("-", "_");
    return !families.some((family) => stem === family || stem.startsWith(`${family}_`));
  });
  assert.deepEqual(
    orphans.map((file) => `${file} belongs to no line of native/families.def`),
    [],
  );
});

test("kernels include our own headers, stdint, stddef and the intrinsics, nothing else", () => {
  // An inline function of the standard library, built for AVX-512 and kept by the linker, would crash older machines.
  const allowed = new Set(["stdint.h", "stddef.h", "immintrin.h", "wasm_simd128.h", "arm_neon.h"]);
  const wrong = kernels.flatMap((file) =>
    [...textOf(file).matchAll(/^\s*#\s*include\s*<([^>]+)>/gm)].flatMap(([, header]) => (allowed.has(header!) ? [] : [`${file} includes <${header}>`])),
  );
  assert.deepEqual(wrong, []);
});
