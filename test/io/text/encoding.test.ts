import assert from "node:assert/strict";
import { isUtf8 } from "node:buffer";
import { test } from "node:test";
import fc from "fast-check";
import { openPart } from "../../../src/io/compression/parts.ts";
import { readAll } from "../../../src/io/compression/whole.ts";
import { memorySource } from "../../../src/io/files/read.ts";
import { encodingOf, textOf } from "../../../src/io/text/encoding.ts";
import { windows1252Table } from "../../../src/io/text/single-byte.ts";
import { utf8Prefix } from "../../../src/io/text/utf8.ts";
import { allBackends, loadBackend } from "../../../src/kernels/load.ts";
import { type ChunkwiseError, StorageError } from "../../../src/util/errors.ts";

const best = loadBackend();
const backends = allBackends().filter((backend) => backend.has("text/single-byte", "uint8"));
const everyByte = Buffer.from(Array.from({ length: 256 }, (_, i) => i));

function read(name: string, bytes: Uint8Array, backend = best): string {
  const source = memorySource("x.txt", bytes);
  const part = openPart(source, undefined, backend, { start: 0, end: bytes.length });
  return Buffer.from(readAll(encodingOf(name, "test").open(part, "x.txt", backend), "x.txt", 10)).toString("utf8");
}

test("latin1 is the first 256 characters, not windows-1252", () => {
  const wanted = everyByte.toString("latin1");
  for (const backend of backends) for (const name of ["latin1", "Latin-1", "ISO-8859-1", "iso8859_1"]) assert.equal(read(name, everyByte, backend), wanted);
});

test("other encodings with a byte a character are what Python makes of them", () => {
  // bytes([0x80, 0x92, 0xa4, 0xe9, 0xff]).decode(name)
  const answers: { readonly [name: string]: string } = {
    "windows-1252": "€’¤éÿ",
    cp1252: "€’¤éÿ",
    cp1251: "Ђ’¤йя",
    "iso-8859-15": "\x80\x92€éÿ",
    iso8859_2: "\x80\x92¤é˙",
    "koi8-r": "─▓╓ИЪ",
    cp1250: "€’¤é˙",
    mac_cyrillic: "АТ§й€",
  };
  for (const [name, wanted] of Object.entries(answers)) assert.equal(read(name, Buffer.from([0x80, 0x92, 0xa4, 0xe9, 0xff])), wanted, name);
  assert.throws(
    () => read("iso-8859-3", Buffer.from([0x41, 0xa5])),
    new StorageError("x.txt", "is not iso-8859-3: byte 0xa5 at 1 of its text is no character there"),
  );
});

test("latin1 of any length and content is what Node.js makes of it", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.uint8Array({ maxLength: 70 }), fc.uint8Array({ maxLength: 200, max: 127 })), { maxLength: 6 }), (parts) => {
      const bytes = Buffer.concat(parts);
      for (const backend of backends) assert.equal(read("latin1", bytes, backend), bytes.toString("latin1"));
    }),
  );
  const long = Buffer.alloc(300_000, Buffer.from("aé"));
  assert.equal(read("latin1", long), long.toString("latin1"));
});

test("where there is no room a kernel goes on later", () => {
  const bytes = Buffer.from("na\xefve caf\xe9, \x80 1", "latin1");
  for (const backend of backends) {
    for (let room = 3; room < 40; room++) {
      const state = new Float64Array(2);
      const out = Buffer.alloc(room);
      let text = Buffer.alloc(0);
      let status = 1;
      while (status === 1) {
        status = backend.run("text/single-byte", "uint8", { n: bytes.length, inputs: [bytes, windows1252Table], outputs: [out], state });
        text = Buffer.concat([text, out.subarray(0, state[1])]);
      }
      assert.equal(text.toString("utf8"), "naïve café, € 1");
    }
  }
});

test("a byte order mark is skipped, and says which order it is", () => {
  const text = "añ€😀\n";
  const little = Buffer.from(text, "utf16le");
  const big = Buffer.from(little).swap16();
  const mark = (...bytes: number[]) => Buffer.from(bytes);
  assert.equal(read("utf-8", Buffer.from(text)), text);
  assert.equal(read("utf-8", Buffer.concat([mark(0xef, 0xbb, 0xbf), Buffer.from(text)])), text);
  assert.equal(read("utf-8", mark(0xef, 0xbb)), "\ufffd");
  assert.equal(read("utf-8", mark(0xef, 0xbb, 0xbf)), "");
  assert.equal(read("utf-8", Buffer.alloc(0)), "");
  assert.equal(read("utf16", Buffer.concat([mark(0xff, 0xfe), little])), text);
  assert.equal(read("utf16", Buffer.concat([mark(0xfe, 0xff), big])), text);
  assert.equal(read("utf16", little), text);
  assert.equal(read("utf-16-be", big), text);
  assert.equal(read("UTF_16_LE", little), text);
});

