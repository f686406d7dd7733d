import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { loadBackend } from "../src/kernels/load.ts";
import { workload } from "./workloads/index.ts";

// One process a workload: it sets up, says that it is ready, and does its work once for every line "go", which may name a query. The harness reads a line of JSON for each.
const [name, params] = process.argv.slice(2) as [string, string];
const prepare = await workload(name);
const { run } = await prepare(JSON.parse(params));
say({ ready: true, isa: loadBackend().isa });

for await (const line of createInterface({ input: process.stdin })) {
  const [go, query] = line.split(" ");
  if (go !== "go") break;
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  const result = await run(query ?? "");
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const { user, system } = process.cpuUsage(cpu);
  const check = typeof result === "function" ? await result() : result;
  say({ seconds, cpuSeconds: (user + system) / 1e6, peakBytes: peakBytes(), ...(check !== undefined && { check }) });
}

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** The most memory that was resident at any time. */
function peakBytes(): number | undefined {
  try {
    return 1024 * Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))![1]);
  } catch {
    return undefined;
  }
}
