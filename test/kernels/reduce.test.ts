import assert from "node:assert/strict";
import { test } from "node:test";
import { sizeOf, stridesOf } from "../../src/chunk/chunk.ts";
import { allDTypes, type DType, dtypes, type Scalar, type TypedArray } from "../../src/chunk/dtype.ts";
import type { Program } from "../../src/graph/program.ts";
import type { Place } from "../../src/graph/task.ts";
import type { Operand } from "../../src/kernels/kernel.ts";
import { allBackends } from "../../src/kernels/load.ts";
import { finalType } from "../../src/kernels/reducers.ts";
import { elementsAsArray, runReference } from "../../src/kernels/reference.ts";
import { bitsOf, operand, runOn, step, transposed } from "./run-on.ts";
import { specialValues } from "./special-values.ts";

const backends = allBackends();
const plain = ["sum", "prod", "mean", "var", "min", "max", "argmin", "argmax"];
const reducers = [...plain, ...plain.map((name) => `nan${name}`), "any", "all", "count_nonzero"];

/** Shapes with the axes to reduce: rows, columns, both by turns, none, with lengths of 0 and 1, shorter and longer than a block. */
const layouts: readonly { readonly shape: readonly number[]; readonly axes: readonly (readonly number[])[] }[] = [
  { shape: [], axes: [[]] },
  { shape: [1], axes: [[0], []] },
  { shape: [37], axes: [[0], []] },
  { shape: [9001], axes: [[0]] },
  { shape: [3, 5], axes: [[0], [1], [0, 1]] },
  { shape: [150, 3], axes: [[0], [1], [0, 1]] },
  { shape: [1000, 19], axes: [[0]] },
  { shape: [2, 700], axes: [[0], [1]] },
  { shape: [3, 2500], axes: [[1]] },
  { shape: [40, 37], axes: [[0]] },
  { shape: [0], axes: [[0]] },
  { shape: [0, 3], axes: [[0], [1]] },
  { shape: [1, 6, 1], axes: [[0], [1], [2]] },
  { shape: [3, 70, 4], axes: [[0], [1], [2], [0, 2], [0, 1, 2]] },
  {
    shape: [4, 3, 5, 6],
    axes: [
      [0, 2],
      [1, 3],
      [1, 2],
    ],
  },
];

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Ordinary numbers, with `special` also those at which things go wrong. */
function fill(dtype: DType, size: number, special: boolean): TypedArray {
  const next = random(size + dtype.length);
  const odd = specialValues(dtype);
  const ordinary = (): Scalar => {
    const x = next();
    if (dtype === "bool") return x < 0.9;
    if (dtypes[dtype].kind === "float") return dtype === "float32" ? Math.fround(x * 4 - 1) : x * 4 - 1;
    const integer = Math.floor(x * 9) - (dtypes[dtype].kind === "int" ? 4 : 0);
    return dtypes[dtype].itemsize === 8 ? BigInt(integer) : integer;
  };
  return elementsAsArray(
    dtype,
    Array.from({ length: size }, () => (special && next() < 0.05 ? odd[Math.floor(next() * odd.length)]! : ordinary())),
  );
}

function isPositional(reducer: string): boolean {
  return reducer.includes("arg");
}

/** Chunk → state → result; with `inRegisters`, through an elementwise step. */
function reduction(reducer: string, dtype: DType, shape: readonly number[], axes: readonly number[], inRegisters = false): Program {
  const state = step(`reduce/${reducer}`, dtype, [inRegisters ? 1 : 0], { result: "float64", params: { axes, arrayShape: shape }, place: 0 });
  const last = step(`final/${reducer}`, dtype, [inRegisters ? 2 : 1], { result: finalType(reducer, dtype), params: { ddof: 1, squeeze: axes } });
  const copy = step(dtype === "bool" ? "logicalAnd" : "maximum", dtype, [0, 0]);
  return inRegisters ? { inputs: [dtype], steps: [copy, state, last], outputs: [3] } : { inputs: [dtype], steps: [state, last], outputs: [2] };
}

const here = (shape: readonly number[]): Place[] => [{ origin: shape.map(() => 0), shape }];

