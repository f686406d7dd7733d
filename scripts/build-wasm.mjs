// Builds native/chunkwise.wasm from the sources of the addon: `node scripts/build-wasm.mjs`.
//
// The compiler is clang in WebAssembly, from npm, so the same bytes come out everywhere. It starts slowly: objects are kept in build-wasm/ under
// the hash of all that went into them.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { commands } from "@yowasp/clang";
import { boundary, families, root } from "./families.mjs";
import { hashOf, wasmHash, wasmInputs } from "./wasm-inputs.mjs";

const largestBytes = 3e6;
const objects = join(root, "build-wasm");
const flags = [
  "--target=wasm32-wasip1",
  "-std=c++20",
  "-O3",
  "-msimd128",
  "-mbulk-memory",
  "-msign-ext",
  "-mnontrapping-fptoint",
  "-fno-math-errno",
  "-fno-trapping-math",
  "-ffp-contract=off",
  "-fno-exceptions",
  "-fno-rtti",
  "-fvisibility=hidden",
  "-Wall",
  "-Werror",
  // `(x > y) | (x != x)` is meant: no branch.
  "-Wno-bitwise-instead-of-logical",
  "-Wno-bitwise-conditional-parentheses",
  // Some loops have no vector form here.
  "-Wno-pass-failed",
  "-DCW_VECTOR_BYTES=16",
  "-Inative",
];
/** Large families whose speed in WebAssembly no bench holds: compiled small, since all of it has to fit into `largestBytes`. */
const small = /^(aggregate|dates|distributions|order|parquet|reduce-position|reduce-truth|text-numbers|csv-write)/;
const linkFlags = [
  "--target=wasm32-wasip1",
  "-nostartfiles",
  "-Wl,--no-entry",
  "-Wl,--strip-all",
  // The stack comes first, so that running out of it traps instead of overwriting data.
  "-Wl,--stack-first",
  "-Wl,-z,stack-size=1048576",
  "-Wl,--max-memory=268435456",
  "-Wl,--export=__heap_base",
];

mkdirSync(objects, { recursive: true });
// Loads the compiler, without telling how far it has got.
await commands["clang++"](undefined, undefined, { fetchProgress: () => {} });
const inputs = wasmInputs();
const compiled = {};
for (const { kind, sources } of [{ kind: "", sources: boundary("wasm.cpp") }, ...families()]) {
  for (const source of sources) compiled[`${basename(source)}.o`] = await compile(source, kind === "FUSED" ? "isa_base_fused" : "isa_base");
}
const { "chunkwise.wasm": wasm } = await clang([...linkFlags, ...Object.keys(compiled), "-o", "chunkwise.wasm"], compiled);
const imports = WebAssembly.Module.imports(new WebAssembly.Module(wasm)).map(({ name }) => name);
if (imports.length > 0) throw new Error(`chunkwise.wasm imports ${imports.join(", ")}: a kernel calls the C library`);
if (wasm.length > largestBytes) throw new Error(`chunkwise.wasm has ${wasm.length} bytes, more than ${largestBytes}`);
writeFileSync(join(root, "native/chunkwise.wasm"), wasm);
writeFileSync(join(root, "native/chunkwise.wasm.json"), `${JSON.stringify({ bytes: wasm.length, sources: wasmHash(), wasm: hashOf([wasm]) }, null, 2)}\n`);
console.log(`native/chunkwise.wasm: ${wasm.length} bytes`);

async function compile(source, isa) {
  const args = [...flags, ...(small.test(basename(source)) ? ["-Os"] : []), `-DCW_ISA=${isa}`, "-c", source, "-o", "object.o"];
  const kept = join(objects, `${hashOf([args.join(" "), ...included(source).flatMap((file) => [file, inputs[file]])])}.o`);
  if (existsSync(kept)) return readFileSync(kept);
  const { "object.o": object } = await clang(args, tree(included(source)));
  writeFileSync(kept, object);
  console.log(`  ${source}: ${object.length} bytes`);
  return object;
}

async function clang(args, files) {
  let said = "";
  const hear = (bytes) => {
    if (bytes) said += Buffer.from(bytes).toString();
  };
  try {
    return await commands["clang++"](args, files, { stdout: hear, stderr: hear });
  } catch {
    throw new Error(`${args.at(-3)}: clang failed\n${said.slice(0, 10_000)}`);
  }
}

/** A source and our headers that it includes, directly or not. */
function included(file, found = new Set()) {
  if (found.has(file)) return [...found];
  found.add(file);
  for (const [, name] of inputs[file].matchAll(/^\s*#\s*include "([^"]+)"/gm)) {
    const inFolder = join(file, "..", name).replaceAll("\\", "/");
    if (inputs[inFolder] === undefined) throw new Error(`${file} includes ${name}, which does not exist`);
    included(inFolder, found);
  }
  return [...found];
}

/** Files as the compiler wants them: folders are objects. It does not know `..`, so -Inative finds the headers above the kernels. */
function tree(files) {
  const folder = { native: { kernels: {} } };
  for (const file of files) {
    const text = inputs[file].replace(/^(\s*#\s*include ")\.\.\//gm, "$1");
    if (file.startsWith("native/kernels/")) folder.native.kernels[basename(file)] = text;
    else folder.native[basename(file)] = text;
  }
  return folder;
}
