import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import fc from "fast-check";
import { type DArray, da, type NDArray } from "../../src/index.ts";
import { loadBackend } from "../../src/kernels/load.ts";
import { passNames } from "../../src/optimize/pass.ts";
import { digestsOf } from "./digests.ts";
import { bases, type Lazy, last, shape, unary } from "./expressions.ts";

// Random expressions under random chunks, schedulers and passes agree with the same expression in one chunk, unoptimized, on this thread.

const cut = fc.constantFrom<readonly [number[], number[]]>(
  [[6], [7]],
  [[3, 3], [7]],
  [
    [1, 2, 3],
    [4, 3],
  ],
  [[6], [1, 6]],
  [
    [2, 2, 2],
    [2, 2, 2, 1],
  ],
  [
    [5, 1],
    [3, 0, 4],
  ],
);

function sameNumbers(actual: NDArray | number | boolean, expected: NDArray | number | boolean): void {
  if (typeof actual !== "object" || typeof expected !== "object") {
    assert.equal(typeof actual, typeof expected);
    assert.ok(Math.abs(Number(actual) - Number(expected)) <= 1e-12 * Math.max(1, Math.abs(Number(expected))));
    return;
  }
  assert.deepEqual(actual.shape, expected.shape);
  assert.equal(actual.dtype, expected.dtype);
  for (let i = 0; i < expected.size; i++) {
    const [a, b] = [Number(actual.data[i]), Number(expected.data[i])];
    assert.ok(Object.is(a, b) || Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(b)), `${a} instead of ${b} at ${i}`);
  }
}

const compute = (x: Lazy, options: Parameters<DArray["compute"]>[0]) => x.compute(options) as Promise<NDArray | number | boolean>;
const runs = Number(process.env["PROPERTY_RUNS"] ?? 60);

test("chunks, schedulers and passes change no answer", async () => {
  const property = fc.asyncProperty(
    fc.array(fc.constantFrom(...unary), { maxLength: 4 }),
    fc.constantFrom(...last),
    fc.constantFrom(...bases),
    cut,
    fc.subarray([...passNames]),
    fc.constantFrom("synchronous", "threads"),
    async (steps, end, base, chunks, without, scheduler) => {
      const build = (x: DArray<"float64">) => end(steps.reduce<Lazy>((value, step) => step(value as DArray<"float64">), x) as DArray<"float64">);
      const expected = await compute(build(base(-1 as never)), { scheduler: "synchronous", without: passNames });
      sameNumbers(await compute(build(base(chunks as never)), { scheduler, without }), expected);
    },
  );
  await fc.assert(property, {
    numRuns: runs,
    seed: process.env["PROPERTY_SEED"] === undefined ? 20261120 : Number(process.env["PROPERTY_SEED"]),
  });
});

test("an invariant random array does not change with its chunks", async () => {
  const property = fc.asyncProperty(fc.integer({ min: 0, max: 2 ** 32 }), cut, cut, async (seed, a, b) => {
    const draw = (chunks: readonly (readonly number[])[]) => da.random.normal(0, 1, { size: shape, seed, chunks });
    assert.deepEqual((await draw(a).compute()).data, (await draw(b).compute()).data);
  });
  await fc.assert(property, { numRuns: 20 });
});

test("every build of the kernels gives the same bits", async () => {
  const own = await digestsOf();
  const digests = new URL("./digests.js", import.meta.url).href;
  const script = `import { digestsOf } from ${JSON.stringify(digests)}; console.log(JSON.stringify(await digestsOf()));`;
  const isas = ["wasm", "v2", "v3", "v4"].filter((isa) => !loadBackend().isa.endsWith(isa));
  for (const isa of isas) {
    const env = { ...process.env, CHUNKWISE_ISA: isa };
    assert.deepEqual(JSON.parse(execFileSync(process.execPath, ["--input-type=module", "-e", script], { env, encoding: "utf8" })), own, isa);
  }
});
