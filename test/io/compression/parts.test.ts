import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { codecOf } from "../../../src/io/compression/codecs.ts";
import { openFilePart, openPart, partsOf } from "../../../src/io/compression/parts.ts";
import { fileSource, memorySource } from "../../../src/io/files/read.ts";
import { loadBackend } from "../../../src/kernels/load.ts";
import { StorageError } from "../../../src/util/errors.ts";
import { bzip2 } from "./bz2-encoder.ts";

const backend = loadBackend();

/** The lines of a part, as the comment of `partsOf` says. */
function linesOf(path: string, bytes: Uint8Array, partBytes: number): string[][] {
  const source = memorySource(path, bytes);
  const codec = codecOf(path, "infer", "test");
  return partsOf(source, codec, backend, partBytes).map((part, i) => {
    const reader = openPart(source, codec, backend, part);
    const own = everything(reader.read);
    const first = i === 0 ? 0 : own.indexOf("\n") + 1;
    if (i > 0 && first === 0) return [];
    let text = own.slice(first);
    for (const byte = new Uint8Array(1); reader.readOn(byte) === 1; ) {
      text += String.fromCharCode(byte[0]!);
      if (byte[0] === 10) break;
    }
    return text === "" ? [] : text.replace(/\n$/, "").split("\n");
  });
}

function everything(read: (target: Uint8Array) => number): string {
  let text = "";
  const piece = new Uint8Array(5);
  for (let got = 5; got === 5; text += Buffer.from(piece.subarray(0, got)).toString("latin1")) got = read(piece);
  return text;
}

test("a file is one part if that may be of any size, and none if it is empty", () => {
  const count = (path: string, bytes: Uint8Array, partBytes: number) =>
    partsOf(memorySource(path, bytes), codecOf(path, undefined, "test"), backend, partBytes).length;
  for (const [path, packed] of Object.entries({
    x: Buffer.from("abcdefg"),
    "x.gz": gzipSync("abcdefg"),
    "x.bz2": bzip2(Buffer.from("abcdefg"), { blockBytes: 3 }),
  })) {
    assert.equal(count(path, packed, Number.POSITIVE_INFINITY), 1);
  }
  assert.equal(count("x", Buffer.from("abcdefg"), 3), 3);
  assert.equal(count("x.bz2", bzip2(Buffer.from("abcdefg"), { blockBytes: 3 }), 3), 3);
  assert.equal(count("x", Buffer.alloc(0), 3), 0);
  assert.equal(count("x.bz2", bzip2(Buffer.alloc(0)), 3), 0);
});

test("a part of a file is read from a path, and the file is closed", () => {
  const folder = mkdtempSync(join(tmpdir(), "parts-test-"));
  try {
    for (const [name, bytes] of Object.entries({ "x.csv": Buffer.from("a,b\n1,2\n"), "x.csv.bz2": bzip2(Buffer.from("a,b\n1,2\n"), { blockBytes: 6 }) })) {
      const path = join(folder, name);
      writeFileSync(path, bytes);
      const codec = codecOf(path, undefined, "test");
      using source = fileSource(path);
      const [first] = partsOf(source, codec, backend, 6);
      using reader = openFilePart(path, codec, backend, first!);
      assert.equal(everything(reader.read), "a,b\n1,");
      assert.equal(everything(reader.readOn), "2\n");
    }
    writeFileSync(join(folder, "wrong.gz"), "text");
    const open = openFiles();
    assert.throws(() => openFilePart(join(folder, "wrong.gz"), codecOf("x.gz", undefined, "test"), backend, { start: 0, end: 4 }), StorageError);
    assert.throws(() => openFilePart(join(folder, "no"), undefined, backend, { start: 0, end: 4 }), StorageError);
    assert.equal(openFiles(), open);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const openFiles = () => (existsSync("/proc/self/fd") ? readdirSync("/proc/self/fd").length : 0);

test("each line is in one part, whatever the parts", () => {
  const line = fc.string({ unit: fc.constantFrom("a", "b", "7"), maxLength: 12 });
  const text = fc.tuple(fc.array(line, { maxLength: 30 }), fc.boolean()).map(([lines, ends]) => lines.join("\n") + (ends && lines.length > 0 ? "\n" : ""));
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 40 }), (all, partBytes) => {
      const wanted = all === "" ? [] : all.replace(/\n$/, "").split("\n");
      const bytes = Buffer.from(all);
      assert.deepEqual(linesOf("x.csv", bytes, partBytes).flat(), wanted);
      assert.deepEqual(linesOf("x.csv.gz", gzipSync(bytes), partBytes).flat(), wanted);
      assert.deepEqual(linesOf("x.csv.bz2", bzip2(bytes, { blockBytes: partBytes }), 1).flat(), wanted);
    }),
    { numRuns: 100 },
  );
});
