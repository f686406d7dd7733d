import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { codecOf, codecs, openBytes } from "../../../src/io/compression/codecs.ts";
import { readAll } from "../../../src/io/compression/whole.ts";
import { memorySource } from "../../../src/io/files/read.ts";
import { loadBackend } from "../../../src/kernels/load.ts";
import { ChunkwiseError, StorageError } from "../../../src/util/errors.ts";
import { packageRoot } from "../../../src/util/package-root.ts";

const backend = loadBackend();
const fixture = (name: string) => readFileSync(join(packageRoot, "test/io/compression/frames", name));

const lines = Array.from({ length: 150 }, (_, i) => `${i},${(i * i) % 997},UA,SFO,NA,${i % 7}\n`).join("");
const whole = Buffer.from(lines.repeat(40));
const noise = Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * i * 31 + Math.floor(i / 7)) % 251));

/** Names end as their codecs want. */
const files: { readonly [name: string]: readonly [packed: Buffer, text: Buffer] } = {
  "lines.gz": [gzipSync(whole), whole],
  "members.gz": [Buffer.concat([gzipSync(whole.subarray(0, 200)), gzipSync(""), gzipSync(whole.subarray(200)), Buffer.alloc(20)]), whole],
  "lines.br": [brotliCompressSync(whole), whole],
  ...Object.fromEntries(
    ["lines.zst", "lines-unchecked.zst", "frames.zst", "lines.lz4", "linked.lz4", "independent.lz4", "frames.lz4", "lines.xz"].map((name) => [
      name,
      [fixture(name), whole],
    ]),
  ),
  "noise.zst": [fixture("noise.zst"), noise],
  "noise.lz4": [fixture("noise.lz4"), noise],
  "empty.zst": [fixture("empty.zst"), Buffer.alloc(0)],
  "empty.lz4": [fixture("empty.lz4"), Buffer.alloc(0)],
};
/** What no checksum guards may be wrong without anyone noticing. */
const unguarded = new Set(["lines.br", "lines-unchecked.zst", "independent.lz4"]);

function open(name: string, bytes: Uint8Array) {
  return openBytes(memorySource(name, bytes), codecOf(name, "infer", "test"), backend);
}

for (const [name, [packed, text]] of Object.entries(files)) {
  test(`${name} is read, whatever is asked for at once`, () => {
    for (const pieceBytes of [1, 7, 1000, 65536, 2 ** 20]) {
      const reader = open(name, packed);
      const pieces: Buffer[] = [];
      for (;;) {
        const piece = Buffer.alloc(pieceBytes);
        const got = reader.read(piece);
        pieces.push(piece.subarray(0, got));
        if (got < pieceBytes) break;
      }
      assert.equal(reader.read(Buffer.alloc(10)), 0);
      assert.ok(Buffer.concat(pieces).equals(text));
    }
  });

  test(`${name}, cut anywhere, is an error that names it`, () => {
    const step = Math.ceil(packed.length / 60);
    for (let length = 0; length < packed.length; length += step) {
      const isWhole = attempt(name, packed.subarray(0, length));
      // Cut between frames, or in the zeros after the last, it is whole.
      if (isWhole !== undefined) assert.ok(/frames|members/.test(name) && text.subarray(0, isWhole.length).equals(isWhole), `${name} cut to ${length}`);
    }
  });

  test(`${name} with a wrong bit is an error or the same`, () => {
    const step = Math.ceil((8 * packed.length) / 150);
    for (let bit = 0; bit < 8 * packed.length; bit += step) {
      const wrong = Buffer.from(packed);
      wrong[bit >> 3]! ^= 1 << (bit & 7);
      const read = attempt(name, wrong);
      if (!unguarded.has(name) && read !== undefined) assert.ok(text.equals(read), `${name}, bit ${bit}`);
    }
  });
}

/** What is read, or nothing if that is a proper error. */
function attempt(name: string, bytes: Uint8Array): Uint8Array | undefined {
  try {
    return readAll(open(name, bytes), name, 2 ** 16);
  } catch (error) {
    assert.ok(error instanceof StorageError, String((error as Error).stack));
    assert.ok(error.message.includes(name));
    return undefined;
  }
}

test("what is written is read", async () => {
  for (const { name, endings, compress, prepare } of codecs) {
    if (compress === undefined) continue;
    await prepare?.();
    for (const text of [Buffer.alloc(0), whole, noise]) assert.ok(text.equals(readAll(open(`x${endings[0]}`, compress(text)), name, 1)), name);
  }
});

test("the end of a name says how a file is compressed, unless one says it", () => {
  const nameOf = (path: string, compression: Parameters<typeof codecOf>[1] = "infer") => codecOf(path, compression, "test")?.name;
  assert.equal(nameOf("a/b.csv.gz"), "gzip");
  assert.equal(nameOf("a/B.CSV.BZ2"), "bz2");
  assert.equal(nameOf("a.zst"), "zstd");
  assert.equal(nameOf("gz"), undefined);
  assert.equal(nameOf("a.csv"), undefined);
  assert.equal(nameOf("a.csv", "xz"), "xz");
  assert.equal(nameOf("a.csv", "gz"), "gzip");
  assert.equal(nameOf("a.gz", "none"), undefined);
  assert.equal(nameOf("a.gz", null), undefined);
  assert.throws(() => nameOf("a.gz", "zip"), new ChunkwiseError("OPTION", 'test: compression "zip" is none of infer, none, gzip, bz2, zstd, lz4, xz, brotli'));
});

test("a file that is something else is an error that says what it is", () => {
  assert.throws(() => open("a.gz", fixture("lines.zst")), /a\.gz: is not gzip data: it looks like zstd; say compression: "zstd"/);
  assert.throws(() => open("a.bz2", Buffer.from("a,b\n1,2\n")), /it does not begin as such data does; if it is text, say compression: "none"/);
  assert.throws(() => open("a.lz4", Buffer.alloc(0)), /a\.lz4: is not lz4 data: it is empty/);
});
