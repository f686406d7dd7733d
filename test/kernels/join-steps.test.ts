import assert from "node:assert/strict";
import { test } from "node:test";
import type { DType } from "../../src/chunk/dtype.ts";
import type { KernelStep, Program } from "../../src/graph/program.ts";
import { joinSteps } from "../../src/kernels/join-steps.ts";
import { allBackends } from "../../src/kernels/load.ts";
import type { Stage } from "../../src/kernels/stages.ts";
import { superinstructions } from "../../src/kernels/superinstructions.ts";

const step = (kernel: string, args: number[], dtype: DType = "float64"): KernelStep => ({ kernel, dtype, args, result: dtype });
const programOf = (inputs: number, ...steps: KernelStep[]): Program => ({
  inputs: Array.from({ length: inputs }, () => "float64" as const),
  steps,
  outputs: [inputs + steps.length - 1],
});

function kernelsOf(program: Program, stores: readonly number[] = program.outputs): string[] {
  const stage = { steps: program.steps.map((_, i) => i), stores } as unknown as Stage;
  return joinSteps(program, stage).map(({ step: { kernel, args } }) => `${kernel}(${args.join(", ")})`);
}

test("a product that is only added to something becomes one step, on either side of the sum", () => {
  assert.deepEqual(kernelsOf(programOf(3, step("multiply", [0, 1]), step("add", [3, 2]))), ["multiplyAdd(0, 1, 2)"]);
  assert.deepEqual(kernelsOf(programOf(3, step("multiply", [0, 1]), step("add", [2, 3]))), ["multiplyAdd(0, 1, 2)"]);
});

test("exp of a negated value becomes one step", () => {
  assert.deepEqual(kernelsOf(programOf(1, step("negative", [0]), step("exp", [1]))), ["expNegative(0)"]);
});

test("a step stays where its value is used again, stored, or an integer", () => {
  const square = programOf(2, step("multiply", [0, 1]), step("add", [2, 2]));
  assert.equal(kernelsOf(square).length, 2);
  const kept = programOf(3, step("multiply", [0, 1]), step("add", [3, 2]));
  assert.equal(kernelsOf(kept, [3, 4]).length, 2);
  const whole = programOf(3, step("multiply", [0, 1], "int64"), step("add", [3, 2], "int64"));
  assert.equal(kernelsOf(whole).length, 2);
});

test("one step gives the bits of the two", () => {
  const x = Float64Array.from({ length: 200 }, (_, i) => Math.sin(i) * 10 ** (i % 7));
  const y = x.map((value, i) => value / (i + 1));
  const z = x.map((value, i) => -value * y[i]!);
  const arguments_ = [x, y, z];
  for (const backend of allBackends()) {
    const run = (kernel: string, inputs: Float64Array[]) => {
      const out = new Float64Array(x.length);
      backend.run(kernel, "float64", { n: x.length, inputs, outputs: [out] });
      return out;
    };
    for (const { first, second, kernel } of superinstructions) {
      const [count, rest] = first === "multiply" ? [2, 1] : [1, 0];
      const inner = run(first, arguments_.slice(0, count));
      assert.deepEqual(
        run(kernel, arguments_.slice(0, count + rest)),
        run(second, [inner, ...arguments_.slice(count, count + rest)]),
        `${kernel} on ${backend.isa}`,
      );
    }
  }
});
