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
interface From {
  readonly bits: Bits;
  readonly seed: string | readonly string[];
  readonly spawnKey: readonly string[];
}
interface StreamedCase extends From {
  readonly call: "streamed";
  readonly jumps: number;
  readonly steps: number;
  readonly streams: "spawned" | "jumped";
  readonly normal: GoldenArray;
  readonly integers: GoldenArray;
}
interface InvariantCase extends From {
  readonly call: "invariant";
  /** How many arrays were drawn before. */
  readonly index: number;
  readonly at: readonly number[];
  readonly normal: GoldenArray;
}
type Case = StreamedCase | InvariantCase | BitsCase | SpawnCase | DrawCase<"spawned"> | DrawCase<"plain"> | DrawCase<"jumped">;

const { cases } = readGolden<Case>("random");
const asked = <C extends Case["call"]>(call: C) => cases.filter((one): one is Extract<Case, { call: C }> => one.call === call);

/** The draw of a name, whatever its parameters. */
const drawn = (generator: object, name: Drawn, ...args: readonly unknown[]) =>
  (generator as { readonly [K in Drawn]: (...args: readonly unknown[]) => DArray })[name](...args);

async function same(draws: DArray, expected: GoldenArray, ulp = 0): Promise<void> {
  assert.equal(difference(await draws.compute({ scheduler: "synchronous" }), expected, { ulp }), undefined);
}

const generatorOf = ({ bits, seed, spawnKey }: From) => {
  const entropy = typeof seed === "string" ? BigInt(seed) : seed.map(BigInt);
  return new da.random[bits](new da.random.SeedSequence(entropy, { spawnKey: spawnKey.map(BigInt) }));
};

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

  for (const bits of ["PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"] as const) {
    const of = <C extends StreamedCase | InvariantCase>(all: readonly C[]) => all.filter((one) => one.bits === bits);

    test(`${bits} of spawned seeds, jumped and advanced, draws NumPy's numbers under every stream`, async () => {
      assert.ok(of(asked("streamed")).length > 3);
      for (const { jumps, steps, streams, normal, integers, ...from } of of(asked("streamed"))) {
        const generator = generatorOf(from);
        const jumped = jumps === 0 ? generator : generator.jumped(jumps);
        const rng = () => da.random.defaultRng(steps === 0 ? jumped : jumped.advance(steps), { streams });
        await same(rng().normal({ size: 6, chunks: 2 }), normal);
        await same(rng().integers(0, 1000, { size: 6, chunks: 2 }), integers);
      }
      for (const { index, at, normal, ...from } of of(asked("invariant"))) {
        const rng = da.random.defaultRng(generatorOf(from));
        for (let before = 0; before < index; before++) rng.random({ size: 3 });
        await same(rng.normal({ size: 1100, chunks: 300 }).get(at), normal);
      }
    });

    test(`${bits} of a text starts from the same entropy each time, which is NumPy's from there`, async () => {
      const entropies = { hello: [2346625720, 216716144, 2460638529, 3865284101], "": [994027583, 3545621062, 669454676, 3293825605] };
      for (const [text, entropy] of Object.entries(entropies)) assert.deepEqual(new da.random[bits](text).seedSequence.entropy, entropy);
      const written = of(asked("streamed")).find(({ seed, jumps, streams }) => seed[0] === String(entropies.hello[0]) && jumps === 0 && streams === "spawned");
      await same(da.random.defaultRng(new da.random[bits]("hello"), { streams: "spawned" }).normal({ size: 6, chunks: 2 }), written!.normal);
    });
  }

  test("streams that a generator does not have are refused where they are asked for", () => {
    assert.throws(() => da.random.defaultRng(new da.random.SFC64(1), { streams: "jumped" }), {
      name: "RangeError",
      message: 'defaultRng: streams is "jumped", but SFC64 has no jumps; use "invariant" or "spawned"',
    });
  });
});
