// The workloads in Polars, in a process of its own. See contestant.py.
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import polars from "nodejs-polars";
import { tables } from "./polars-tables.mjs";

const [name, params] = process.argv.slice(2);
const { size, path } = JSON.parse(params);
// Our process makes the file.
while (path !== undefined && !existsSync(path)) await setTimeout(100);
let state = 12345;
// Any numbers in no order will do; a multiplicative generator is quick to set up.
const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
const series = size && polars.Series("x", Float64Array.from({ length: size[0] }, next));
const { col } = polars;
const scan = () => polars.scanCSV(path, { encoding: "utf8-lossy", nullValues: "NA", inferSchemaLength: 1000 });

const workloads = {
  quantile: () => [0.1, 0.5, 0.99].map((q) => series.quantile(q, "linear")),
  sort: () => series.sort(),
  flightDelays() {
    const delay = scan().select(col("DepDelay")).collectSync().getColumn("DepDelay");
    return delay.min() + delay.max() + delay.length - delay.nullCount();
  },
  flightsByDest: () =>
    scan()
      .filter(
        col("UniqueCarrier")
          .eq(polars.lit("UA"))
          .and(col("Origin").eq(polars.lit("SFO"))),
      )
      .groupBy("Dest")
      .agg(col("DepDelay").mean())
      .collectSync()
      .getColumn("DepDelay")
      .sum(),
  ...(tables[name] && { [name]: tables[name](JSON.parse(params)) }),
  flightsRead: () => void polars.readCSV(path, { encoding: "utf8-lossy", nullValues: "NA", inferSchemaLength: 1000 }),
};
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
say({ ready: true });
for await (const line of createInterface({ input: process.stdin })) {
  const [go, query] = line.split(" ");
  if (go !== "go") break;
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  const result = workloads[name](query);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const { user, system } = process.cpuUsage(cpu);
  const check = typeof result === "function" ? result() : result;
  const lap = { seconds, cpuSeconds: (user + system) / 1e6 };
  say(typeof check === "number" && size === undefined ? { ...lap, check } : lap);
}
