// Reads native/families.def: which families there are, how each is built, and which files belong to it.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
const kernels = "native/kernels";

/** @returns {{ name: string, kind: "" | "V3" | "IFMA" | "FUSED", sources: string[] }[]} in the order of families.def. */
export function families() {
  const text = readFileSync(join(root, "native/families.def"), "utf8");
  const found = [...text.matchAll(/^FAMILY(?:_(V3|IFMA|FUSED))?\((\w+)\)/gm)].map(([, kind = "", name]) => ({ name, kind, sources: [] }));
  for (const file of sourceFiles()) familyOf(file, found)?.sources.push(`${kernels}/${file}`);
  for (const family of found) {
    if (family.sources.length === 0) throw new Error(`native/families.def: ${family.name} has no file ${kernels}/${family.name}*.cpp`);
  }
  return found;
}

/** Files that belong to no family: they are not built. */
export function orphans() {
  const found = families();
  return sourceFiles().filter((file) => familyOf(file, found) === undefined);
}

/** What is around the kernels: native/*.cpp, with one of the two files that face JavaScript (`binding.cpp` or `wasm.cpp`). */
export function boundary(facing) {
  const others = readdirSync(join(root, "native")).filter((file) => file.endsWith(".cpp") && file !== "binding.cpp" && file !== "wasm.cpp");
  return [facing, ...others.sort()].map((file) => `native/${file}`);
}

function sourceFiles() {
  return readdirSync(join(root, kernels))
    .filter((file) => file.endsWith(".cpp"))
    .sort();
}

/** `random-normal.cpp` belongs to the family with the longest name that it starts with: `random-normal`, or else `random`. */
function familyOf(file, found) {
  const stem = file.replace(/\.cpp$/, "").replaceAll("-", "_");
  const owners = found.filter(({ name }) => stem === name || stem.startsWith(`${name}_`));
  return owners.sort((a, b) => b.name.length - a.name.length)[0];
}
