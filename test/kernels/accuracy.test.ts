import assert from "node:assert/strict";
import { test } from "node:test";
import { allBackends } from "../../src/kernels/load.ts";
import { scalarOps } from "../../src/ops/array/definitions/scalar-ops.ts";
import { readGolden } from "../golden/decode.ts";

/** The true value is high + low. */
interface Truth {
  readonly call: keyof typeof scalarOps;
  readonly args: readonly number[];
  readonly high: number;
  readonly low: number;
}

const { cases } = readGolden<Truth>("accuracy");
const calls = [...new Set(cases.map(({ call }) => call))];

function unitInTheLastPlace(value: number): number {
  const least = 2 ** -1074;
  return Math.max(2 ** (Math.floor(Math.log2(Math.abs(value))) - 52), least);
}

for (const backend of allBackends()) {
  test(`functions are as accurate as they say on ${backend.isa}`, () => {
    const wrong = calls.flatMap((call) => {
      const own = cases.filter((one) => one.call === call);
      const inputs = own[0]!.args.map((_, k) => Float64Array.from(own, ({ args }) => args[k]!));
      const out = new Float64Array(own.length);
      backend.run(call, "float64", { n: own.length, inputs, outputs: [out] });
      return own.flatMap(({ args, high, low }, i) => {
        const error = Math.abs(out[i]! - high - low) / unitInTheLastPlace(high);
        return error <= scalarOps[call].ulp ? [] : [`${call}(${args.join(", ")}) = ${out[i]} is ${error.toFixed(2)} units from ${high}`];
      });
    });
    assert.deepEqual(wrong, []);
  });

  test(`float32 functions are within one unit on ${backend.isa}`, () => {
    const wrong = calls.flatMap((call) => {
      const op = scalarOps[call];
      // Arguments that float32 holds, or the true value would be another one.
      const own = cases.filter((one) => one.call === call && one.args.every((arg) => Math.fround(arg) === arg));
      if (own.length === 0) return [];
      const inputs = own[0]!.args.map((_, k) => Float32Array.from(own, ({ args }) => args[k]!));
      const out = new Float32Array(own.length);
      backend.run(op.name, "float32", { n: own.length, inputs, outputs: [out] });
      return own.flatMap(({ args, high }, i) => {
        const wanted = Math.fround(high);
        const unit = Math.max(2 ** (Math.floor(Math.log2(Math.abs(wanted))) - 23), 2 ** -149);
        return out[i] === wanted || Math.abs(out[i]! - high) <= unit ? [] : [`${call}(${args.join(", ")}) = ${out[i]}, not ${wanted}`];
      });
    });
    assert.deepEqual(wrong, []);
  });
}
