// Before `npm pack`: what users get is compiled anew, the addon for this platform lies in prebuilds/, and WebAssembly is of the same sources.
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "./families.mjs";
import { wasmHash } from "./wasm-inputs.mjs";

const prebuilds = join(root, "prebuilds", `${process.platform}-${process.arch}`);

if (JSON.parse(readFileSync(join(root, "native/chunkwise.wasm.json"), "utf8")).sources !== wasmHash()) {
  throw new Error("native/chunkwise.wasm is older than its sources: run `npm run wasm`");
}
rmSync(join(root, "dist"), { recursive: true, force: true });
run("npm", "run", "--silent", "build");
run(process.execPath, "scripts/build-native.mjs");
mkdirSync(prebuilds, { recursive: true });
copyFileSync(join(root, "build/Release/chunkwise.node"), join(prebuilds, "chunkwise.node"));
// Names of functions are half of it. Without `strip` they stay.
spawnSync("strip", ["--strip-unneeded", join(prebuilds, "chunkwise.node")], { stdio: "ignore" });

// What `npm pack --json` prints on stdout has to stay alone there.
function run(command, ...args) {
  execFileSync(command, args, { cwd: root, stdio: ["ignore", 2, 2] });
}
