// Quantile and sort in Polars, in a process of its own. See contestant.py.
import { createInterface } from "node:readline";
import polars from "nodejs-polars";

const [name, params] = process.argv.slice(2);
const { size } = JSON.parse(params);
let state = 12345;
// Any numbers in no order will do; a multiplicative generator is quick to set up.
const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
const series = polars.Series("x", Float64Array.from({ length: size[0] }, next));

const workloads = {
  quantile: () => [0.1, 0.5, 0.99].map((q) => series.quantile(q, "linear")),
  sort: () => series.sort(),
};
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
say({ ready: true });
for await (const line of createInterface({ input: process.stdin })) {
  if (line !== "go") break;
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  workloads[name]();
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const { user, system } = process.cpuUsage(cpu);
  say({ seconds, cpuSeconds: (user + system) / 1e6 });
}
