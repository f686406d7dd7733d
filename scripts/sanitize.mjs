// Runs tests over an addon built with AddressSanitizer and UndefinedBehaviorSanitizer: `npm run sanitize [-- <filter> …]`, by default everything that
// touches kernels. Linux, GCC or Clang. Memory of typed arrays counts: an overrun of a (Shared)ArrayBuffer is found too.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { root } from "./families.mjs";

const folder = join(root, "build-sanitize");
const filters = process.argv.slice(2);

// node-gyp builds beside its binding.gyp: another folder with the same sources keeps the ordinary build as it is.
mkdirSync(folder, { recursive: true });
for (const shared of ["binding.gyp", "package.json", "native", "scripts"]) {
  if (!existsSync(join(folder, shared))) symlinkSync(join("..", shared), join(folder, shared));
}
run(process.execPath, [join(root, "scripts/build-native.mjs"), `--directory=${folder}`], { GYP_DEFINES: "sanitize=1" });
run("npm", ["run", "--silent", "build:test"]);

const preload = ["libasan.so", "libubsan.so"].map((library) => spawnSync("gcc", [`-print-file-name=${library}`], { encoding: "utf8" }).stdout.trim());
run(process.execPath, [join(root, "scripts/test.mjs"), ...(filters.length > 0 ? filters : ["kernels/", "native/", "random/", "ops/", "io/"])], {
  LD_PRELOAD: preload.join(" "),
  // V8's own memory looks like leaks; a recycled buffer would hide an overrun.
  ASAN_OPTIONS: "detect_leaks=0:abort_on_error=1",
  UBSAN_OPTIONS: "print_stacktrace=1:halt_on_error=1",
  CHUNKWISE_ADDON: join(folder, "build/Release/chunkwise.node"),
});

function run(command, args, extra = {}) {
  const { status } = spawnSync(command, args, { cwd: root, env: { ...process.env, ...extra }, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
