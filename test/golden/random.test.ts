import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type DArray, da } from "../../src/index.ts";
import { difference } from "./compare.ts";
import { type GoldenArray, readGolden } from "./decode.ts";

type Streams = "invariant" | "spawned" | "jumped";
type Bits = "PCG64" | "PCG64DXSM" | "MT19937" | "Philox" | "SFC64";
type Drawn = "normal" | "uniform" | "exponential" | "integers" | "lognormal" | "poisson" | "random";
interface BitsCase {
  readonly call: "bits";
  readonly bits: Bits;
  readonly seed: number;
  readonly streams: Streams;
  readonly normal: GoldenArray;
  readonly random: GoldenArray;
  readonly jumpedTwice?: GoldenArray;
}
interface SpawnCase {
  readonly call: "spawn";
  readonly seed: number;
  readonly words: readonly (readonly number[])[];
  readonly normals: readonly number[];
}
interface DrawCase<Call> {
  readonly call: Call;
  readonly name: Drawn;
  readonly args: readonly number[];
  readonly seed: number;
  readonly size: readonly number[];
  readonly chunks: readonly number[];
  readonly ulp?: number;
  readonly result: GoldenArray;
}
type Case = BitsCase | SpawnCase | DrawCase<"spawned"> | DrawCase<"plain"> | DrawCase<"jumped">;

const { cases } = readGolden<Case>("random");
const asked = <C extends Case["call"]>(call: C) => cases.filter((one): one is Extract<Case, { call: C }> => one.call === call);

/** The draw of a name, whatever its parameters. */
const drawn = (generator: object, name: Drawn, ...args: readonly unknown[]) =>
  (generator as { readonly [K in Drawn]: (...args: readonly unknown[]) => DArray })[name](...args);

async function same(draws: DArray, expected: GoldenArray, ulp = 0): Promise<void> {
  assert.equal(difference(await draws.compute({ scheduler: "synchronous" }), expected, { ulp }), undefined);
}

describe("NumPy's answers: random", () => {
  for (const { bits, seed, streams, normal, random, jumpedTwice } of asked("bits")) {
    test(`${bits} of seed ${seed} draws NumPy's bits`, async () => {
      const generator = new da.random[bits](seed);
      const rng = (of = generator.jumped(0)) => da.random.defaultRng(of, { streams });
      if (bits === "SFC64") {
        assert.throws(() => generator.jumped(1), RangeError);
        await same(da.random.defaultRng(generator, { streams }).normal({ size: 5 }), normal);
        return;
      }
      await same(rng().normal({ size: 5 }), normal);
      await same(rng().random({ size: 3 }), random);
      await same(rng(generator.jumped(2)).normal({ size: 3 }), jumpedTwice!);
      await same(rng(generator.jumped().jumped()).normal({ size: 3 }), jumpedTwice!);
    });
  }

  for (const { seed, words, normals } of asked("spawn")) {
    test(`the children of seed ${seed} are NumPy's`, async () => {
      const children = new da.random.SeedSequence(seed).spawn(words.length);
      assert.deepEqual(
        children.map((child) => [...child.generateState(2)]),
        words,
      );
      for (const [i, child] of children.entries()) {
        const first = await da.random.defaultRng(child).normal({ size: 1 }).compute({ scheduler: "synchronous" });
        assert.equal(first.get(0), normals[i]);
      }
    });
  }

  for (const { name, args, seed, size, chunks, ulp, result } of asked("spawned")) {
    test(`${name} of size [${size}] in chunks [${chunks}] is what Dask's default_rng gives`, async () => {
      await same(drawn(da.random.defaultRng(seed, { streams: "spawned" }), name, ...args, { size, chunks }), result, ulp);
    });
  }

  for (const { name, args, seed, size, result } of asked("plain")) {
    test(`${name}(${args}) of seed ${seed} is what NumPy's default_rng gives, in whatever chunks`, async () => {
      for (const chunks of [size, [7], [1]]) await same(drawn(da.random.defaultRng(seed), name, ...args, { size, chunks }), result);
    });
  }

  for (const { seed, size, chunks, result } of asked("jumped")) {
    test(`jumped streams of seed ${seed} are the recipe of NumPy's page on parallel generation`, async () => {
      await same(da.random.defaultRng(seed, { streams: "jumped" }).normal({ size, chunks }), result);
    });
  }
});
