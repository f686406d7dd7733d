import assert from "node:assert/strict";
import { test } from "node:test";
import { da } from "../../src/index.ts";

// Section 8 of the tutorial: reliable random numbers. The values are NumPy's.

const { PCG64, MT19937, SeedSequence, defaultRng } = da.random;
type Generator = Parameters<typeof defaultRng>[0];
const draws = async (generator: Generator, size: number, streams: "invariant" | "jumped" = "invariant") => {
  const drawn = await defaultRng(generator, { streams }).normal(0, 1, { size }).compute();
  return [...drawn.data];
};

test("PCG64(1) gives NumPy's numbers", async () => {
  const bits = new PCG64(1);
  const values = await defaultRng(bits).random({ size: 3 }).compute();
  assert.deepEqual([...values.data], [0.5118216247002567, 0.9504636963259353, 0.14415961271963373]);
});

test("jumped(1) jumps ahead; two jumps are jumped(2)", async () => {
  assert.deepEqual(await draws(new PCG64(1).jumped(1), 3), [1.2336239148551291, 0.4279361642408519, -1.9044763711105557]);
  const two = await draws(new PCG64(1).jumped(2), 3);
  assert.deepEqual(two, [-0.31752966620294654, 1.222694929053174, 0.28254622071612195]);
  assert.deepEqual(await draws(new PCG64(1).jumped(1).jumped(1), 3), two);
});

test("the Mersenne Twister jumps too, chunk by chunk", async () => {
  assert.deepEqual(await draws(new MT19937(1).jumped(1), 3, "jumped"), [0.12667829067023953, -2.1031878010891116, -1.5395073486104502]);
});

test("each task takes the same seed, jumped by its number: no two streams meet", async () => {
  const streams = await Promise.all([0, 1, 2].map((i) => draws(new PCG64(1).jumped(i), 100)));
  assert.equal(new Set(streams.flat()).size, 300);
});

test("SeedSequence(1).spawn(10) seeds ten generators", async () => {
  const children = new SeedSequence(1).spawn(10);
  const first = await draws(new PCG64(children[0]!), 5);
  assert.deepEqual(first, [-0.6403185283986665, 0.39277271540066333, -0.3931523837068824, 1.0972743902540472, -2.6728077553160707]);
  const [last] = await draws(new PCG64(children[9]!), 1);
  assert.equal(last, -0.7855599784427651);
});