/** How far a result may be from its definition, of the largest of what was added up. */
function tolerance(reducer: string, dtype: DType): number {
  if (!/sum|mean|var|prod/.test(reducer) || (/sum|prod/.test(reducer) && dtypes[dtype].kind !== "float")) return 0;
  if (dtype === "float32") return 2 ** -23;
  // A block adds up to 128 numbers in an accumulator, or 120 rows in a column (480 of deviations).
  return /var/.test(reducer) ? 1e-12 : 1e-14;
}

function assertNear(got: TypedArray, wanted: readonly Scalar[], relative: number, scale: number, what: string): void {
  assert.equal(got.length, wanted.length, what);
  for (const [i, value] of wanted.entries()) {
    if (typeof value === "bigint") assert.equal(got[i], value, `${what}, slot ${i}`);
    const [a, b] = [Number(got[i]), Number(value)];
    if (a === b || (Number.isNaN(a) && Number.isNaN(b))) continue;
    assert.ok(Math.abs(a - b) <= relative * Math.max(Math.abs(b), scale), `${what}, slot ${i}: ${a}, not ${b}`);
  }
}

/** The result, or `undefined` where there is none (positions of nothing). */
function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof RangeError || (error instanceof TypeError && /empty array/.test(error.message))) return undefined;
    throw error;
  }
}

function check(reducer: string, dtype: DType, input: Operand, axes: readonly number[], scale: number): void {
  const program = reduction(reducer, dtype, input.shape, axes);
  const places = here(input.shape);
  const what = `${reducer}:${dtype} of [${input.shape}] over [${axes}]`;
  const wanted = attempt(() => runReference(program, places, [input], {})[0]!);
  const runs = backends.flatMap((backend) =>
    [program, reduction(reducer, dtype, input.shape, axes, true)].map((one) => attempt(() => runOn(backend, one, places, [input]))),
  );
  for (const ran of runs) assert.equal(ran === undefined, wanted === undefined, what);
  if (wanted === undefined) return;
  const [first, ...others] = runs.map((ran) => ran!.outputs[0]!);
  if (scale > 0) assertNear(first!, wanted.elements, tolerance(reducer, dtype), scale, what);
  for (const [i, other] of others.entries()) assert.ok(bitsOf(other) === bitsOf(first!), `${what}: ${backends[(i + 1) >> 1]!.isa} differs`);
}

for (const dtype of allDTypes) {
  for (const reducer of reducers) {
    test(`${reducer} of ${dtype} is what it is by definition, with the same bits everywhere`, () => {
      for (const { shape, axes } of layouts) {
        const size = sizeOf(shape);
        const data = fill(dtype, size, false);
        const odd = fill(dtype, size, true);
        for (const some of axes) {
          if (isPositional(reducer) && some.length === 0) continue;
          const magnitude = /mean|var/.test(reducer) ? 4 : 1;
          check(reducer, dtype, operand(dtype, data, shape), some, magnitude);
          // Sums over the largest numbers have no units to count; the rest has.
          check(reducer, dtype, operand(dtype, odd, shape), some, tolerance(reducer, dtype) === 0 ? 1 : 0);
          if (shape.length > 1) check(reducer, dtype, transposed(operand(dtype, data, [...shape].reverse())), some, magnitude);
        }
      }
    });
  }
}

test("a NaN or an infinity here and there", () => {
  for (const [shape, axes] of [
    [[150, 90], [0]],
    [[3, 4100], [1]],
  ] as const) {
    const data = fill("float64", sizeOf(shape), false) as Float64Array;
    for (let i = 7; i < data.length; i += 411) data[i] = i % 3 === 0 ? Infinity : NaN;
    for (const reducer of ["nansum", "nanmean", "nanvar", "nanmax", "max", "min", "argmax", "nanargmin"])
      check(reducer, "float64", operand("float64", data, shape), axes, 4);
  }
});

test("more columns than are taken in one go", () => {
  const shape = [9, 12_400];
  const data = fill("float64", sizeOf(shape), true);
  for (const reducer of ["nanmax", "max", "argmax", "count_nonzero"]) check(reducer, "float64", operand("float64", data, shape), [0], 1);
  check("var", "float64", operand("float64", fill("float64", sizeOf(shape), false), shape), [0], 4);
});

