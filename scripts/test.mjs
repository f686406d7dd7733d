// Runs compiled tests: `node scripts/test.mjs [filter …]`, all of them or those whose path contains one of the filters.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./families.mjs";

const compiled = join(root, "dist-test");
const filters = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));
const options = process.argv.slice(2).filter((argument) => argument.startsWith("-"));

// A test whose source is gone may still lie there.
const files = readdirSync(join(compiled, "test"), { recursive: true })
  .filter((file) => file.endsWith(".test.js") && existsSync(join(root, "test", file.replace(/js$/, "ts"))))
  .filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter)))
  // Those that install and pack take longest: at the end, they would leave the other cores without work.
  .sort((a, b) => Number(b.startsWith("setup/")) - Number(a.startsWith("setup/")) || (a < b ? -1 : 1))
  .map((file) => join(compiled, "test", file));
if (files.length === 0) {
  console.error(`no test file has ${filters.map((filter) => JSON.stringify(filter)).join(" or ")} in its path`);
  process.exit(1);
}
// Who looks at a terminal wants the lines of TypeScript. Reading the maps takes each process 0.1 s.
const maps = process.stdout.isTTY ? ["--enable-source-maps"] : [];
const { status } = spawnSync(process.execPath, [...maps, join(root, "scripts/run-tests.mjs"), ...options, ...files], {
  cwd: root,
  stdio: "inherit",
});
process.exitCode = status ?? 1;
