import assert from "node:assert/strict";
import { test } from "node:test";
import { SeedSequence } from "../../src/random/seed-sequence.ts";
import { readGolden } from "../golden/decode.ts";

interface SeedCase {
  readonly call: "seed";
  readonly entropy: string | readonly string[];
  readonly spawnKey: readonly string[];
  readonly poolSize: number;
  readonly words: readonly number[];
  readonly wide: readonly string[];
}
const cases = readGolden<SeedCase>("streams").cases.filter(({ call }) => call === "seed");
const integers = (texts: string | readonly string[]) => (typeof texts === "string" ? BigInt(texts) : texts.map(BigInt));

test("seed sequences generate NumPy's states", () => {
  assert.ok(cases.length > 50);
  for (const { entropy, spawnKey, poolSize, words, wide } of cases) {
    const sequence = new SeedSequence(integers(entropy), { spawnKey: spawnKey.map(BigInt), poolSize });
    assert.deepEqual([...sequence.generateState(words.length)], words, `${entropy} ${spawnKey}`);
    assert.deepEqual([...sequence.generateState(wide.length, "uint64")].map(String), wide, `${entropy} ${spawnKey}`);
  }
});

test("numbers, bigints and words are the same entropy", () => {
  const states = [2 ** 40 + 5, 2n ** 40n + 5n, Uint32Array.of(5, 256), [5, 256]].map((entropy) => [...new SeedSequence(entropy).generateState(4)]);
  for (const state of states) assert.deepEqual(state, states[0]);
});

test("spawning goes on where it stopped, and children of children differ", () => {
  const parent = new SeedSequence(1);
  const keys = [...parent.spawn(2), ...parent.spawn(1), ...parent.spawn(1)[0]!.spawn(2)].map(({ spawnKey }) => spawnKey);
  assert.deepEqual(keys, [[0], [1], [2], [3, 0], [3, 1]]);
  assert.equal(parent.childrenSpawned, 4);
  assert.deepEqual([...new SeedSequence(1).spawn(10)[9]!.generateState(2)], [62818196, 833402188]);
});

test("without entropy two sequences differ", () => {
  assert.notDeepEqual(new SeedSequence().generateState(4), new SeedSequence().generateState(4));
});

test("entropy that is not a non-negative integer is refused", () => {
  for (const wrong of [-1, 1.5, NaN, 2 ** 53, -5n, [1, -2]]) assert.throws(() => new SeedSequence(wrong), RangeError);
  for (const poolSize of [3, 4.5, 65]) assert.throws(() => new SeedSequence(1, { poolSize }), /poolSize is/);
});
