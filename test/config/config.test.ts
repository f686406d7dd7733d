import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { config } from "../../src/config/config.ts";
import { settingsOfEnvironment, settingsOfFiles } from "../../src/config/sources.ts";
import { ChunkwiseError } from "../../src/util/errors.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "chunkwise-config-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  for (const name of ["CHUNKWISE_NUM_WORKERS", "CHUNKWISE_CONFIG"]) delete process.env[name];
  config.refresh();
});

function write(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
  return path;
}

test("what is said later wins: defaults, files, environment, set, scope", () => {
  assert.equal(config.get("scheduler"), "threads");
  process.env["CHUNKWISE_CONFIG"] = write("settings.yaml", "num-workers: 2\nscheduler: synchronous\nspill_folder: /data\n");
  process.env["CHUNKWISE_NUM_WORKERS"] = "3";
  config.refresh();
  assert.deepEqual([config.get("scheduler"), config.get("numWorkers"), config.get("spillFolder")], ["synchronous", 3, "/data"]);
  config.set({ numWorkers: 4 });
  {
    using _ = config.scope({ numWorkers: 5, scheduler: "threads" });
    assert.deepEqual([config.get("numWorkers"), config.get("scheduler")], [5, "threads"]);
    config.set({ memoryLimit: "2GB" });
  }
  assert.deepEqual([config.get("numWorkers"), config.get("scheduler"), config.get("memoryLimit")], [4, "synchronous", "2GB"]);
});

test("scopes may end in any order", () => {
  const outer = config.scope({ numWorkers: 2 });
  const inner = config.scope({ numWorkers: 3 });
  outer[Symbol.dispose]();
  assert.equal(config.get("numWorkers"), 3);
  inner[Symbol.dispose]();
  inner[Symbol.dispose]();
  assert.equal(config.get("numWorkers"), undefined);
});

test("files of a folder are read by name, other files are not, and an empty one is nothing", () => {
  write("chunkwise/b.yaml", "numWorkers: 2");
  write("chunkwise/a.yml", "numWorkers: 1\nprogress: true");
  write("chunkwise/c.yaml", "");
  write("chunkwise/notes.txt", "{");
  assert.deepEqual(settingsOfFiles({ XDG_CONFIG_HOME: folder }), { numWorkers: 2, progress: true });
});

test("variables are read as YAML; those that are no settings are left alone", () => {
  const env = { CHUNKWISE_MEMORY_LIMIT: "2GB", CHUNKWISE_NUM_WORKERS: "4", CHUNKWISE_PROGRESS: "true", CHUNKWISE_ISA: "v3", PATH: "/bin" };
  assert.deepEqual(settingsOfEnvironment(env), { memoryLimit: "2GB", numWorkers: 4, progress: true });
});

test("where Node.js restricts a process, what it may not look at is not there, and threads that it may not start are an error that says so", () => {
  const flag = process.allowedNodeEnvironmentFlags.has("--permission") ? "--permission" : "--experimental-permission";
  const script = `
    const { da } = await import(${JSON.stringify(new URL("../../src/index.js", import.meta.url).href)});
    const x = da.ones([4], { chunks: 2 });
    console.log(await x.sum().compute({ scheduler: "synchronous" }));
    await x.sum().compute({ scheduler: "threads" }).catch(({ code, message }) => console.log(code, message));`;
  const allowed = `--allow-fs-read=${new URL("../../../", import.meta.url).pathname}*`;
  const { stdout, stderr } = spawnSync(process.execPath, [flag, allowed, "--input-type=module", "-e", script], { encoding: "utf8" });
  assert.match(stdout, /^4\nPERMISSION compute: this process may start no threads; .*--allow-worker, or .*synchronous/, stderr);
});

test("what is wrong is an error that says where, what and what would be right", () => {
  const cases: readonly (readonly [() => unknown, RegExp])[] = [
    [() => config.set({ numWorkers: 0 }), /config\.set: numWorkers is 0, not a whole number above 0/],
    [() => config.set({ scheduler: "cluster" as "threads" }), /"cluster", not one of threads, synchronous/],
    [() => config.set({ memoryLimit: "lots" }), /not a number of bytes, or text like "2GB"/],
    [() => config.get("numWorker" as "numWorkers"), /no setting "numWorker"; did you mean numWorkers\?/],
    [() => settingsOfEnvironment({ CHUNKWISE_COLOR: "red" }), /environment variable CHUNKWISE_COLOR: there is no setting "color"; there are scheduler/],
    [() => settingsOfFiles({ CHUNKWISE_CONFIG: write("bad.yaml", "a: [") }), /bad\.yaml: cannot be read as YAML/],
    [() => settingsOfFiles({ CHUNKWISE_CONFIG: write("list.yaml", "- 1") }), /list\.yaml: expected names and values/],
  ];
  for (const [call, message] of cases) assert.throws(call, (error: Error) => error instanceof ChunkwiseError && message.test(error.message));
});
