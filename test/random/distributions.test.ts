import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sizeOf, stridesOf } from "../../src/chunk/chunk.ts";
import { type DType, dtypes, type TypedArray } from "../../src/chunk/dtype.ts";
import type { KernelStep, StepParams } from "../../src/graph/program.ts";
import type { Place } from "../../src/graph/task.ts";
import { type Backend, type Operand, Status } from "../../src/kernels/kernel.ts";
import { encodeRandom } from "../../src/kernels/sources/random.ts";
import { wholeOf } from "../../src/kernels/wholes.ts";
import { BitGenerator } from "../../src/random/bit-generator.ts";
import { bitGenerators } from "../../src/random/bit-generators.ts";
import { checkParameters, type Distribution, distributions } from "../../src/random/distributions.ts";
import { streamParams } from "../../src/random/streams.ts";
import { decodeNumber, readGolden } from "../golden/decode.ts";
import { backends, drawChunk, sha256 } from "./draw.ts";

type GoldenNumber = number | string | boolean;

interface Case {
  readonly call: "numbers" | "nearly" | "vectors" | "serial" | "streams";
  readonly kernel: string;
  readonly dtype: DType;
  /** Numbers, or the names of arrays. */
  readonly arguments: readonly (number | string)[];
  readonly size?: number;
  readonly p?: readonly number[];
  /** The first draws from PCG64. */
  readonly first?: readonly GoldenNumber[];
  readonly draws?: readonly GoldenNumber[];
  /** Of the draws from each generator, in the order of `bitGenerators`. */
  readonly hashes: readonly (string | readonly [string, string])[];
  readonly shape?: readonly number[];
  readonly origin?: readonly number[];
  readonly chunk?: readonly number[];
}

const { cases } = readGolden<Case>("distributions");
const kinds = Object.values(bitGenerators);
const drawCount = 1009;
const inputs: { readonly [name: string]: Float64Array } = {
  p: Float64Array.from({ length: drawCount }, (_, i) => i / (drawCount - 1)),
  lam: Float64Array.from({ length: drawCount }, (_, i) => (i + 1) ** 2 / 1000),
};

function paramsOf(kind: (typeof kinds)[number], streams: "invariant" | "sequential", shape: readonly number[], args: readonly (number | string)[]): StepParams {
  const stream = streamParams(new BitGenerator(kind, 7), streams, { index: 0, chunksBefore: 0 }, shape, shape);
  const arrays = args.reduce<number>((mask, arg, k) => (typeof arg === "string" ? mask | (1 << k) : mask), 0);
  return { ...stream, arguments: args.map((arg) => (typeof arg === "string" ? 0 : arg)), arrays };
}

const hash = (values: TypedArray): string => sha256(values).slice(0, 32);
const nameOf = (one: Case): string => `${one.kernel}(${one.arguments.join(", ")}) of ${one.dtype}`;

/** The hashes tell whether all draws are right; these, how far off they are. */
function assertFirst(one: Case, draws: TypedArray): void {
  const expected = new dtypes[one.dtype].array(one.first!.length);
  for (const [i, x] of one.first!.entries()) expected[i] = decodeNumber(one.dtype, x);
  assert.deepEqual(draws.subarray(0, expected.length), expected, nameOf(one));
}

/** One number after another, `tile` elements a call. */
function drawNumbers(backend: Backend, one: Case, kind: (typeof kinds)[number], tile: number): TypedArray {
  const params = paramsOf(kind, "sequential", [drawCount], one.arguments);
  const place = { origin: [0], shape: [drawCount] };
  const arrays = one.arguments.filter((arg) => typeof arg === "string").map((name) => inputs[name]!);
  if (arrays.length === 0) return drawChunk(backend, one.kernel, one.dtype, params, place, tile);
  const out = new dtypes[one.dtype].array(drawCount);
  const state = new Uint8Array(1 << 14);
  for (let at = 0; at < drawCount; at += tile) {
    const n = Math.min(tile, drawCount - at);
    const call = {
      n,
      inputs: arrays.map((array) => array.subarray(at, at + n)),
      outputs: [out.subarray(at, at + n)],
      params: encodeRandom(params, place),
      state,
    };
    assert.equal(backend.run(`random/${one.kernel}`, one.dtype, call), Status.ok);
  }
  return out;
}

