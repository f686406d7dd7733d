import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type ColumnType, columnTypeOf } from "../../src/chunk/column-type.ts";
import type { ColumnValue } from "../../src/chunk/column-values.ts";
import type { StepParams } from "../../src/graph/program.ts";
import { ChunkwiseError } from "../../src/util/errors.ts";
import { packageRoot } from "../../src/util/package-root.ts";
import { call, sampleFrame } from "../kernels/frame/sample-frame.ts";

interface Family {
  readonly inputs: { readonly [name: string]: { readonly type: ColumnType; readonly values: readonly ColumnValue[] } };
  readonly cases: readonly { readonly call: string; readonly input: string; readonly params: StepParams; readonly result: readonly ColumnValue[] | { readonly error: string } }[];
}

for (const family of ["text", "dates"]) {
  const { inputs, cases } = JSON.parse(readFileSync(join(packageRoot, "test/golden/data", `${family}.json`), "utf8")) as Family;
  const frames = new Map(
    Object.entries(inputs).map(([name, { type, values }]) => [name, sampleFrame({ x: [type, values.map((value) => (columnTypeOf(type).storage === "int64" && value !== null ? BigInt(value as number) : value))] })]),
  );
  for (const name of new Set(cases.map((one) => one.call))) {
    const asked = cases.filter((one) => one.call === name);
    test(`${name} of columns gives what pandas gives (${asked.length} cases)`, () => {
      const wrong: string[] = [];
      for (const { input, params, result } of asked) {
        const frame = frames.get(input)!;
        const what = `${name} of ${input} with ${JSON.stringify(params)}`;
        if (!Array.isArray(result)) {
          assert.throws(() => frame.values(call(name, [frame.col.x], params)), ChunkwiseError, what);
          continue;
        }
        const rows = frame.values(call(name, [frame.col.x], params));
        rows.forEach((row, i) => {
          const expected = result[i]!;
          const same = typeof row === "bigint" ? expected !== null && row === BigInt(expected) : Object.is(row, expected);
          if (!same) wrong.push(`${what}: ${JSON.stringify(inputs[input]!.values[i])} gives ${typeof row === "bigint" ? row : JSON.stringify(row)}, pandas ${JSON.stringify(expected)}`);
        });
      }
      assert.deepEqual(wrong.slice(0, 20), []);
    });
  }
}
