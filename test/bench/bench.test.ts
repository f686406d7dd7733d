import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { benches } from "../../bench/benches.ts";
import { type Comparison, compare, type Outcome, skip, summarize } from "../../bench/compare.ts";
import { rowsOf } from "../../bench/table.ts";
import { workload } from "../../bench/workloads/index.ts";
import { openAddon } from "../../src/kernels/addon.ts";
import { packageRoot } from "../../src/util/package-root.ts";
import { textOf } from "../source-files.ts";

/** On a machine without Python, unless there is one. */
const run = (args: readonly string[], PYTHON = "/there/is/no/python3") =>
  spawnSync(process.execPath, [join(packageRoot, "dist-test/bench/main.js"), "--quick", "--rounds", "1", ...args], {
    encoding: "utf8",
    timeout: 120_000,
    env: { ...process.env, PYTHON },
  });

/** The fields that bench/README.md lists: whether each may be missing. */
function fieldsOf(what: string): ReadonlyMap<string, boolean> {
  const lines = [...textOf("bench/README.md").matchAll(new RegExp(`^\\| ${what} \\| (.*?) \\|`, "gm"))];
  return new Map(lines.flatMap(([, names]) => [...names!.matchAll(/`(\w+)`(\?)?/g)].map(([, name, optional]) => [name!, optional === "?"] as const)));
}

function hasFields(what: string, object: object): void {
  const fields = fieldsOf(what);
  assert.deepEqual(
    Object.keys(object).filter((name) => !fields.has(name)),
    [],
    `fields of a ${what} that bench/README.md does not have`,
  );
  assert.deepEqual(
    [...fields].filter(([name, optional]) => !optional && !Object.hasOwn(object, name)).map(([name]) => name),
    [],
    `fields of bench/README.md that a ${what} does not have`,
  );
}

