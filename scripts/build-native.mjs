// Builds the addon into build/Release: `node scripts/build-native.mjs [--best-effort] [--directory=<where binding.gyp is>]`.
//
// With --best-effort (what `npm ci` does in a clone) nothing here is an error: without a compiler the kernels run in WebAssembly.
// CHUNKWISE_NATIVE=require makes it one, CHUNKWISE_NATIVE=skip builds nothing. Never downloads: the headers are those beside the running node.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { root } from "./families.mjs";

const wish = process.env.CHUNKWISE_NATIVE ?? "";
const directory = process.argv.find((argument) => argument.startsWith("--directory="))?.slice("--directory=".length) ?? root;
const bestEffort = process.argv.includes("--best-effort") && wish !== "require";
const env = { ...process.env };
// binding.gyp runs `node`.
if (!runs("node")) env.PATH = [env.PATH, dirname(process.execPath)].join(delimiter);

const started = performance.now();
const reason = wish === "skip" ? "CHUNKWISE_NATIVE=skip" : (missing() ?? build());
const seconds = Math.round((performance.now() - started) / 1000);
if (reason === undefined) {
  console.log(`chunkwise: built the native addon in ${seconds} s`);
} else {
  console.error(`chunkwise: no native addon (${reason}), the kernels will run in WebAssembly`);
  if (!bestEffort) process.exitCode = 1;
}

/** What the build lacks, if anything. */
function missing() {
  const needs = [
    ["a C++ compiler", [env.CXX, "g++", "c++", "clang++"]],
    ["make", ["make", "gmake"]],
    ["Python 3", [env.PYTHON, "python3", "python"]],
  ];
  const lacking = process.platform === "win32" ? [] : needs.filter(([, names]) => !names.some(runs)).map(([what]) => what);
  if (nodeGyp() === undefined) lacking.push("node-gyp");
  if (headers() === undefined) lacking.push("the headers of this Node.js");
  return lacking.length > 0 ? `missing: ${lacking.join(", ")}` : undefined;
}

function runs(command) {
  return Boolean(command) && spawnSync(command, ["--version"], { env, stdio: "ignore" }).status === 0;
}

function nodeGyp() {
  try {
    return createRequire(import.meta.url).resolve("node-gyp/bin/node-gyp.js");
  } catch {
    return undefined;
  }
}

/** The folder with include/node of the running Node.js. */
function headers() {
  const folders = [env.npm_config_nodedir, join(dirname(process.execPath), ".."), dirname(process.execPath)];
  return folders.find((folder) => folder && existsSync(join(folder, "include/node/common.gypi")));
}

/** Why the build failed, if it did. Warnings are errors, but not on a user's machine whose newer compiler has new ones. */
function build() {
  const strict = gyp("1");
  if (strict === undefined || !bestEffort) return strict;
  return gyp("0");
}

function gyp(werror) {
  const args = [nodeGyp(), "configure", "build", `--nodedir=${headers()}`, "--jobs=max", "--silent"];
  const defines = { ...env, GYP_DEFINES: `${env.GYP_DEFINES ?? ""} werror=${werror}` };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: directory, env: defines, encoding: "utf8", maxBuffer: 1 << 28 });
  if (status === 0) return undefined;
  process.stderr.write(
    `${stdout}${stderr}`
      .split("\n")
      .filter((line) => !/^ {2}(CXX|COPY|TOUCH)|^(rm|ar) /.test(line))
      .slice(-60)
      .join("\n"),
  );
  return "the build failed";
}
