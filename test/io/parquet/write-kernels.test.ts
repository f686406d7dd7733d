import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { columnOf, valuesOf } from "../../../src/chunk/column-values.ts";
import { numberBounds, textBounds } from "../../../src/io/parquet/bounds.ts";
import { expectedCount, numberTexts, numberWords, widthOf } from "../../../src/io/parquet/numbering.ts";
import { Status } from "../../../src/kernels/kernel.ts";
import { allBackends, loadBackend } from "../../../src/kernels/load.ts";

for (const backend of allBackends()) {
  const state = new Float64Array(2);

  test(`${backend.isa}: numbers packed in any width come back`, () => {
    for (let width = 0; width <= 32; width++) {
      const value = fc.nat(width === 0 ? 0 : Math.min(0x7fff_fffe, 2 ** width - 1));
      const runs = fc.array(fc.tuple(value, fc.constantFrom(1, 1, 2, 7, 8, 9, 100)), { maxLength: 60 });
      fc.assert(
        fc.property(runs, (own) => {
          const numbers = Uint32Array.from(own.flatMap(([number, times]) => Array<number>(times).fill(number)));
          const n = numbers.length;
          const out = new Uint8Array(32 + (Math.floor(n / 8) + 1) * (width + 10));
          assert.equal(backend.run("parquet/pack", "uint32", { n, inputs: [numbers], outputs: [out], params: [width], state }), Status.ok);
          const bytes = out.slice(0, state[0]);
          // Numbers are looked up in a dictionary that is large enough only where they are small.
          if (width > 12) return;
          const back = new Uint32Array(n);
          const dictionary = Uint32Array.from({ length: 2 ** width }, (_, i) => i);
          assert.equal(backend.run("parquet/lookUp", "uint32", { n, inputs: [bytes, dictionary], outputs: [back], params: [width] }), Status.ok);
          assert.deepEqual(back, numbers);
        }),
        { numRuns: 8 },
      );
    }
  });

  test(`${backend.isa}: long runs of bits have more than one head`, () => {
    const numbers = Uint32Array.from({ length: 200_003 }, (_, i) => (i * 7919) % 1000);
    const out = new Uint8Array(32 + (Math.floor(numbers.length / 8) + 1) * 20);
    assert.equal(backend.run("parquet/pack", "uint32", { n: numbers.length, inputs: [numbers], outputs: [out], params: [10], state }), Status.ok);
    const back = new Uint32Array(numbers.length);
    const inputs = [out.slice(0, state[0]), Uint32Array.from({ length: 1000 }, (_, i) => i)];
    assert.equal(backend.run("parquet/lookUp", "uint32", { n: back.length, inputs, outputs: [back], params: [10] }), Status.ok);
    assert.deepEqual(Buffer.compare(new Uint8Array(back.buffer), new Uint8Array(numbers.buffer)), 0);
  });

  test(`${backend.isa}: values are numbered by their bits, in order of first appearance`, () => {
    const floats = Float64Array.from({ length: 20_000 }, (_, i) => [0, -0, Number.NaN, i % 3000, -1 / ((i % 7) + 1)][i % 5]!);
    const words = new BigUint64Array(floats.buffer);
    const { numbers, dictionary } = numberWords(backend, words, undefined, Number.POSITIVE_INFINITY)!;
    const order = [...new Set(words)];
    assert.deepEqual([...dictionary], order);
    assert.deepEqual(
      BigUint64Array.from(numbers, (number) => order[number]!),
      words,
    );
    const ints = new Uint32Array(Int32Array.from({ length: 5000 }, (_, i) => ((i * 31) % 50) - 25).buffer);
    const own = numberWords(backend, ints, new Uint32Array(Int32Array.of(-25).buffer), 50)!;
    assert.deepEqual([...own.dictionary], [...new Set(ints)]);
    assert.deepEqual(
      Uint32Array.from(own.numbers, (number) => own.dictionary[number] as number),
      ints,
    );
    assert.equal(
      numberWords(
        backend,
        BigUint64Array.from({ length: 5000 }, (_, i) => BigInt(i)),
        undefined,
        Number.POSITIVE_INFINITY,
      ),
      undefined,
    );
  });

  test(`${backend.isa}: bounds leave NaN out, and zeros have both signs`, () => {
    const floats = fc.array(fc.oneof(fc.double(), fc.constantFrom(0, -0, Number.NaN, 1, -1)), { maxLength: 40 });
    fc.assert(
      fc.property(floats, (values) => {
        const there = values.filter((value) => !Number.isNaN(value));
        const found = numberBounds(backend, "float64", Float64Array.from(values))?.pair;
        if (there.length === 0) assert.equal(found, undefined);
        else assert.deepEqual([...found!], [Math.min(...there) || -0, Math.max(...there) || 0]);
      }),
    );
    for (const dtype of ["int32", "uint32"] as const) {
      const values =
        dtype === "int32"
          ? Int32Array.from({ length: 67 }, (_, i) => ((i * 7919) % 100) - 50)
          : Uint32Array.from({ length: 67 }, (_, i) => 2 ** 32 - 1 - ((i * 7919) % 100));
      const expected = [Math.min(...values), Math.max(...values)];
      const { pair, range } = numberBounds(backend, dtype, values)!;
      assert.deepEqual([...pair], expected);
      assert.equal(range, expected[1]! - expected[0]! + 1);
    }
    const wide = BigInt64Array.of(2n ** 63n - 1n, -(2n ** 63n), 5n);
    assert.deepEqual([...numberBounds(backend, "int64", wide)!.pair], [-(2n ** 63n), 2n ** 63n - 1n]);
    assert.deepEqual([...numberBounds(backend, "uint64", new BigUint64Array(wide.buffer))!.pair], [5n, 2n ** 63n]);
  });
}