/** By a kernel that takes whole chunks. */
function drawWhole(
  backend: Backend,
  { kernel, dtype, arguments: args, p }: Case,
  kind: (typeof kinds)[number],
  streams: "invariant" | "sequential",
  shape: readonly number[],
  place: Place,
): TypedArray {
  const name = `random/${kernel}`;
  const step: KernelStep = { kernel: name, dtype, args: [], result: dtype, params: paramsOf(kind, streams, shape, args), place: 0 };
  const operands: Operand[] = p ? [{ dtype: "float64", data: Float64Array.from(p), offset: 0, shape: [p.length], strides: stridesOf([p.length]) }] : [];
  const whole = wholeOf(name);
  const result = whole.shape(
    step,
    operands.map((operand) => operand.shape),
    [place],
  );
  const out = new dtypes[dtype].array(sizeOf(result as readonly number[]));
  const bytes =
    whole.scratchBytes?.(
      step,
      operands.map((operand) => operand.shape),
    ) ?? 0;
  // Scratch memory holds what was there before.
  const scratch = new Uint8Array(bytes).fill(0xa5);
  whole.run({ backend, step, args: operands, out, shape: result, places: [place], scratch, stop: undefined });
  return out;
}

/** A unit in the last place of a float64. */
const unitOf = (x: number): number => 2 ** (Math.floor(Math.log2(x)) - 52);

for (const backend of backends) {
  describe(`${backend.isa}: distributions`, () => {
    test("numbers are NumPy's to the last bit, from every bit generator, whatever the tiles", () => {
      const some = cases.filter(({ call }) => call === "numbers");
      assert.ok(some.length > 120);
      for (const [c, one] of some.entries()) {
        for (const [k, kind] of kinds.entries()) {
          const draws = drawNumbers(backend, one, kind, [drawCount, 64, 333, 7, 1][(c + k) % 5]!);
          if (k === 0 && one.first) assertFirst(one, draws);
          assert.equal(hash(draws), one.hashes[k], `${nameOf(one)} from ${kind.name}`);
        }
      }
    });

    test("vonmises is NumPy's within 4 ULP of the angle that its turns are taken from", () => {
      for (const one of cases.filter(({ call }) => call === "nearly")) {
        const draws = drawNumbers(backend, one, kinds[0]!, 100) as Float64Array;
        const [mu] = one.arguments as readonly number[];
        for (const [i, expected] of one.draws!.entries()) {
          const off = Math.abs(draws[i]! - Number(expected));
          assert.ok(off <= 4 * unitOf(Math.abs(mu!) + Math.PI), `${nameOf(one)}: draw ${i} is ${draws[i]} instead of ${expected}`);
        }
      }
    });

    test("vectors, permutations and choices are NumPy's", () => {
      const some = cases.filter(({ call }) => call === "vectors" || call === "serial");
      assert.ok(some.length > 40);
      for (const one of some) {
        for (const [k, kind] of kinds.entries()) {
          const shape = [one.size!];
          const draws = drawWhole(backend, one, kind, "sequential", shape, { origin: [0], shape });
          if (k === 0) assertFirst(one, draws);
          assert.equal(hash(draws), one.hashes[k], `${nameOf(one)}, ${one.size} from ${kind.name}`);
        }
      }
    });

    test("invariant streams do not depend on the chunk", () => {
      for (const one of cases.filter(({ call }) => call === "streams")) {
        const [shape, origin, chunk] = [one.shape!, one.origin!, one.chunk!];
        for (const [k, kind] of kinds.entries()) {
          const params = paramsOf(kind, "invariant", shape, one.arguments);
          const [whole, part] = one.hashes[k]!;
          assert.equal(hash(drawChunk(backend, one.kernel, one.dtype, params, { origin: [0, 0], shape }, 1000)), whole, `${nameOf(one)} from ${kind.name}`);
          assert.equal(hash(drawChunk(backend, one.kernel, one.dtype, params, { origin, shape: chunk }, 77)), part, `part of ${nameOf(one)} from ${kind.name}`);
        }
      }
    });

    test("vectors do not depend on the chunk either", () => {
      const colors = [0, 6, 3, 16, 8, 4];
      for (const method of [0, 1]) {
        const one = { call: "vectors", kernel: "multivariate_hypergeometric", dtype: "int64", arguments: [method, ...colors.slice(1)], hashes: [] } as const;
        const all = drawWhole(backend, one, kinds[0]!, "invariant", [40, 30], { origin: [0, 0], shape: [40, 30] });
        const part = drawWhole(backend, one, kinds[0]!, "invariant", [40, 30], { origin: [13, 11], shape: [20, 7] });
        for (let row = 0; row < 20; row++) {
          const at = 3 * ((13 + row) * 30 + 11);
          assert.deepEqual(part.subarray(3 * 7 * row, 3 * 7 * (row + 1)), all.subarray(at, at + 21));
        }
      }
    });

    test("a parameter outside of what NumPy takes ends in Status.domain", () => {
      const bad: readonly (readonly [string, DType, readonly number[]])[] = [
        ["poisson", "int64", [-1]],
        ["poisson", "int64", [Number.NaN]],
        ["binomial", "int64", [10, 1.5]],
        ["binomial", "int64", [10, Number.NaN]],
        ["geometric", "int64", [0]],
        ["hypergeometric", "int64", [3, 3, 7]],
        ["logseries", "int64", [1]],
        ["negative_binomial", "int64", [1, 0]],
        ["zipf", "int64", [1]],
        ["normal", "float64", [0, -1]],
        ["uniform", "float64", [1, 0]],
        ["triangular", "float64", [1, 0, 2]],
        ["beta", "float64", [0, 1]],
        ["standard_gamma", "float64", [-0]],
      ];
      for (const [kernel, dtype, args] of bad) {
        const params = encodeRandom(paramsOf(kinds[0]!, "sequential", [8], args), { origin: [0], shape: [8] });
        const status = backend.run(`random/${kernel}`, dtype, {
          n: 8,
          inputs: [],
          outputs: [new dtypes[dtype].array(8)],
          params,
          state: new Uint8Array(1 << 14),
        });
        assert.equal(status, Status.domain, `${kernel}(${args})`);
      }
    });

    test("NaN parameters that NumPy takes give NaN, and draws end", () => {
      for (const [kernel, args] of [
        ["standard_gamma", [Number.NaN]],
        ["chisquare", [Number.NaN]],
        ["beta", [Number.NaN, 1]],
        ["vonmises", [0, Number.NaN]],
        ["vonmises", [Number.NaN, 1]],
      ] as const) {
        const draws = drawChunk(backend, kernel, "float64", paramsOf(kinds[0]!, "sequential", [5], args), { origin: [0], shape: [5] });
        assert.ok(
          draws.every((x) => Number.isNaN(x)),
          kernel,
        );
      }
      const zipf = drawChunk(backend, "zipf", "int64", paramsOf(kinds[0]!, "sequential", [5], [2000]), { origin: [0], shape: [5] });
      assert.deepEqual([...zipf], [1n, 1n, 1n, 1n, 1n]);
    });

    test("every distribution of the table has its kernels", () => {
      for (const { kernel, dtypes: all } of Object.values(distributions)) for (const dtype of all) assert.ok(backend.has(kernel, dtype), `${kernel}:${dtype}`);
    });
  });
}