test("encodings that Node.js knows are decoded piece by piece", () => {
  const word = Buffer.from([0x93, 0xfa, 0x96, 0x7b]);
  assert.equal(read("shift_jis", Buffer.alloc(400_001, Buffer.concat([Buffer.from("a"), word]))).slice(0, 6), "a日本a日本");
  assert.equal(read("koi8-r", Buffer.from([0xd2, 0xd5, 0xd3])), "рус");
});

test("what is no text in its encoding is an error that names the file", () => {
  assert.throws(
    () => read("shift_jis", Buffer.from([0x41, 0x93])),
    new StorageError("x.txt", "is not shift_jis: there is no such character between bytes 0 and 2 of its text"),
  );
  assert.throws(() => read("utf-16", Buffer.from([0x00, 0xd8, 0x41, 0x00])), StorageError);
  assert.throws(() => read("utf-16", Buffer.from([0x41])), StorageError);
  assert.throws(
    () => encodingOf("utf-33", "readCsv"),
    (error: ChunkwiseError) => error.code === "OPTION" && /readCsv: encoding "utf-33" is not known/.test(error.message),
  );
});

test("parts of a file are decoded as it would be", () => {
  const bytes = Buffer.from("é;à;ç\n".repeat(50), "latin1");
  const source = memorySource("x.txt", bytes);
  for (const name of ["latin1", "windows-1252"]) {
    for (const cut of [0, 1, 7, 150, 300]) {
      const encoding = encodingOf(name, "test");
      const first = textOf(openPart(source, undefined, best, { start: 0, end: cut }), encoding, "x.txt", best, true);
      const second = textOf(openPart(source, undefined, best, { start: cut, end: 300 }), encoding, "x.txt", best, false);
      const parts = [first.read, first.readOn, second.read, second.readOn].map((fill) => Buffer.from(readAll({ read: fill }, "x.txt", 1)).toString("utf8"));
      assert.deepEqual(parts, [bytes.subarray(0, cut).toString("latin1"), bytes.subarray(cut).toString("latin1"), bytes.subarray(cut).toString("latin1"), ""]);
    }
  }
  assert.deepEqual(
    ["utf-8", "latin1", "windows-1252", "koi8-r", "utf-16", "shift_jis", "gb18030", "utf-16be"].map((name) => encodingOf(name, "test").splits),
    [true, true, true, true, false, false, false, false],
  );
});

/** The longest start of bytes that Node.js takes for UTF-8, character by character. */
function prefixOf(bytes: Uint8Array): number {
  let at = 0;
  for (;;) {
    const length = [1, 2, 3, 4].find((count) => at + count <= bytes.length && isUtf8(bytes.subarray(at, at + count)));
    if (length === undefined) return at;
    at += length;
  }
}

test("UTF-8 is whole up to the byte where it stops to be, for every character and wherever that is", () => {
  const edges = [
    0, 0x41, 0x7f, 0x80, 0x7ff, 0x800, 0xfff, 0x1000, 0xcfff, 0xd000, 0xd7ff, 0xe000, 0xfeff, 0xffff, 0x10000, 0x3ffff, 0x40000, 0xfffff, 0x100000, 0x10ffff,
  ];
  const good = edges.map((code) => Buffer.from(String.fromCodePoint(code)));
  const bad = [
    "80",
    "bf",
    "c0",
    "c080",
    "c1bf",
    "e08080",
    "e09fbf",
    "eda080",
    "edbfbf",
    "f0808080",
    "f08fbfbf",
    "f4908080",
    "f5808080",
    "f8",
    "ff",
    "c3",
    "c341",
    "e282",
    "e28241",
    "f09f98",
    "f09f9841",
    "e2c3a9",
    "f0c3a9",
  ];
  const pieces = [...good, ...bad.map((hex) => Buffer.from(hex, "hex"))];
  for (const backend of backends) {
    for (const before of [0, 1, 2, 3, 15, 16, 61, 62, 63, 64, 128]) {
      for (const filler of ["a", "é", "€", "😀"]) {
        for (const piece of pieces) {
          const bytes = Buffer.concat([Buffer.from(filler.repeat(before)), piece, Buffer.alloc(before % 3 === 0 ? 0 : 70, "z")]);
          const { length, isCut } = utf8Prefix(bytes, backend);
          assert.equal(length, prefixOf(bytes), `${backend.isa}: ${before} of ${filler}, then ${piece.toString("hex")}`);
          // A few bytes more would have made a character of it.
          if (isCut) assert.ok(["80", "8080", "a080", "908080"].some((more) => isUtf8(Buffer.concat([bytes, Buffer.from(more, "hex")]))));
        }
      }
    }
  }
});

test("UTF-8 with anything put into it is whole as far as Node.js says", () => {
  const text = fc.string({ unit: "binary", maxLength: 150 }).map((characters) => Buffer.from(characters));
  fc.assert(
    fc.property(text, fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 3 }), (bytes, changes) => {
      for (const [at, byte] of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte;
      for (const backend of backends) assert.equal(utf8Prefix(bytes, backend).length, prefixOf(bytes));
    }),
    { numRuns: 100 },
  );
});
