// Prints the sources of one target of binding.gyp, one a line: `node scripts/sources.mjs v3`.
import { boundary, families } from "./families.mjs";

/** Which kinds of families (families.def) each target builds. */
const kinds = {
  v2: ["", "V3", "IFMA"],
  v3: ["", "V3", "IFMA"],
  v4: ["", "IFMA"],
  v4ifma: ["IFMA"],
  base: ["", "V3", "IFMA"],
  fused: ["FUSED"],
};

function sourcesOf(target) {
  if (target === "addon") return boundary("binding.cpp");
  if (kinds[target] === undefined) throw new Error(`sources: no target ${target}; one of addon, ${Object.keys(kinds).join(", ")}`);
  return families().flatMap(({ kind, sources }) => (kinds[target].includes(kind) ? sources : []));
}

for (const source of sourcesOf(process.argv[2])) console.log(source);