const backend = loadBackend();

test("bounds of texts hold them, also where they are shortened", () => {
  const texts = fc.array(
    fc.oneof(fc.string({ unit: "grapheme", maxLength: 20 }), fc.string({ unit: fc.constantFrom("a", "é", "😀", "~"), minLength: 60, maxLength: 90 })),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(texts, (own) => {
      const found = textBounds(backend, columnOf("utf8", own));
      if (found === undefined) return;
      const [least, most] = found;
      assert.ok(least.length <= 64 && most.length <= 64);
      for (const text of own) assert.ok(Buffer.compare(least, Buffer.from(text)) <= 0 && Buffer.compare(most, Buffer.from(text)) >= 0, text);
      for (const bound of found) assert.ok(Buffer.from(Buffer.from(bound).toString()).equals(bound));
    }),
  );
});

test("texts are numbered if they repeat, also where the first ones hardly do", () => {
  let state = 1;
  const own = Array.from({ length: 60_000 }, () => `text ${(state = (state * 48271) % 2147483647) % 10_007}`);
  const { numbers, dictionary } = numberTexts(backend, columnOf("utf8", own))!;
  const order = [...new Set(own)];
  assert.deepEqual(valuesOf(dictionary), order);
  assert.ok(own.every((text, i) => order[numbers[i]!] === text));
  const different = Array.from({ length: 20_000 }, (_, i) => `text ${i}`);
  assert.equal(numberTexts(backend, columnOf("utf8", different)), undefined);
});

test("how many different values there are is told from the first rows", () => {
  assert.equal(expectedCount(1000, 10, 10), 1000);
  const values = 10_000;
  const first = values * (1 - Math.exp(-3000 / values));
  assert.ok(Math.abs(expectedCount(1e6, 3000, first) - values) < 5);
  assert.deepEqual([0, 1, 2, 3, 4, 5, 2 ** 20].map(widthOf), [0, 0, 1, 2, 2, 3, 20]);
});
