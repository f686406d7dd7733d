import { writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { parseArgs } from "node:util";
import { type Bench, benches } from "./benches.ts";
import type { Outcome } from "./compare.ts";
import { measure } from "./measure.ts";
import { header, line, rowsOf } from "./table.ts";

const { values } = parseArgs({
  options: {
    only: { type: "string", short: "o", multiple: true, default: [""] },
    quick: { type: "boolean", short: "q", default: false },
    rounds: { type: "string", short: "r", default: "3" },
    json: { type: "string", short: "j" },
  },
});
const has = ({ name, workload }: Bench, part: string) => `${name} ${workload}`.includes(part);
const unknown = values.only.filter((part) => !benches.some((bench) => has(bench, part)));
if (unknown.length > 0) throw new Error(`bench: no bench has ${unknown.map((part) => JSON.stringify(part)).join(" or ")} in its name`);
const chosen = benches.filter((bench) => values.only.some((part) => has(bench, part)));

console.log(
  `${cpus()[0]?.model}, ${availableParallelism()} cores, Node ${process.version}${values.quick ? ", --quick: sizes are too small for the floors to mean much" : ""}\n`,
);
console.log(header());
const outcomes: Outcome[] = [];
const failed: string[] = [];
for (const bench of chosen) {
  try {
    for (const outcome of await measure(bench, values.quick, Number(values.rounds))) {
      outcomes.push(outcome);
      for (const row of rowsOf(outcome)) console.log(line(row));
    }
  } catch (error) {
    failed.push(bench.name);
    console.log(line([bench.name, "failed:", String(error)]));
  }
}
if (values.json !== undefined)
  writeFileSync(values.json, `${JSON.stringify({ date: new Date().toISOString(), quick: values.quick, outcomes, failed }, null, 2)}\n`);

const held = outcomes.flatMap((outcome) => outcome.comparisons.filter((comparison) => comparison.floor !== undefined && comparison.skipped === undefined));
console.log(
  `\n${held.filter((comparison) => comparison.holds).length} of ${held.length} floors hold${failed.length > 0 ? `; failed: ${failed.join(", ")}` : ""}`,
);
const disagree = outcomes.filter((outcome) => outcome.comparisons.some((comparison) => comparison.disagrees !== undefined));
if (disagree.length > 0) console.log(`results differ: ${disagree.map(({ name }) => name).join(", ")}`);
process.exitCode = failed.length + disagree.length > 0 ? 1 : 0;
