import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { compute } from "../engine/compute.ts";
import type { ComputeOptions } from "../engine/options.ts";
import { dd } from "../frame/index.ts";
import { packageRoot } from "../util/package-root.ts";
import { check, report, timed } from "./report.ts";

type WriteAirline = (options: { path: string; bytes: number; seed: number }) => { records: number };

/** Writes a file of flights, and answers three questions straight from its text: the program of sections 4.1 and 6.3 of the Berkeley tutorial on Dask. */
export async function flights(bytes: number, options: ComputeOptions): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "chunkwise-"));
  const path = join(folder, "flights.csv");
  try {
    const { writeAirline } = (await import(pathToFileURL(join(packageRoot, "bench/data/airline.mjs")).href)) as { writeAirline: WriteAirline };
    const { records } = writeAirline({ path, bytes, seed: 1 });
    const read = statSync(path).size;
    const air = dd.readCsv(path, {
      encoding: "latin1",
      dtype: {
        Distance: "float64",
        CRSElapsedTime: "float64",
        TailNum: "utf8",
        CancellationCode: "utf8",
        DepDelay: "float64",
        UniqueCarrier: "utf8",
        Origin: "utf8",
        Dest: "utf8",
      },
    });

    const delay = air.col("DepDelay");
    const [facts, once] = await timed(() => compute({ lo: delay.min(), hi: delay.max(), n: delay.count(), mean: delay.mean() }, options));
    report(`flights: least, greatest, mean delay and how many of ${records} flights have one`, read, "bytes", once);

    const sfo = air.filter((c) => c.UniqueCarrier.eq("UA").and(c.Origin.eq("SFO")));
    const byDest = sfo.groupby("Dest").agg((c) => ({ mean: c.DepDelay.mean(), n: c.DepDelay.count() }));
    const [means, grouped] = await timed(() => byDest.toColumns(options));
    report(`flights: mean delay of UA from SFO by destination (${means["Dest"]!.length} of them)`, read, "bytes", grouped);

    const [rows, counted] = await timed(() => air.len(options));
    report("flights: how many there are", read, "bytes", counted);
    check(`${rows} rows are the ${records} that were written`, rows === records);
    check(
      `delays from ${facts.lo} to ${facts.hi}, ${facts.mean?.toFixed(3)} on average, of ${facts.n} flights`,
      facts.n > 0 && facts.n <= rows && facts.lo! < facts.mean! && facts.mean! < facts.hi!,
    );
    const total = (means["n"] as number[]).reduce((sum, n, i) => sum + n * (means["mean"]![i] as number), 0);
    const all = await compute({ sum: sfo.col("DepDelay").sum(), n: sfo.col("DepDelay").count() });
    check(`the means by destination add up to the sum of all ${all.n} delays`, Math.abs(total - all.sum) <= 1e-9 * Math.abs(all.sum));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
