// What scripts share that build the addon in another way, in a folder of its own: the ordinary build stays as it is.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { root } from "./families.mjs";

/** The folder build-<name>, and the addon that is built there. node-gyp builds beside its binding.gyp, hence the same sources in another place. */
export function variant(name) {
  const folder = join(root, `build-${name}`);
  mkdirSync(folder, { recursive: true });
  for (const shared of ["binding.gyp", "package.json", "native", "scripts"]) {
    if (!existsSync(join(folder, shared))) symlinkSync(join("..", shared), join(folder, shared));
  }
  return { folder, addon: join(folder, "build/Release/chunkwise.node") };
}

/** Builds it with a switch of binding.gyp, and runs tests over it. */
export function testVariant(name, define, filters, environment = {}) {
  const { folder, addon } = variant(name);
  run(process.execPath, [join(root, "scripts/build-native.mjs"), `--directory=${folder}`], { GYP_DEFINES: define });
  run("npm", ["run", "--silent", "build:test"]);
  run(process.execPath, [join(root, "scripts/test.mjs"), ...filters], { ...environment, CHUNKWISE_ADDON: addon });
}

/** Runs a command in the root; this process ends when it fails. */
function run(command, args, extra = {}) {
  const { status } = spawnSync(command, args, { cwd: root, env: { ...process.env, ...extra }, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
