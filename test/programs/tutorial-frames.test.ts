import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { compute, config, dd } from "../../src/index.ts";
import { packageRoot } from "../../src/util/package-root.ts";
import { bzip2 } from "../io/compression/bz2-encoder.ts";

// Sections 4.1 and 6.3 of the tutorial: the flights of some years, a bzip2 file each, sizes scaled. What is expected is counted by plain loops over the text.

type WriteAirline = (options: { path: string; bytes: number; from: number; to: number; seed: number }) => { records: number };
type Flight = { readonly [column: string]: string };

const folder = mkdtempSync(join(tmpdir(), "chunkwise-"));
const flights: Flight[] = [];
const years = [1994, 2001, 2008];

const read = () =>
  dd.readCsv(join(folder, "csvs/*.csv.bz2"), {
    compression: "bz2",
    encoding: "latin1",
    dtype: { Distance: "float64", CRSElapsedTime: "float64", TailNum: "utf8", CancellationCode: "utf8" },
  });

before(async () => {
  const { writeAirline } = (await import(pathToFileURL(join(packageRoot, "bench/data/airline.mjs")).href)) as { writeAirline: WriteAirline };
  mkdirSync(join(folder, "csvs"));
  for (const year of years) {
    const path = join(folder, `${year}.csv`);
    writeAirline({ path, bytes: 400_000, from: year, to: year, seed: year });
    const bytes = readFileSync(path);
    writeFileSync(join(folder, `csvs/${year}.csv.bz2`), bzip2(bytes, { blockBytes: 10_000 }));
    const [header, ...records] = bytes.toString("latin1").trimEnd().split("\n");
    const names = header!.split(",");
    for (const record of records) {
      const fields = record.split(",");
      flights.push(Object.fromEntries(names.map((name, i) => [name, fields[i]!])));
    }
  }
});
after(() => rmSync(folder, { recursive: true, force: true }));

const delays = (of: readonly Flight[]) => of.filter(({ DepDelay }) => DepDelay !== "NA").map(({ DepDelay }) => Number(DepDelay));

test("air.DepDelay.max() of all files, four workers at once", async () => {
  using _ = config.scope({ scheduler: "threads", numWorkers: 4 });
  const air = read();
  assert.equal(air.columns.length, 29);
  const most = await air.col("DepDelay").max().compute();
  assert.equal(Number(most), Math.max(...delays(flights)));
});

test("the mean delay of UA's flights from SFO by destination, in the order of destinations", async () => {
  const air = read();
  const sub = air.filter((c) => c.UniqueCarrier.eq("UA").and(c.Origin.eq("SFO")));
  const byDest = await sub.groupby("Dest").col("DepDelay").mean().toObjects();
  const groups = new Map<string, Flight[]>();
  for (const flight of flights)
    if (flight["UniqueCarrier"] === "UA" && flight["Origin"] === "SFO") groups.set(flight["Dest"]!, [...(groups.get(flight["Dest"]!) ?? []), flight]);
  const expected = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([Dest, of]) => ({ Dest, all: delays(of) }));
  assert.ok(expected.length > 3);
  assert.deepEqual(
    byDest,
    expected.map(({ Dest, all }) => ({ Dest, DepDelay: all.length === 0 ? null : all.reduce((sum, delay) => sum + delay, 0) / all.length })),
  );
});

test("least, greatest and count in one compute", async () => {
  const air = read();
  const delay = air.col("DepDelay");
  const all = delays(flights);
  const { lo, hi, n } = await compute({ lo: delay.min(), hi: delay.max(), n: delay.count() }, { int64: "number" });
  assert.deepEqual({ lo, hi, n }, { lo: Math.min(...all), hi: Math.max(...all), n: all.length });
});

test("air.count() of every column beside them, which went wrong in Dask", async () => {
  const air = read();
  const { hi, counts } = await compute({ hi: air.col("DepDelay").max(), counts: air.count() });
  const names = air.columns;
  const expected = names.map((name) => flights.filter((flight) => flight[name] !== "NA" && flight[name] !== "").length);
  assert.equal(Number(hi), Math.max(...delays(flights)));
  assert.deepEqual(
    names.map((name) => Number(counts.getChild(name)!.get(0))),
    expected,
  );
});

test("a tail number with a byte of latin-1 is its text", async () => {
  const air = read();
  const odd = await air.filter((c) => c.TailNum.str.contains("\u00c4")).toObjects();
  assert.deepEqual(
    odd.map(({ TailNum }) => TailNum),
    flights.filter(({ TailNum }) => TailNum!.includes("\u00c4")).map(({ TailNum }) => TailNum),
  );
  assert.ok(odd.length > 0);
});
