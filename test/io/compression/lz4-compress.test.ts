import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { lz4 } from "../../../src/io/compression/lz4.ts";
import { compressLz4 } from "../../../src/io/compression/lz4-compress.ts";
import { decompress } from "../../../src/io/compression/whole.ts";
import { loadBackend } from "../../../src/kernels/load.ts";

const back = (bytes: Uint8Array) => decompress(lz4, compressLz4(bytes), "x.lz4", loadBackend());

test("what is compressed comes back, at every length", () => {
  for (let length = 0; length < 300; length++) {
    const same = new Uint8Array(length).fill(7);
    const counted = Uint8Array.from({ length }, (_, i) => (i * i) >> 3);
    for (const bytes of [same, counted]) assert.deepEqual(Buffer.from(back(bytes)), Buffer.from(bytes), `${length}`);
  }
});

test("what is compressed comes back, whatever repeats in it", () => {
  const pieces = fc.array(fc.tuple(fc.uint8Array({ maxLength: 40 }), fc.integer({ min: 1, max: 30 })), { maxLength: 30 });
  fc.assert(
    fc.property(pieces, (list) => {
      const bytes = Buffer.concat(list.flatMap(([piece, times]) => Array.from({ length: times }, () => piece)));
      assert.deepEqual(Buffer.from(back(bytes)), bytes);
    }),
    { numRuns: 200 },
  );
});

test("more than a block is compressed, and noise hardly grows", () => {
  const long = Buffer.from(Array.from({ length: 700_000 }, (_, i) => `row ${i % 1000};`).join(""));
  assert.ok(compressLz4(long).length < long.length / 10);
  assert.deepEqual(Buffer.from(back(long)), long);
  let state = 1;
  const noise = Uint8Array.from({ length: 100_000 }, () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24);
  assert.ok(compressLz4(noise).length <= noise.length + 15);
  assert.deepEqual(back(noise).slice(), noise);
});
