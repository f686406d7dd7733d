import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { bz2, bz2Reader } from "../../../src/io/compression/bz2.ts";
import { bz2Index } from "../../../src/io/compression/bz2-index.ts";
import { readAll } from "../../../src/io/compression/whole.ts";
import { memorySource } from "../../../src/io/files/read.ts";
import type { Backend } from "../../../src/kernels/kernel.ts";
import { allBackends, loadBackend } from "../../../src/kernels/load.ts";
import { StorageError } from "../../../src/util/errors.ts";
import { packageRoot } from "../../../src/util/package-root.ts";

const best = loadBackend();

/** As in bz2/make.py. */
function noise(count: number, below: number, seed = 1): Buffer {
  let state = BigInt(seed);
  return Buffer.from(
    Array.from({ length: count }, () => {
      state = (state * 1103515245n + 12345n) & 0x7fffffffn;
      return Number(state >> 16n) % below;
    }),
  );
}

function lines(count: number): Buffer {
  return Buffer.from(Array.from({ length: count }, (_, i) => `${i},${(i * i) % 997},UA,SFO,NA,${i % 7}\n`).join(""));
}

/** What bzip2 0.9 compressed: the bits flipped at the distances that the format lists, of which these are the first. */
function randomized(): Buffer {
  const text = noise(5000, 200, 7);
  let at = -2;
  for (const distance of [619, 720, 127, 481, 931, 816, 813, 233, 566, 247, 985]) if ((at += distance) < text.length) text[at]! ^= 1;
  return text;
}

const texts: { readonly [name: string]: Buffer } = {
  empty: Buffer.alloc(0),
  "one-byte": Buffer.from("x"),
  lines: lines(400),
  noise: noise(3000, 256),
  "two-letters": noise(4000, 2),
  zeros: Buffer.alloc(50_000_000),
  "all-bytes": Buffer.concat(Array.from({ length: 20 }, () => Buffer.from(Array.from({ length: 256 }, (_, i) => i)))),
  periodic: Buffer.from("abcab".repeat(5000)),
  blocks: Buffer.concat(Array.from({ length: 15 }, (_, seed) => Buffer.concat(new Array<Buffer>(20).fill(noise(1000, 16, seed))))),
  streams: Buffer.concat([lines(10), lines(200), lines(1)]),
  randomized: randomized(),
};
const packed = (name: string) => readFileSync(join(packageRoot, "test/io/compression/bz2", `${name}.bz2`));
const read = (bytes: Uint8Array, backend: Backend = best) => readAll(bz2.open(memorySource("x.bz2", bytes), backend), "x.bz2", 2 ** 16);

for (const backend of allBackends()) {
  if (!backend.has("bz2/block", "uint8")) continue;
  test(`${backend.isa}: what bzip2 compressed is read`, () => {
    for (const [name, text] of Object.entries(texts)) assert.ok(text.equals(read(packed(name), backend)), name);
  });
}

test("pieces of any size are the same bytes", () => {
  for (const name of ["blocks", "streams", "all-bytes"]) {
    for (const pieceBytes of [1, 3, 37, 4099]) {
      const reader = bz2.open(memorySource("x.bz2", packed(name)), best);
      const all = Buffer.alloc(texts[name]!.length + pieceBytes);
      let filled = 0;
      for (let got = pieceBytes; got === pieceBytes; filled += got) got = reader.read(all.subarray(filled, filled + pieceBytes));
      assert.ok(all.subarray(0, filled).equals(texts[name]!), `${name} by ${pieceBytes}`);
    }
  }
});

test("a piece of a long repetition takes no more memory than itself", () => {
  const reader = bz2.open(memorySource("x.bz2", packed("zeros")), best);
  const piece = new Uint8Array(100_000).fill(1);
  assert.equal(reader.read(piece), piece.length);
  assert.ok(piece.every((byte) => byte === 0));
});

test("parts are read independently of each other, and on into the next ones", () => {
  for (const [name, text] of Object.entries(texts)) {
    if (name === "zeros") continue;
    const source = memorySource("x.bz2", packed(name));
    for (const partBytes of [1, 250_000, 1e9]) {
      const parts = bz2.split!(source, best, partBytes);
      const pieces = parts.map((part) => Buffer.from(readAll(bz2.openPart!(source, best, part), "x.bz2", 2 ** 16)));
      assert.ok(Buffer.concat(pieces).equals(text), name);
      let at = 0;
      for (const [i, part] of parts.entries()) {
        const reader = bz2.openPart!(source, best, part);
        at += readAll(reader, "x.bz2", 2 ** 16).length;
        const beyond = new Uint8Array(5000);
        const got = reader.readOn(beyond);
        assert.ok(text.subarray(at, at + 5000).equals(beyond.subarray(0, got)), `${name}, after part ${i}`);
      }
    }
  }
});

test("a part that is the whole file needs no index", () => {
  const source = memorySource("x.bz2", packed("streams"));
  assert.ok(texts["streams"]!.equals(readAll(bz2.openPart!(source, best, { start: 0, end: source.bytes }), "x.bz2", 1)));
});

test("where blocks are is known without decoding them", () => {
  const source = memorySource("x.bz2", packed("blocks"));
  const places = bz2Index(source, { ...best, run: (kernel, ...rest) => (kernel === "bz2/scan" ? best.run(kernel, ...rest) : assert.fail(kernel)) });
  assert.equal(places.length, 4);
  for (const [i, place] of places.entries()) {
    const end = places[i + 1]?.bit;
    assert.ok(readAll(bz2Reader(source, best, place, end), "x.bz2", 1).length > 0);
  }
});

