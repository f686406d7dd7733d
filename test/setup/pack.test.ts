import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { packageRoot } from "../../src/util/package-root.ts";
import { cloneInto, emptyFolder, runIn } from "./clone.ts";
import { readmeModules } from "./readme-code.ts";

const consumer = `import { da } from "chunkwise";
import * as arrays from "chunkwise/array";
const sum: number = await da.arange(10).add(1).sum().compute();
const last: number = await arrays.da.arange(10).max().compute();
console.log(sum, last);
`;
const tsconfig = {
  compilerOptions: {
    module: "nodenext",
    target: "es2022",
    strict: true,
    types: ["node"],
    typeRoots: [join(packageRoot, "node_modules/@types")],
    outDir: "out",
  },
  include: ["use.mts"],
};
const readme = readmeModules();
/** Programs that have no types but the language's, are as strict as `tsc --init` has it, and check the types of their packages. */
const bare = {
  compilerOptions: {
    module: "nodenext",
    target: "es2022",
    lib: ["es2022"],
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    types: [],
    skipLibCheck: false,
    noEmit: true,
  },
  files: ["bare.mts", ...readme.map((_, i) => `readme-${i}.mts`)],
};
const bareConsumer = `import { compute, config, da, dd, type ComputeOptions, type DArray, NDArray, type RunEvent } from "chunkwise";
import { defaultRng } from "chunkwise/array";
const x: DArray<"float64"> = defaultRng(1).normal(0, 1, { size: 4 });
export const sorted: Promise<NDArray<"float64">> = x.sort().compute();
export const both = compute({ x, total: x.sum() }, { progress: (event: RunEvent) => event.kind } satisfies ComputeOptions);
config.get("scheduler");
da.minimum(x, 1);
da.expand_dims(x, 0).mapBlocks((block, { origin }) => block.data.map((value) => value + (origin?.[0] ?? 0)));
const air = dd.readCsv("flights/*.csv", { dtype: { Distance: "float64" } });
air.filter((c) => c.Distance.gt(c.AirTime).and(c.Origin.eq("SFO"))).groupby("Dest").agg((c) => ({ late: c.DepDelay.mean(), far: c.Distance.max() }));
air.assign({ speed: (c) => c.Distance.div(c.AirTime) }).mapPartitions(({ Dest }) => ({ n: [Dest.length] }), { schema: { n: "int32" } });
// @ts-expect-error: a number has no texts' methods
air.filter((c) => c.Distance.str.isalpha());
`;
const scripts = ["preinstall", "install", "postinstall", "prepare"];

// Packing builds the addon: here it is the one that was built before.
const skip = existsSync(join(packageRoot, "build/Release/chunkwise.node")) ? false : "the addon was not built here";

test("the package installs into an empty project without running a script, has types by which the README compiles, and runs natively and in WebAssembly", {
  skip,
}, (t) => {
  const clone = cloneInto(emptyFolder(t));
  symlinkSync(join(packageRoot, "node_modules"), join(clone, "node_modules"));
  cpSync(join(packageRoot, "build"), join(clone, "build"), { recursive: true, preserveTimestamps: true });
  const packed = runIn(clone, "npm", ["pack", "--json"]);
  assert.equal(packed.status, 0, packed.stderr);
  const [{ filename, files }] = JSON.parse(packed.stdout) as [{ filename: string; files: { path: string }[] }];
  const paths = files.map(({ path }) => path);
  for (const needed of [
    "dist/index.js",
    "dist/index.d.ts",
    "native/chunkwise.wasm",
    `prebuilds/${process.platform}-${process.arch}/chunkwise.node`,
    "LICENSE",
  ]) {
    assert.ok(paths.includes(needed), `${needed} is not in the package`);
  }
  assert.deepEqual(
    paths.filter((path) => /^(test|bench|src|build)\//.test(path)),
    [],
  );

  const project = emptyFolder(t);
  writeFileSync(join(project, "package.json"), `{ "name": "project", "private": true, "type": "module" }`);
  const installed = runIn(project, "npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", "--foreground-scripts", join(clone, filename)]);
  assert.equal(installed.status, 0, installed.stderr);
  const manifest = JSON.parse(readFileSync(join(project, "node_modules/chunkwise/package.json"), "utf8")) as { scripts: Record<string, string> };
  assert.deepEqual(
    Object.keys(manifest.scripts).filter((name) => scripts.includes(name)),
    [],
  );
  assert.doesNotMatch(installed.stdout, /chunkwise@/);
  assert.equal(existsSync(join(project, "node_modules/chunkwise/build")), false);

  writeFileSync(join(project, "use.mts"), consumer);
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify(tsconfig));
  mkdirSync(join(project, "out"));
  const checked = runIn(project, join(packageRoot, "node_modules/.bin/tsc"), ["-p", "tsconfig.json"]);
  assert.equal(checked.status, 0, checked.stdout);
  writeFileSync(join(project, "bare.mts"), bareConsumer);
  readme.forEach((code, i) => {
    writeFileSync(join(project, `readme-${i}.mts`), code);
  });
  writeFileSync(join(project, "bare.json"), JSON.stringify(bare));
  const alone = runIn(project, join(packageRoot, "node_modules/.bin/tsc"), ["-p", "bare.json"]);
  assert.equal(alone.status, 0, alone.stdout);
  for (const isa of ["v4", "wasm"]) {
    assert.deepEqual(runIn(project, process.execPath, ["out/use.mjs"], { CHUNKWISE_ISA: isa }), { status: 0, stdout: "55 9\n", stderr: "" });
  }
});
