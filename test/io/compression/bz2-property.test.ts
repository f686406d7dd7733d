import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { bz2 } from "../../../src/io/compression/bz2.ts";
import { readAll } from "../../../src/io/compression/whole.ts";
import { memorySource } from "../../../src/io/files/read.ts";
import { loadBackend } from "../../../src/kernels/load.ts";
import { StorageError } from "../../../src/util/errors.ts";
import { type Bzip2Options, bzip2 } from "./bz2-encoder.ts";

const backend = loadBackend();
const read = (bytes: Uint8Array) => readAll(bz2.open(memorySource("x.bz2", bytes), backend), "x.bz2", 1000);

/** Bytes with what the format treats in its own way: few different ones, runs, repetitions. */
const runs = fc.array(fc.tuple(fc.integer({ min: 0, max: 255 }), fc.oneof(fc.constantFrom(1, 3, 4, 5, 258, 259, 260, 263), fc.integer({ min: 1, max: 600 }))), {
  maxLength: 20,
});
const texts = fc.oneof(
  fc.uint8Array({ maxLength: 400 }),
  fc.uint8Array({ maxLength: 3000, max: 3 }),
  runs.map((all) => Buffer.concat(all.map(([byte, count]) => Buffer.alloc(count, byte)))),
  fc
    .tuple(fc.uint8Array({ minLength: 1, maxLength: 9 }), fc.integer({ min: 1, max: 400 }))
    .map(([word, count]) => Buffer.concat(new Array<Uint8Array>(count).fill(word))),
);
const options: fc.Arbitrary<Bzip2Options> = fc.record({
  blockBytes: fc.integer({ min: 1, max: 3000 }),
  level: fc.integer({ min: 1, max: 9 }),
  tables: fc.integer({ min: 2, max: 6 }),
  codes: fc.constantFrom("equal", "unary"),
  extraSelectors: fc.integer({ min: 0, max: 60 }),
});
const numRuns = Number(process.env["FUZZ_RUNS"] ?? 100);

test("what any encoder could have written is read", () => {
  fc.assert(
    fc.property(texts, options, (text, how) => {
      // Blocks of one byte would be many.
      const blockBytes = Math.max(how.blockBytes!, Math.ceil(text.length / 20));
      assert.ok(Buffer.from(text).equals(read(bzip2(text, { ...how, blockBytes }))));
    }),
    { numRuns },
  );
});

test("damage is an error, or does not matter", () => {
  const damage = fc.array(fc.tuple(fc.nat(), fc.constantFrom("flip", "set", "cut", "insert", "swap"), fc.integer({ min: 0, max: 255 })), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(texts, options, damage, (text, how, all) => {
      const blockBytes = Math.max(how.blockBytes!, Math.ceil(text.length / 5));
      const packed = all.reduce<Buffer>((bytes, [at, kind, byte]) => damaged(bytes, at, kind, byte), Buffer.from(bzip2(text, { ...how, blockBytes })));
      try {
        assert.ok(Buffer.from(text).equals(read(packed)));
      } catch (error) {
        if (!(error instanceof StorageError)) throw error;
      }
    }),
    { numRuns: 5 * numRuns },
  );
});

function damaged(bytes: Buffer, where: number, kind: string, byte: number): Buffer {
  const at = where % bytes.length;
  const copy = Buffer.from(bytes);
  if (kind === "flip") copy[at]! ^= 1 << (byte & 7);
  if (kind === "set") copy[at] = byte;
  if (kind === "cut") return copy.subarray(0, Math.max(1, at));
  if (kind === "insert") return Buffer.concat([copy.subarray(0, at), Buffer.from([byte]), copy.subarray(at)]);
  if (kind === "swap") copy.copy(copy, at, (at * 7) % bytes.length, Math.min(bytes.length, ((at * 7) % bytes.length) + byte));
  return copy;
}
