import assert from "node:assert/strict";
import { test } from "node:test";
import { lcgFromWords, PCG64 } from "../../src/random/pcg64.ts";
import { SeedSequence } from "../../src/random/seed-sequence.ts";
import { readGolden } from "../golden/decode.ts";

interface StateCase {
  readonly call: "state";
  readonly seed: string;
  readonly jumps: number;
  readonly steps: string;
  readonly state: string;
  readonly inc: string;
}
const cases = readGolden<StateCase>("streams").cases.filter(({ call }) => call === "state");

test("seeded, jumped and advanced states are NumPy's", () => {
  assert.ok(cases.length > 40);
  for (const { seed, jumps, steps, state, inc } of cases) {
    const words = PCG64(BigInt(seed)).jumped(jumps).advance(BigInt(steps)).words();
    assert.deepEqual(lcgFromWords(words), { state: BigInt(state), inc: BigInt(inc) }, `${seed} ${jumps} ${steps}`);
  }
});

test("steps can be taken back, and jumps add up", () => {
  const start = PCG64(9);
  assert.deepEqual(start.advance(123).advance(-123).words(), start.words());
  assert.deepEqual(start.jumped(2).jumped(3).words(), start.jumped(5).words());
  assert.throws(() => start.jumped(-1), RangeError);
});

test("a generator seeded by a sequence is the one seeded by its entropy", () => {
  assert.deepEqual(PCG64(new SeedSequence(5)).words(), PCG64(5).words());
});
