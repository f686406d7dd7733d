import { execFileSync } from "node:child_process";
import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { dd } from "../../src/index.ts";
import { packageRoot } from "../../src/util/package-root.ts";
import type { Params } from "../benches.ts";
import { type Prepare, workersOf } from "./setup.ts";

type WriteAirline = (options: { path: string; bytes: number; seed: number }) => unknown;

/** Files of flights, made once; peers are started when they are there. */
async function airline({ path, bytes, files = 1 }: Params) {
  const paths = files === 1 ? [String(path)] : Array.from({ length: Number(files) }, (_, i) => String(path).replace("*", String(i)));
  const { writeAirline } = (await import(pathToFileURL(join(packageRoot, "bench/data/airline.mjs")).href)) as { writeAirline: WriteAirline };
  for (const [i, one] of paths.entries()) {
    if (existsSync(one)) continue;
    writeAirline({ path: `${one}.beside`, bytes: Number(bytes) / paths.length, seed: i + 1 });
    if (one.endsWith(".bz2")) {
      execFileSync("bzip2", [`${one}.beside`]);
      renameSync(`${one}.beside.bz2`, one);
    } else renameSync(`${one}.beside`, one);
  }
  return dd.readCsv(String(path), {
    encoding: "latin1",
    dtype: { Distance: "float64", CRSElapsedTime: "float64", TailNum: "utf8", CancellationCode: "utf8", DepDelay: "float64" },
  });
}

/** Least, greatest and number of the departure delays, straight from the text. */
export const flightDelays: Prepare = async (params) => {
  const air = await airline(params);
  const wanted = air.agg((c) => ({ lo: c.DepDelay.min(), hi: c.DepDelay.max(), n: c.DepDelay.count() }));
  return {
    async run() {
      const [found] = await wanted.toObjects(workersOf(params));
      return (found!["lo"] as number) + (found!["hi"] as number) + (found!["n"] as number);
    },
  };
};

/** Mean delay by destination of one airline from one airport. */
export const flightsByDest: Prepare = async (params) => {
  const air = await airline(params);
  const means = air
    .filter((c) => c["UniqueCarrier"].eq("UA").and(c["Origin"].eq("SFO")))
    .groupby("Dest")
    .col("DepDelay")
    .mean();
  return {
    async run() {
      const { DepDelay } = await means.toColumns(workersOf(params));
      return (DepDelay as number[]).reduce((sum, mean) => sum + mean, 0);
    },
  };
};

/** All columns, into memory. */
export const flightsRead: Prepare = async (params) => {
  const air = await airline(params);
  return {
    async run() {
      using _ = await air.persist(workersOf(params));
    },
  };
};