describe("parameters of distributions", () => {
  const check = (name: keyof typeof distributions, ...values: (number | undefined)[]): number[] =>
    checkParameters(name, distributions[name] as Distribution, values);

  test("defaults are NumPy's", () => {
    assert.deepEqual(check("normal"), [0, 1]);
    assert.deepEqual(check("uniform", undefined, 3), [0, 3]);
    assert.deepEqual(check("poisson"), [1]);
    assert.deepEqual(check("lognormal", 2), [2, 1]);
  });

  test("errors name the distribution, the parameter and its value", () => {
    assert.throws(() => check("normal", 0, -1), { name: "RangeError", message: "normal: scale is -1; it must not be negative" });
    assert.throws(() => check("binomial", 10, 2), { name: "RangeError", message: "binomial: p is 2; it must be from 0 to 1" });
    assert.throws(() => check("binomial", 1.5, 0.5), { name: "RangeError", message: "binomial: n is 1.5; it must be an integer from 0 to 2^53 - 1" });
    assert.throws(() => check("gamma"), { name: "TypeError", message: "gamma: shape is missing" });
    assert.throws(() => check("hypergeometric", 1, 2, 4), { name: "RangeError", message: "hypergeometric: nsample is 4, which is above ngood + nbad, 3" });
    assert.throws(() => check("triangular", 2, 1, 3), { name: "RangeError", message: "triangular: left is 2, which is above mode, 1" });
    assert.throws(() => check("uniform", 1, 0), { name: "RangeError", message: "uniform: high is 0, which is below low, 1" });
    assert.throws(() => check("negativeBinomial", 1e300, 0.1), { name: "RangeError", message: /n is too large or p too small/ });
    assert.throws(() => check("normal", "a" as never), { name: "TypeError", message: "normal: loc is a; it must be a number" });
  });
});
