import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, test } from "node:test";
import { BitGenerator } from "../../src/random/bit-generator.ts";
import { bitGenerators } from "../../src/random/bit-generators.ts";
import { MT19937 } from "../../src/random/mt19937.ts";
import { Philox } from "../../src/random/philox.ts";
import type { Entropy } from "../../src/random/seed-sequence.ts";
import { SeedSequence } from "../../src/random/seed-sequence.ts";
import { SFC64 } from "../../src/random/sfc64.ts";
import { streamParams } from "../../src/random/streams.ts";
import { readGolden } from "../golden/decode.ts";
import { backends, drawChunk, sha256 } from "./draw.ts";

interface Case {
  readonly generator: string;
  readonly seed: string | readonly string[];
  readonly jumps: number;
  readonly steps: string;
  /** The words of the state; of MT19937 their hash. */
  readonly words: readonly number[] | string;
  /** The hash of 1500 raw outputs. */
  readonly raw: string;
}

function generatorOf({ generator, seed, jumps, steps }: Case): BitGenerator {
  const entropy: Entropy = typeof seed === "string" ? BigInt(seed) : seed.map(BigInt);
  const start = new BitGenerator(bitGenerators[generator]!, entropy);
  const jumped = jumps === 0 ? start : start.jumped(jumps);
  return steps === "0" ? jumped : jumped.advance(BigInt(steps));
}

const { cases } = readGolden<Case>("generators");
const states = cases.map((one) => generatorOf(one).words());

describe("bit generators", () => {
  test("seeded, jumped and advanced states are NumPy's", () => {
    for (const [i, one] of cases.entries()) {
      const words = states[i]!;
      const expected = typeof one.words === "string" ? one.words : [...one.words];
      const given =
        typeof one.words === "string"
          ? createHash("sha256")
              .update(new Uint8Array(Uint32Array.from(words).buffer))
              .digest("hex")
          : [...words];
      assert.deepEqual(given, expected, JSON.stringify({ ...one, words: undefined }));
    }
  });

  for (const backend of backends) {
    test(`${backend.isa}: raw outputs are NumPy's`, () => {
      for (const [i, one] of cases.entries()) {
        const words = states[i]!;
        const params = { generator: one.generator, stream: "sequential", words, shape: [1500], chunks: [1500], firstChunk: 0 };
        const raw = drawChunk(backend, "raw", "uint64", params, { origin: [0], shape: [1500] }, 333);
        assert.equal(sha256(raw), one.raw, JSON.stringify({ ...one, words: undefined }));
      }
    });
  }

  test("jumps of the Mersenne Twister add up", () => {
    assert.deepEqual(MT19937(3).jumped(2).jumped(3).words(), MT19937(3).jumped(5).words());
    assert.deepEqual(MT19937(3).jumped(0).words(), MT19937(3).words());
  });

  test("Philox counts around, and steps can be taken back", () => {
    assert.deepEqual(
      Philox(3)
        .advance(1n << 256n)
        .words(),
      Philox(3).words(),
    );
    assert.deepEqual(Philox(3).advance(99).advance(-99).words(), Philox(3).words());
  });

  test("what a generator cannot do throws, naming the way out", () => {
    assert.throws(() => SFC64(1).jumped(), /jumped: SFC64 has no jumps; use SeedSequence.spawn/);
    assert.throws(() => SFC64(1).advance(1), /advance: SFC64 cannot/);
    assert.throws(() => MT19937(1).advance(1), /advance: MT19937 cannot/);
  });

  test("spawned seeds give other streams, the same each time", () => {
    const first = (): string[] => new SeedSequence(5).spawn(3).map((child) => SFC64(child).words().join());
    assert.deepEqual(first(), first());
    assert.equal(new Set(first()).size, 3);
  });

  test("generators without cheap jumps are seeded block by block", () => {
    for (const make of [MT19937, SFC64]) {
      const params = streamParams(make(7), "invariant", { index: 2, chunksBefore: 0 }, [10], [10]);
      assert.equal(params.stream, "seeded");
      assert.deepEqual(params.words, [4, 7, 0, 0, 0, 2]);
    }
  });
});
