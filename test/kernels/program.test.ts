import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { sizeOf, stridesOf } from "../../src/chunk/chunk.ts";
import { type DType, dtypes } from "../../src/chunk/dtype.ts";
import type { KernelStep, Program } from "../../src/graph/program.ts";
import type { Operand } from "../../src/kernels/kernel.ts";
import { allBackends } from "../../src/kernels/load.ts";
import { finalType } from "../../src/kernels/reducers.ts";
import { elementsAsArray, runReference } from "../../src/kernels/reference.ts";
import { broadcastShapes } from "../../src/kernels/shapes.ts";
import { kernelOps } from "../../src/ops/array/definitions/scalar-ops.ts";
import { bitsOf, runOn, step } from "./run-on.ts";

const backends = allBackends();
const exact = ["add", "subtract", "multiply", "maximum", "minimum"];
const reducers = ["min", "max", "argmax", "any", "count_nonzero", "nanmin"];

interface Choice {
  readonly pick: number;
  readonly a: number;
  readonly b: number;
  readonly axes: number;
}

/** A program over operands that lie in any way, made from numbers: each choice becomes a step that its arguments allow. */
function build(dtype: DType, inputs: readonly Operand[], choices: readonly Choice[]): Program {
  const steps: KernelStep[] = [];
  const shapes = inputs.map(({ shape }) => shape);
  const usable = inputs.map((_, i) => i);
  const last: number[] = [];
  const push = (one: KernelStep, shape: readonly number[]) => {
    shapes.push(shape);
    return inputs.length + steps.push(one) - 1;
  };
  for (const { pick, a, b, axes } of choices) {
    const [x, y] = [usable[a % usable.length]!, usable[b % usable.length]!];
    if (pick % 8 < 5) usable.push(push(step(exact[pick % 8]!, dtype, [x, y]), broadcastShapes([shapes[x]!, shapes[y]!])));
    else if (pick % 8 === 5) usable.push(push(step("constant", dtype, [], { params: { value: dtype === "int64" ? BigInt(a) : a } }), []));
    else {
      const shape = shapes[x]!;
      const some = shape.flatMap((_, axis) => (axes & (1 << axis) ? [axis] : []));
      const reducer = reducers[pick % reducers.length]!;
      if (reducer === "argmax" && some.length === 0) continue;
      const state = push(step(`reduce/${reducer}`, dtype, [x], { result: "float64", params: { axes: some, arrayShape: shape }, place: shape.length }), []);
      const kept = shape.map((extent, axis) => (some.includes(axis) ? 1 : extent));
      const result = finalType(reducer, dtype);
      const final = push(step(`final/${reducer}`, dtype, [state], { result }), kept);
      last.push(final);
      if (result === dtype) usable.push(final);
    }
  }
  const outputs = [usable[usable.length - 1]!, ...last.slice(-2)];
  return { inputs: inputs.map(() => dtype), steps, outputs };
}

/** Operands over [3, 130, 7] or what broadcasts to it: dense, transposed, backwards, repeated. */
const operandOf = (dtype: DType) =>
  fc.record({ drop: fc.nat(2), ones: fc.nat(7), flip: fc.nat(7), turn: fc.boolean(), seed: fc.nat(1000) }).map(({ drop, ones, flip, turn, seed }): Operand => {
    const shape = [3, 130, 7].map((extent, axis) => (ones & (1 << axis) ? 1 : extent)).slice(drop);
    const size = sizeOf(shape);
    const values = Array.from({ length: size }, (_, i) => ((i * (seed + 7)) % 23) - (dtype === "uint8" ? 0 : 11));
    const strides = turn ? [...stridesOf([...shape].reverse())].reverse() : stridesOf(shape);
    const offset = shape.reduce((sum, extent, axis) => sum + (flip & (1 << axis) ? (extent - 1) * strides[axis]! : 0), 0);
    return {
      dtype,
      data: elementsAsArray(dtype, dtype === "int64" ? values.map(BigInt) : dtype === "float64" ? values.map((x) => x / 8) : values),
      offset,
      shape,
      strides: strides.map((stride, axis) => (flip & (1 << axis) ? -stride : stride)),
    };
  });

const choice = fc.record({ pick: fc.nat(1000), a: fc.nat(20), b: fc.nat(20), axes: fc.nat(7) });

for (const dtype of ["float64", "int64", "uint8", "float32"] as const) {
  test(`any program over ${dtype} gives what its definitions give, on every backend`, () => {
    fc.assert(
      fc.property(fc.array(operandOf(dtype), { minLength: 1, maxLength: 3 }), fc.array(choice, { minLength: 1, maxLength: 9 }), (inputs, choices) => {
        const program = build(dtype, inputs, choices);
        // One place for each number of dimensions, at the start of the array.
        const full = [3, 130, 7];
        const places = [0, 1, 2, 3].map((ndim) => ({ origin: new Array<number>(ndim).fill(0), shape: full.slice(3 - ndim) }));
        const wanted = runReference(program, places, inputs, kernelOps as never);
        for (const backend of backends) {
          const { outputs, shapes } = runOn(backend, program, places, inputs);
          wanted.forEach(({ dtype: own, shape, elements }, i) => {
            assert.deepEqual(shapes[i], shape);
            if (bitsOf(outputs[i]!) === bitsOf(elementsAsArray(own, elements))) return;
            // Of -0 and 0 either may come first.
            outputs[i]!.forEach((x: number | bigint, k: number) => {
              assert.ok(
                x === Number(elements[k]) || x === elements[k] || (Number.isNaN(x) && Number.isNaN(elements[k])),
                `${backend.isa}, output ${i}, element ${k}: ${x}, not ${String(elements[k])}`,
              );
            });
          });
        }
      }),
      { numRuns: 60, seed: 7 },
    );
  });
}

test("constants are stored as their dtype has them, in every shape", () => {
  const values = [
    ["float64", -0],
    ["float32", 0.1],
    ["int64", 5],
    ["uint64", 2n ** 64n - 1n],
    ["int8", -1],
    ["bool", true],
    ["float32", Number.NaN],
  ] as const;
  const steps = values.map(([dtype, value]) => step("constant", dtype, [], { params: { value }, place: 0 }));
  const program: Program = { inputs: [], steps, outputs: values.map((_, i) => i) };
  for (const backend of backends) {
    for (const shape of [[], [3], [2, 0], [4, 5]]) {
      const { outputs, shapes } = runOn(backend, program, [{ origin: shape.map(() => 0), shape }], []);
      assert.deepEqual(shapes, Array(values.length).fill(shape));
      for (const [i, [dtype, value]] of values.entries()) {
        const expected = new dtypes[dtype].array(sizeOf(shape)).fill((dtype.endsWith("int64") ? BigInt(value) : Number(value)) as never);
        assert.equal(bitsOf(outputs[i]!), bitsOf(expected), `${dtype} ${value}`);
      }
    }
  }
});
