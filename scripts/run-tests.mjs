// Runs test files in the order given, as many at a time as there are cores (`node --test` would sort them):
// `node scripts/run-tests.mjs [--test-name-pattern=<pattern> …] <file …>`.
import { availableParallelism } from "node:os";
import { run } from "node:test";
import { spec, tap } from "node:test/reporters";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({ options: { "test-name-pattern": { type: "string", multiple: true } }, allowPositionals: true });

run({ files: positionals, concurrency: availableParallelism(), timeout: 180_000, testNamePatterns: values["test-name-pattern"] ?? null })
  .on("test:fail", () => {
    process.exitCode = 1;
  })
  .compose(process.stdout.isTTY ? new spec() : tap)
  .pipe(process.stdout);
