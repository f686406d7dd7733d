// Runs tests over an addon built with AddressSanitizer and UndefinedBehaviorSanitizer: `npm run sanitize [-- <filter> …]`, by default everything that
// touches kernels. Linux, GCC or Clang. Memory of typed arrays counts: an overrun of a (Shared)ArrayBuffer is found too.
import { spawnSync } from "node:child_process";
import { testVariant } from "./variant.mjs";

const filters = process.argv.slice(2);
const preload = ["libasan.so", "libubsan.so"].map((library) => spawnSync("gcc", [`-print-file-name=${library}`], { encoding: "utf8" }).stdout.trim());
testVariant("sanitize", "sanitize=1", filters.length > 0 ? filters : ["kernels/", "native/", "random/", "ops/", "io/"], {
  LD_PRELOAD: preload.join(" "),
  // V8's own memory looks like leaks; a recycled buffer would hide an overrun.
  ASAN_OPTIONS: "detect_leaks=0:abort_on_error=1",
  UBSAN_OPTIONS: "print_stacktrace=1:halt_on_error=1",
});
