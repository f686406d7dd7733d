import assert from "node:assert/strict";
import { test } from "node:test";
import { rolling } from "../../../../src/kernels/frame/windows/rolling.ts";
import { allBackends } from "../../../../src/kernels/load.ts";
import { columnOf, dice, randomColumn, valuesOf } from "../frames.ts";

const aggregations = ["sum", "mean", "min", "max", "var", "std", "count"];

test("windows are the same in kernels and in JavaScript, bit for bit: of rows and of time, in groups, with nulls", () => {
  const roll = dice(11);
  for (const backend of allBackends().filter((one) => one.has("rollingSum", "float64"))) {
    const plain = { ...backend, has: (name: string, dtype: never) => !name.startsWith("rolling") && backend.has(name, dtype) };
    for (const type of ["float64", "float32", "int32", "int64", "bool"] as const) {
      for (const length of [0, 1, 7, 64, 131, 500]) {
        const column = randomColumn(roll, type, length, { nulls: roll(2) === 0 });
        const inner = Array.from({ length: roll(5) }, () => roll(length + 1)).sort((a, b) => a - b);
        const borders = Int32Array.of(roll(4) === 0 ? Math.min(length, inner[0] ?? length) : 0, ...inner, length);
        const steps = Array.from({ length }, () => roll(5));
        let time = 0;
        const times = columnOf(
          "timestamp[us]",
          steps.map((step) => BigInt((time += step))),
        );
        for (const agg of aggregations) {
          const window = { center: roll(2) === 0, closed: ["right", "left", "both", "neither"][roll(4)]!, minPeriods: roll(3), agg, ddof: roll(2) };
          const ofRows = { args: [column], borders, params: { ...window, rows: 1 + roll(roll(2) === 0 ? 5 : 200) }, type: "float64" as const };
          const ofTime = { args: [column, times], borders, params: { ...window, ticks: BigInt(1 + roll(40)) }, type: "float64" as const };
          for (const call of [ofRows, ofTime]) {
            const made = { ...call, type: agg === "count" ? ("int64" as const) : call.type };
            const [own, expected] = [rolling({ ...made, backend }), rolling({ ...made, backend: plain })];
            assert.deepEqual(valuesOf(own), valuesOf(expected), `${agg} of ${type} on ${backend.isa}, ${length} rows`);
          }
        }
      }
    }
  }
});