test("an operand may be repeated, go backwards, or start anywhere", () => {
  const data = Float64Array.from({ length: 500 }, (_, i) => Math.sin(i));
  const operands: Operand[] = [
    { dtype: "float64", data, offset: 0, shape: [200, 70], strides: [0, 1] },
    { dtype: "float64", data, offset: 0, shape: [200, 70], strides: [1, 0] },
    { dtype: "float64", data, offset: 3, shape: [40, 50], strides: [0, 0] },
    { dtype: "float64", data, offset: 499, shape: [5, 100], strides: [-100, -1] },
    { dtype: "float64", data, offset: 7, shape: [8, 100], strides: [3, 4] },
  ];
  for (const input of operands)
    for (const axes of [[0], [1], [0, 1]]) for (const reducer of ["sum", "max", "argmin"]) check(reducer, "float64", input, axes, 300);
});

test("states of chunks merge to what the whole array gives", () => {
  const shape = [40, 90];
  for (const dtype of ["float64", "int16", "uint64"] as const) {
    const whole = operand(dtype, fill(dtype, sizeOf(shape), false), shape);
    for (const reducer of reducers) {
      for (const axes of [[0], [1], [0, 1]]) {
        const cuts = [axes.includes(0) ? [0, 7, 7, 40] : [0, 40], axes.includes(1) ? [0, 64, 90] : [0, 90]];
        const chunks = cuts[0]!
          .slice(1)
          .flatMap((bottom, i) =>
            cuts[1]!.slice(1).map((right, j) => ({ origin: [cuts[0]![i]!, cuts[1]![j]!], shape: [bottom - cuts[0]![i]!, right - cuts[1]![j]!] })),
          );
        const inputs = chunks.map(
          (place): Operand => ({ ...whole, shape: place.shape, strides: stridesOf(shape), offset: place.origin[0]! * 90 + place.origin[1]! }),
        );
        const n = chunks.length;
        const states = chunks.map((_, k) => step(`reduce/${reducer}`, dtype, [k], { result: "float64", params: { axes, arrayShape: shape }, place: k }));
        const merge = step(
          `merge/${reducer}`,
          dtype,
          chunks.map((_, k) => n + k),
          { result: "float64" },
        );
        const final = step(`final/${reducer}`, dtype, [2 * n], { result: finalType(reducer, dtype), params: { squeeze: axes } });
        const program: Program = { inputs: chunks.map(() => dtype), steps: [...states, merge, final], outputs: [2 * n + 1] };
        const wanted = runReference(program, chunks, inputs, {})[0]!;
        for (const backend of backends)
          assertNear(
            runOn(backend, program, chunks, inputs).outputs[0]!,
            wanted.elements,
            tolerance(reducer, dtype),
            4,
            `${backend.isa} ${reducer}:${dtype} over [${axes}]`,
          );
      }
    }
  }
});

test("a sum keeps what rounding takes from it, in a row, in columns and across chunks", () => {
  const size = 3 * 4096;
  const data = Float64Array.from({ length: size }, (_, i) => (i < 4096 ? 1e16 / 4096 : i < 8192 ? 1 : -1e16 / 4096));
  for (const backend of backends) {
    for (const [shape, axes] of [
      [[size], [0]],
      [[size / 2, 2], [0]],
    ] as const) {
      const program = reduction("sum", "float64", shape, axes);
      const [sums] = runOn(backend, program, here(shape), [operand("float64", data, shape)]).outputs as [Float64Array];
      assert.equal(
        sums.reduce((a, b) => a + b),
        4096,
        backend.isa,
      );
    }
  }
});

test("the variance of numbers far from zero keeps its digits", () => {
  const shape = [5000, 2];
  const data = Float64Array.from({ length: 10000 }, (_, i) => 1e8 + (i % 7));
  for (const axes of [[0], [1], [0, 1]]) {
    const program = reduction("var", "float64", shape, axes);
    const wanted = runReference(program, here(shape), [operand("float64", data, shape)], {})[0]!;
    for (const backend of backends)
      assertNear(runOn(backend, program, here(shape), [operand("float64", data, shape)]).outputs[0]!, wanted.elements, 1e-9, 1, backend.isa);
  }
});