test("a mark that is in the data by chance is no block", () => {
  // A stream whose only block is followed by what looks like another, and by the end: as if the mark had come out of the codes.
  const { bytes, at } = withFalseMark();
  const marked = memorySource("x.bz2", bytes);
  const seen: number[] = [];
  const places = bz2Index(marked, {
    ...best,
    run: (kernel, dtype, call) => {
      const status = best.run(kernel, dtype, call);
      if (kernel === "bz2/scan") seen.push(...(call.outputs[0] as Float64Array).slice(0, (call.state as Float64Array)[1]));
      return status;
    },
  });
  assert.ok(seen.includes(at));
  assert.deepEqual(places, [{ bit: 32, level: 9 }]);
});

/** Noise whose list of code tables, which a block does not use to its end, has a mark in it. */
function withFalseMark(): { bytes: Buffer; at: number } {
  const bits = bitsOf(packed("one-byte"));
  // Mark, checksum, flag, origin, rows of used bytes, one row.
  const tables = 32 + 48 + 32 + 1 + 24 + 16 + 16;
  assert.equal(bits.slice(tables, tables + 3), "010");
  const selectors = Number.parseInt(bits.slice(tables + 3, tables + 18), 2);
  const afterSelectors = tables + 18 + selectors;
  // As digits that move the tables to the front ("0" or "10"): a mark has more ones in a row than two tables allow, so six of them are said.
  const mark = 0x314159265359n.toString(2).padStart(48, "0");
  const list = `${mark}0`;
  const count = selectors + (list.match(/0/g)?.length ?? 0);
  const codes = bits.slice(afterSelectors);
  const lengthsEnd = codeTableEnd(codes);
  const oneTable = codes.slice(0, lengthsEnd / 2);
  const made = `${bits.slice(0, tables)}110${count.toString(2).padStart(15, "0")}${bits.slice(tables + 18, afterSelectors)}${list}${oneTable.repeat(6)}${codes.slice(lengthsEnd)}`;
  // Zeros at the end of the file were bits up to a byte.
  const end = made.lastIndexOf(0x177245385090n.toString(2).padStart(48, "0"));
  return { bytes: fromBits(made.slice(0, end + 80)), at: afterSelectors };
}

/** Where two equal code tables of three symbols end. */
function codeTableEnd(bits: string): number {
  let at = 0;
  for (let table = 0; table < 2; table++) {
    at += 5;
    for (let symbol = 0; symbol < 3; symbol++) {
      while (bits[at] === "1") at += 2;
      at++;
    }
  }
  return at;
}

const bitsOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
const fromBits = (bits: string) => Buffer.from((bits.match(/.{1,8}/g) ?? []).map((byte) => Number.parseInt(byte.padEnd(8, "0"), 2)));

test("a file that is cut is an error that names it, wherever it was cut", () => {
  for (const name of ["empty", "one-byte", "lines", "streams", "blocks"]) {
    const bytes = packed(name);
    for (let length = 0; length < bytes.length; length += Math.ceil(bytes.length / 100)) {
      const source = memorySource("x.bz2", bytes.subarray(0, length));
      const text = attempt(() => readAll(bz2.open(source, best), "x.bz2", 2 ** 16));
      const places = attempt(() => bz2Index(source, best));
      // Between two streams it is whole.
      if (text !== undefined) assert.ok(name === "streams" && texts[name]!.subarray(0, text.length).equals(text));
      assert.equal(places === undefined, text === undefined);
    }
  }
});

test("a wrong bit is an error that says where", () => {
  for (const name of ["empty", "one-byte", "lines", "streams", "noise", "two-letters", "randomized", "periodic"]) {
    const bytes = packed(name);
    for (let bit = 0; bit < 8 * bytes.length; bit += Math.ceil((8 * bytes.length) / 150)) {
      const wrong = Buffer.from(bytes);
      wrong[bit >> 3]! ^= 128 >> (bit & 7);
      const text = attempt(() => read(wrong));
      // The level, where blocks are small; bits that fill up a byte.
      if (text !== undefined) assert.ok(texts[name]!.equals(text), `${name}, bit ${bit}`);
    }
  }
});

test("what is wrong is said", () => {
  const bytes = packed("lines");
  const last = bytes.length - 1;
  const changed = (at: number, to: number) => Buffer.from(bytes.map((byte, i) => (i === at ? to : byte)));
  assert.throws(() => read(changed(3, 0x30)), /^StorageError: x\.bz2: is not bzip2 data: it does not begin with BZh1 … BZh9$/);
  assert.throws(() => read(changed(12, bytes[12]! ^ 1)), /x\.bz2: is damaged: in the bzip2 block at byte 4 \(bit 0\) the checksum is wrong/);
  assert.throws(() => read(changed(last - 1, bytes[last - 1]! ^ 255)), /the checksum of the whole stream is wrong/);
  assert.throws(() => read(bytes.subarray(0, 100)), /the file ends in it/);
  assert.throws(() => read(Buffer.concat([bytes, Buffer.from("more")])), new RegExp(`x\\.bz2: has something at byte ${bytes.length} that is no bzip2 stream`));
  assert.ok(texts["lines"]!.equals(read(Buffer.concat([bytes, Buffer.alloc(1000)]))));
});

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    assert.ok(error instanceof StorageError, String((error as Error).stack));
    assert.match(error.message, /^x\.bz2: /);
    return undefined;
  }
}