test("benches are one table, which says what is skipped and why, and --json writes what bench/README.md says", () => {
  const folder = mkdtempSync(join(tmpdir(), "chunkwise-"));
  try {
    const file = join(folder, "results.json");
    const { status, stdout, stderr } = run(["--only", "a chain of tasks", "--only", "WASM: sum", "--json", file]);
    assert.equal(status, 0, stdout + stderr);
    // Each of our contestants says it, where there is no addon.
    const said = openAddon() instanceof Error ? /^chunkwise: no native addon for \S+ \(.*\), using WebAssembly\n/gm : /(?!)/g;
    assert.equal(stderr.replaceAll(said, ""), "");
    const [machine, , head, skipped, compared, , verdict, ...rest] = stdout.split("\n");
    assert.match(machine!, /, \d+ cores, Node v[\d.]+, --quick: /);
    assert.match(head!, /^bench +ours +rate +peak +peer +theirs +ratio +median +CPU +floor$/);
    assert.match(skipped!, /^a chain of tasks +[\d.]+ \S?s +\S+ ns\/task( +\d+ MB)? +dask +not installed: apt-get install python3-dask$/);
    assert.match(compared!, /^WASM: sum +[\d.]+ \S?s +[\d.]+ GB\/s( +\d+ MB)? +native +[\d.]+ \S?s( +[\d.]+×){4} {2}(ok|below the floor)$/);
    assert.match(verdict!, /^[01] of 1 floors hold$/);
    assert.deepEqual(rest, [""]);

    const written = JSON.parse(readFileSync(file, "utf8")) as { date: string; quick: boolean; outcomes: Outcome[]; failed: string[] };
    hasFields("file", written);
    for (const outcome of written.outcomes) hasFields("outcome", outcome);
    for (const comparison of written.outcomes.flatMap(({ comparisons }) => comparisons)) hasFields("comparison", comparison);
    assert.ok(Math.abs(Date.parse(written.date) - Date.now()) < 120_000);
    assert.deepEqual([written.quick, written.failed], [true, []]);
    const [chain, sum] = written.outcomes as [Outcome, Outcome];
    assert.deepEqual([chain.name, sum.name, sum.isa], ["a chain of tasks", "WASM: sum", "wasm"]);
    assert.deepEqual(chain.comparisons, [{ peer: "dask", skipped: "not installed: apt-get install python3-dask" }]);
    const [{ peer, seconds, ratio, floor, holds }] = sum.comparisons as [Required<Comparison>];
    assert.deepEqual([peer, floor, holds], ["native", 1 / 2.5, ratio >= 1 / 2.5]);
    assert.equal(ratio, seconds / sum.seconds);
    for (const { seconds, medianSeconds, cpuSeconds, turns } of [chain, sum])
      assert.ok(0 < seconds && seconds <= medianSeconds && cpuSeconds > 0 && turns >= 1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a bench in which somebody dies has failed, and so has the run", () => {
  const folder = mkdtempSync(join(tmpdir(), "chunkwise-"));
  try {
    const [file, python] = [join(folder, "results.json"), join(folder, "python")];
    // It has every module, and runs no script.
    writeFileSync(python, '#!/bin/sh\ntest "$1" = -c\n', { mode: 0o755 });
    const { status, stdout } = run(["--only", "a chain of tasks", "--json", file], python);
    assert.equal(status, 1);
    assert.match(stdout, /^a chain of tasks +failed: +Error: .*with_dask.py chainOfTasks .* ended without an answer$/m);
    assert.match(stdout, /^0 of 0 floors hold; failed: a chain of tasks$/m);
    const { outcomes, failed } = JSON.parse(readFileSync(file, "utf8")) as { outcomes: Outcome[]; failed: string[] };
    assert.deepEqual([outcomes, failed], [[], ["a chain of tasks"]]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a name that no bench has is an error", () => {
  const { status, stdout, stderr } = run(["--only", "the moon"]);
  assert.equal(status, 1);
  assert.match(stderr, /bench: no bench has "the moon" in its name/);
  assert.equal(stdout, "");
});

test("every bench has a workload of ours and one of each of its peers", async () => {
  const script = { numpy: "with_numpy.py", numexpr: "with_numexpr.py", dask: "with_dask.py", pandas: "with_pandas.py", duckdb: "with-duckdb.mjs" } as const;
  for (const bench of benches) {
    assert.equal(typeof (await workload(bench.workload)), "function", bench.name);
    for (const { who, workload: own = bench.workload } of bench.peers) {
      if (who === undefined || who === "chunkwise") assert.equal(typeof (await workload(own)), "function", bench.name);
      else if (who !== "bandwidth") {
        const scripts = who === "polars" ? ["with-polars.mjs", "polars-tables.mjs"] : [script[who]];
        assert.match(scripts.map((file) => textOf(`bench/peers/${file}`)).join("\n"), new RegExp(`\\b${own}\\b`), `${bench.name}, ${who}`);
      }
    }
  }
});

test("ratios are their time over ours, and what must hold or agree is told in the row", () => {
  const bench = { ...benches.find(({ name }) => name === "a chain of tasks")!, peakBytes: 1e6 };
  const lap = (seconds: number, check?: number) => ({ seconds, cpuSeconds: 2 * seconds, peakBytes: 2e6, ...(check !== undefined && { check }) });
  const ours = [lap(2, 5), lap(1, 5), lap(4, 5)];
  const against = (seconds: number, check?: number) => compare(bench.peers[0]!, bench, ours, [lap(seconds, check)], "x86-64-v3");
  const last = (comparison: Comparison) => rowsOf(summarize(bench, false, ours, [comparison], "x86-64-v3"))[0]!.slice(-7);
  assert.deepEqual(against(90), { peer: "dask", seconds: 90, ratio: 90, medianRatio: 45, cpuRatio: 90, floor: 30, holds: true });
  assert.deepEqual(last(against(90, 5)), ["dask", "90.00 s", "90.0×", "45.0×", "90.0×", "30.0×", "ok too much memory"]);
  assert.deepEqual(last(against(3, 6)).slice(-1), ["below the floor too much memory results differ: 5 and 6"]);
  assert.deepEqual(last(skip(bench.peers[0]!, "apt-get install x")).slice(-1), ["not installed: apt-get install x too much memory"]);
});

/** What was promised: benches by the beginnings of their names, floors by peers (`chunkwise`: ours in another way), and the most bytes that may be resident. */
const promises: readonly (readonly [name: RegExp, benches: number, floors: { readonly [who: string]: unknown }, peakBytes?: number])[] = [
  [/^normal row means [24]0000²$/, 2, { dask: 20 }, 300e6],
  [/^normal row means 100000², 80 GB$/, 1, {}, 600e6],
  [/^normal row means 20000², chunks \[10000, 100\]$/, 1, { chunkwise: 1 / 3 }],
  [/^normal row means \[20000, 2000\], chunks \[20000, 1\]$/, 1, { dask: 1 }],
  [/^normal row means 20000², spawned streams$/, 1, { numpy: 5 }, 300e6],
  [/^the same, CPU of one thread$/, 1, { numpy: { avx512: 5, avx2: 3.5 } }],
  [/^random fill$/, 1, { numpy: 4 }],
  [/^exponential fill$/, 1, { numpy: 2.7 }],
  [/^sum of 2x \+ sin\(y\) exp\(-x\)$/, 1, { numpy: 3, numexpr: 5, dask: 5 }],
  [/^(sum|mean|max|argmax|nanmean) over (all|axis [01])$/, 15, { bandwidth: 0.85 }],
  [/^var over (all|axis [01])$/, 3, { bandwidth: 0.85, numpy: 5 }],
  [/^matmul [24]000² float(64|32)$/, 4, { numpy: 0.9 }],
  [/^(empty tasks|a chain of tasks)$/, 2, { dask: 30 }],
  [/^tasks built, ordered and run$/, 1, { dask: 30 }, 1e9],
  [/^transpose \+ rechunk 10000²$/, 1, { dask: 2 }],
  [/^(quantile|sort) of 1e7$/, 2, { polars: 0.8 }],
  [/^WASM: sum$/, 1, { chunkwise: 1 / 2.5 }],
  [/^WASM: normal row means$/, 1, { chunkwise: 1 / 6 }],
  [/^WASM: matmul 1000²$/, 1, { chunkwise: 1 / 4 }],
  [/^CSV: all columns to memory$/, 1, { pandas: 6, polars: 1, duckdb: 1, dask: 3 }],
  [/^CSV: least, greatest and number of delays$/, 1, { pandas: 15, polars: 1.2, duckdb: 1.2, dask: 8 }],
  [/^CSV: UA from SFO/, 1, { pandas: 1, polars: 1, duckdb: 1, dask: 1 }],
  [/^csv.bz2, (one file|4 files)/, 2, { dask: 2 }],
  [/^groupby G1/, 1, { pandas: 5, polars: 1, duckdb: 1 }],
  [/^join J1/, 1, { pandas: 5, polars: 0.8, duckdb: 0.8 }],
  [/^sort 1e7 rows by$/, 1, { pandas: 3, polars: 0.8, duckdb: 0.8 }],
  [/^Parquet G1/, 1, { polars: 0.8, duckdb: 0.8 }],
];

test("every floor that was promised is the floor of its bench", () => {
  for (const [name, count, floors, peakBytes] of promises) {
    const found = benches.filter((bench) => name.test(bench.name));
    assert.equal(found.length, count, String(name));
    for (const bench of found) {
      const own = bench.peers.filter(({ floor }) => floor !== undefined).map(({ who = "chunkwise", floor }) => [who, floor]);
      assert.deepEqual(Object.fromEntries(own), floors, bench.name);
      assert.equal(bench.peakBytes, peakBytes, bench.name);
    }
  }
  const memory = benches.filter(({ name }) => /^memory: (groupby|join|sort) of four times the limit$/.test(name));
  assert.equal(memory.length, 3);
  for (const { params, peakBytes } of memory) {
    const { rows, limit, workers } = params as { readonly [name: string]: number };
    // Four columns of eight bytes.
    assert.deepEqual([rows, 32 * rows!], [1e7, 4 * limit!]);
    assert.equal(peakBytes, 1.25 * limit! + 40e6 + workers! * 30e6);
  }
});
