import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type DArray, da } from "../../../src/index.ts";
import { type FactorMethod, factorOf } from "../../../src/ops/array/covariance.ts";
import { integers } from "../../../src/ops/array/random-integers.ts";
import { choice, permutation } from "../../../src/ops/array/random-serial.ts";
import { multinomial, multivariateNormal } from "../../../src/ops/array/random-vectors.ts";
import { distributions } from "../../../src/random/distributions.ts";
import { difference } from "../../golden/compare.ts";
import { callsAlongAxes, draw, exprOf, fresh, randomCalls } from "./random-call.ts";

describe("integers, permutations, choices and vectors", () => {
  test("are those of NumPy's default_rng, however they are cut", async () => {
    const calls = randomCalls.filter(({ error }) => error === undefined);
    assert.ok(calls.length > 20);
    for (const one of calls) {
      const grid = one.name.startsWith("multi") || one.name === "dirichlet" ? one.shape.slice(0, -1) : one.shape;
      const cuts = [{}, { chunks: grid.map((extent) => Math.max(1, Math.ceil(extent / 2))) }, { chunks: grid.map(() => 1) }];
      for (const cut of one.name === "permutation" || one.options["axis"] !== undefined ? cuts.slice(0, 1) : cuts) {
        const drawn = await draw(exprOf(one, cut));
        const expected = { dtype: one.dtype, shape: one.shape, data: one.result };
        const wrong = one.shape.length === 0 ? difference(drawn.get(), expected, one) : difference(drawn, expected, one);
        assert.equal(wrong, undefined, `${one.name}(${JSON.stringify(one.arguments)}, ${JSON.stringify({ ...one.options, ...cut })}) ${wrong}`);
      }
    }
  });

  test("refuse when they are built what NumPy refuses", () => {
    const calls = randomCalls.filter(({ error }) => error !== undefined);
    assert.ok(calls.length > 10);
    for (const one of calls) assert.throws(() => exprOf(one), new RegExp(`^RangeError: ${one.name}: `), JSON.stringify(one));
  });

  test("a permutation has every element once, and a shuffled array keeps its rows together", async () => {
    const p = await draw(permutation(fresh(), 1000, { chunks: 64 }));
    assert.deepEqual(
      [...(p.data as BigInt64Array)].map(Number).sort((a, b) => a - b),
      Array.from({ length: 1000 }, (_, i) => i),
    );
    const rows = Array.from({ length: 30 }, (_, i) => [i, i + 100, i + 200]);
    const shuffled = await draw(permutation(fresh(), rows));
    for (let row = 0; row < 30; row++) {
      const [a, b, c] = shuffled.data.subarray(3 * row, 3 * row + 3) as unknown as [number, number, number];
      assert.deepEqual([b - a, c - a].map(Number), [100, 200]);
    }
  });

  test("successive draws differ, and the same place in the order gives the same draw", async () => {
    const twice = async (): Promise<string[]> => {
      const from = fresh();
      const exprs = [
        permutation(from, 50),
        permutation(from, 50),
        choice(from, 1000, { size: 20, replace: false }),
        integers(from, 0, 1000, { size: 20 }),
        multinomial(from, 99, [0.5, 0.5], { size: 20 }),
      ];
      return Promise.all(exprs.map(async (expr) => (await draw(expr)).data.join()));
    };
    const [first, second] = [await twice(), await twice()];
    assert.deepEqual(first, second);
    assert.notEqual(first[0], first[1]);
  });

  test("a spawned stream draws vectors chunk by chunk", async () => {
    const cut = (chunks: number) => multinomial(fresh("spawned"), 1000, [0.2, 0.8], { size: 8, chunks });
    const [whole, halves] = [await draw(cut(8)), await draw(cut(4))];
    assert.deepEqual(whole.data.subarray(0, 8), halves.data.subarray(0, 8));
    assert.notDeepEqual(whole.data, halves.data);
  });

  test("normal vectors have their covariance whichever way it is taken apart", async () => {
    const cov = [
      [2, 0.8, -0.3],
      [0.8, 1, 0],
      [-0.3, 0, 0.5],
    ];
    for (const method of ["svd", "eigh", "cholesky"] as const) {
      const x = (await draw(multivariateNormal(fresh(), [5, -5, 0], cov, { size: 40_000, method }))).data as Float64Array;
      const mean = [0, 1, 2].map((k) => average(40_000, (i) => x[3 * i + k]!));
      for (const [k, expected] of [5, -5, 0].entries()) assert.ok(Math.abs(mean[k]! - expected) < 0.05, `${method}: mean ${mean}`);
      for (const [j, row] of cov.entries()) {
        for (const [k, expected] of row.entries()) {
          const measured = average(40_000, (i) => (x[3 * i + j]! - mean[j]!) * (x[3 * i + k]! - mean[k]!));
          assert.ok(Math.abs(measured - expected) < 0.06, `${method}: covariance ${j}, ${k} is ${measured}`);
        }
      }
    }
  });

  test("normal vectors are NumPy's but for the directions of the covariance's axes", async () => {
    assert.ok(callsAlongAxes.length > 1);
    for (const one of callsAlongAxes) {
      const [mean, cov] = one.arguments as [readonly number[], readonly (readonly number[])[]];
      const method = one.options["method"] as FactorMethod;
      const factor = factorOf(mean, cov, method, 1e-8, "raise");
      const drawn = (await draw(exprOf(one))).data as Float64Array;
      const theirs = (one.result as readonly number[]).map(Number);
      for (const axis of mean.keys()) {
        // Columns of the factor are at right angles.
        const length = mean.reduce((sum, _, k) => sum + factor[k]![axis]! ** 2, 0);
        const along = (vectors: ArrayLike<number>, i: number) =>
          mean.reduce((sum, middle, k) => sum + (vectors[i * mean.length + k]! - middle) * factor[k]![axis]!, 0) / length;
        const direction = Math.sign(along(drawn, 0) * along(theirs, 0));
        for (let i = 0; i < drawn.length / mean.length; i++) {
          const [a, b] = [along(drawn, i), direction * along(theirs, i)];
          assert.ok(Math.abs(a - b) < 1e-13, `${method}, axis ${axis}, draw ${i}: ${a}, not ${b}`);
        }
      }
    }
  });

  test("a covariance that is none is refused", () => {
    const from = fresh();
    assert.throws(
      () =>
        multivariateNormal(
          from,
          [0, 0],
          [
            [1, 2],
            [2, 1],
          ],
          {},
        ),
      /not symmetric positive semidefinite \(it has the eigenvalue -1/,
    );
    assert.throws(
      () =>
        multivariateNormal(
          from,
          [0, 0],
          [
            [1, 0.5],
            [0, 1],
          ],
          {},
        ),
      /not symmetric/,
    );
    assert.throws(
      () =>
        multivariateNormal(
          from,
          [0, 0],
          [
            [1, 2],
            [2, 1],
          ],
          { method: "cholesky" },
        ),
      /not positive definite/,
    );
    assert.throws(() => multivariateNormal(from, [0, 0], [[1]], {}), { name: "ShapeError" });
  });
});

type Draw = (...args: readonly unknown[]) => DArray;
const drawsOf = (rng: object) => rng as { readonly [name: string]: Draw };
const valuesOf = async (x: DArray) => (await x.compute({ scheduler: "synchronous" })).data;

describe("draws of users", () => {
  test("there is every distribution of NumPy's Generator, in da.random and in generators, in both spellings", () => {
    const names = `beta binomial chisquare choice dirichlet exponential f gamma geometric gumbel hypergeometric integers laplace logistic lognormal logseries multinomial
      multivariate_hypergeometric multivariate_normal negative_binomial noncentral_chisquare noncentral_f normal pareto permutation poisson power random rayleigh shuffle standard_cauchy
      standard_exponential standard_gamma standard_normal standard_t triangular uniform vonmises wald weibull zipf`;
    for (const name of names.trim().split(/\s+/)) {
      const ours = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
      for (const rng of [drawsOf(da.random), drawsOf(da.random.defaultRng(1))])
        assert.equal(typeof rng[ours] === "function" && rng[ours] === rng[name], true, name);
    }
  });

  test("a parameter that is a lazy array draws, where it has a value, what the value draws: of every distribution, in any chunks", async () => {
    const parameters: { readonly [name: string]: readonly number[] } = {
      ...{ standardGamma: [2.5], standardT: [4], uniform: [-1, 3], normal: [2, 3], exponential: [2], gamma: [2, 3], beta: [2, 3], chisquare: [3], f: [3, 4] },
      ...{
        noncentralChisquare: [3, 1],
        noncentralF: [3, 4, 1],
        gumbel: [1, 2],
        laplace: [1, 2],
        logistic: [1, 2],
        lognormal: [0, 0.5],
        pareto: [3],
        power: [2],
      },
      ...{
        rayleigh: [2],
        triangular: [0, 1, 3],
        vonmises: [1, 2],
        wald: [1, 2],
        weibull: [2],
        binomial: [20, 0.3],
        geometric: [0.3],
        hypergeometric: [10, 8, 5],
      },
      ...{ logseries: [0.4], negativeBinomial: [5, 0.5], poisson: [3], zipf: [3] },
    };
    assert.deepEqual(
      Object.keys(distributions).filter((name) => distributions[name as keyof typeof distributions].parameters.length > 0 && parameters[name] === undefined),
      [],
    );
    const where = { size: [3, 400], chunks: [2, 150] };
    for (const [name, values] of Object.entries(parameters)) {
      for (const streams of ["invariant", "spawned"] as const) {
        const drawn = async (...args: readonly unknown[]) => valuesOf(drawsOf(da.random.defaultRng(7, { streams }))[name]!(...args, where));
        const lazy = values.map((value) => da.full([3, 400], value, { chunks: [2, 100] }).add(0));
        const expected = await drawn(...values);
        assert.deepEqual(await drawn(...lazy), expected, `${name}, ${streams}`);
        assert.deepEqual(await drawn(lazy[0], ...values.slice(1)), expected, `${name}, ${streams}, the first parameter`);
      }
    }
  });

  test("the k-th array after the first starts from SeedSequence(seed, { spawnKey: [k] }); of generators without cheap jumps each block has a key of its own", async () => {
    const { SeedSequence, PCG64, MT19937, defaultRng } = da.random;
    const rng = defaultRng(5);
    for (const k of [0, 1, 2]) {
      const seed = k === 0 ? new SeedSequence(5) : new SeedSequence(5, { spawnKey: [k] });
      assert.deepEqual(await valuesOf(rng.normal({ size: 700 })), await valuesOf(defaultRng(new PCG64(seed)).normal({ size: 700 })), `array ${k}`);
    }
    const keyed = defaultRng(new MT19937(5));
    for (const k of [0, 1]) {
      const drawn = await valuesOf(keyed.random({ size: 600 }));
      for (const b of [0, 1]) {
        // The first chunk of a jumped stream is the generator as it is.
        const block = new MT19937(new SeedSequence(5, { spawnKey: [k, b] }));
        const expected = await valuesOf(defaultRng(block, { streams: "jumped" }).random({ size: 88 }));
        assert.deepEqual(drawn.subarray(512 * b, 512 * b + 88), expected, `array ${k}, block ${b}`);
      }
    }
  });

  test("a shorter array of invariant streams is the beginning of a longer one, whatever generator and distribution", async () => {
    const calls: readonly (readonly [string, readonly unknown[]])[] = [
      ["normal", []],
      ["gamma", [0.5]],
      ["binomial", [20, 0.3]],
      ["integers", [0, 10 ** 12]],
      ["multinomial", [9, [0.5, 0.5]]],
    ];
    for (const bits of ["PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"] as const) {
      for (const [name, parameters] of calls) {
        const drawn = (rows: number, chunks: number) =>
          valuesOf(drawsOf(da.random.defaultRng(new da.random[bits](3)))[name]!(...parameters, { size: [rows, 70], chunks: [chunks, 70] }));
        const [long, short] = [await drawn(20, 20), await drawn(9, 4)];
        assert.deepEqual(short, long.subarray(0, short.length), `${bits} ${name}`);
      }
    }
  });

  test("text is a seed: the same numbers each time, other ones for other texts", async () => {
    const of = (seed: string) => valuesOf(da.random.normal({ size: 3, seed }));
    assert.deepEqual([...(await of("hello"))], [-1.8546737067308228, -0.2768701075527187, 1.3867085059039814]);
    assert.deepEqual(await of("hello"), await valuesOf(da.random.defaultRng("hello").normal({ size: 3 })));
    assert.notDeepEqual(await of("hello "), await of("hello"));
    assert.notDeepEqual(await of(""), await of("0"));
  });
});

function average(n: number, of: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += of(i);
  return sum / n;
}
