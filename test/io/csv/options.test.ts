import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createReadStream, createWriteStream, readdirSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { test } from "node:test";
import { brotliCompressSync, createGzip, gzipSync } from "node:zlib";
import type { ReadCsvOptions } from "../../../src/io/csv/options.ts";
import { loadBackend } from "../../../src/kernels/load.ts";
import { readCsv } from "../../../src/ops/frame/read-csv.ts";
import { ColumnError, DTypeError, formatBytes, ParseError, StorageError } from "../../../src/util/errors.ts";
import { packageRoot } from "../../../src/util/package-root.ts";
import { fileOf, readRows, scanOf, scanRows } from "./csv-file.ts";

const typesOf = (text: string, options: ReadCsvOptions = {}) => Object.fromEntries(scanOf(fileOf(text), options).schema.map(({ name, type }) => [name, type]));

test("types are the narrowest that hold what samples have", () => {
  const text = "i,f,s,b,n,big,huge,mixed,neg\n1,1.5,x,True,,9223372036854775808,1,1,-1\nNA,2,5,false,NA,1,99999999999999999999,True,18446744073709551615\n";
  assert.deepEqual(typesOf(text), { i: "int64", f: "float64", s: "utf8", b: "bool", n: "float64", big: "uint64", huge: "utf8", mixed: "utf8", neg: "utf8" });
  assert.deepEqual(typesOf("a,b\n2008-01-02,x\n"), { a: "utf8", b: "utf8" });
  assert.deepEqual(typesOf("a,b\n2008-01-02,x\n", { parseDates: true }), { a: "timestamp[us]", b: "utf8" });
  assert.deepEqual(typesOf("a,b\n2008-01-02 03:04:05.1234567,x\n", { parseDates: true }), { a: "timestamp[ns]", b: "utf8" });
  assert.deepEqual(typesOf("a,b\n2008-01-02,x\n", { parseDates: ["a"], dtype: { b: "category" } }), { a: "timestamp[us]", b: "category" });
});

test("0 and 1 are booleans only where someone says so", () => {
  assert.deepEqual(typesOf("a,b,c\nTrue,0,1\n1,False,0\n"), { a: "utf8", b: "utf8", c: "int64" });
  assert.deepEqual(readRows(fileOf("a\nTrue\n0\n"), { dtype: { a: "bool" } }), [[true], [false]]);
  const late = fileOf(`a\n${"True\n".repeat(60_000)}1\n${"True\n".repeat(60_000)}`);
  assert.throws(() => readRows(late), /line 60002: column "a" is bool, which cannot hold "1"; pass \{ dtype: \{ a: "utf8" \} \}/);
  assert.equal(readRows(late, { dtype: { a: "bool" } }).length, 120_001);
});

test("a type holds in every file, in its middle and at its end", () => {
  const ints = `a\n${"1\n".repeat(200_000)}`;
  const files = [fileOf(ints), fileOf(`${ints}1.5\n`)];
  assert.equal(scanOf(files).schema[0]!.type, "float64");
  const middle = `a\n${"1\n".repeat(205_000)}x\n${"1\n".repeat(200_000)}`;
  assert.equal(scanOf(fileOf(middle)).schema[0]!.type, "utf8");
});

test("a later value that the type cannot hold names file, line, column and text, and prints the types to paste", () => {
  const path = fileOf(`id,Tail Num,n\n${"1,2,3\n".repeat(60_000)}1,"N12\n3",3\n${"1,2,3\n".repeat(200_000)}`);
  const failing = () => readRows(path, { blocksize: 100_000 });
  assert.throws(failing, (error: ParseError) => {
    assert.ok(error instanceof ParseError);
    assert.deepEqual([error.file, error.line, error.column, error.text], [path, 60_002, "Tail Num", '"N12\n3"']);
    assert.match(error.message, /dtype: \{ id: "int64", "Tail Num": "utf8", n: "int64" \}/);
    return true;
  });
  const rows = readRows(path, { infer: "all", blocksize: 100_000 });
  assert.deepEqual([rows.length, rows[60_000]], [260_001, [1n, "N12\n3", 3n]]);
  assert.deepEqual(readRows(path, { dtype: { "Tail Num": "utf8" }, blocksize: 100_000 }), rows);
});

test("the types to paste are such that can hold the value, and nobody is told to look again where the type was said", () => {
  const late = (value: string, options: ReadCsvOptions) => () =>
    readRows(fileOf(`a\n${"2020-01-01\n".repeat(9000)}${value}\n${"2020-01-01\n".repeat(9000)}`), options);
  assert.throws(
    late("2020-01-01 10:00:00.123456789", { parseDates: true }),
    /pass \{ dtype: \{ a: "timestamp\[ns\]" \} \}, or \{ infer: "all" \} to look at every value first$/,
  );
  assert.throws(late("2020-01-01 10:00:00.123456789", { parseDates: ["a"] }), /pass \{ dtype: \{ a: "timestamp\[ns\]" \} \}$/);
  assert.throws(late("2020-01-01 10:00", { dtype: { a: "date" } }), /pass \{ dtype: \{ a: "timestamp\[us\]" \} \}$/);
  assert.throws(late("2020-01-32", { dtype: { a: "date" } }), /pass \{ dtype: \{ a: "utf8" \} \}$/);
});

test("names come from the file or from the caller", () => {
  const names = (text: string, options: ReadCsvOptions = {}) => scanOf(fileOf(text), options).columns;
  assert.deepEqual(names("a,a,,b,a\n1,2,3,4,5\n"), ["a", "a.1", "Unnamed: 2", "b", "a.2"]);
  assert.deepEqual(names("a,a.1,a\n1,2,3\n"), ["a", "a.1", "a.2"]);
  assert.deepEqual(names("1,2\n", { header: null }), ["0", "1"]);
  assert.deepEqual(names("1,2\n", { names: ["x", "__proto__"] }), ["x", "__proto__"]);
  assert.deepEqual(names("x\ny\na,b\n1,2\n", { header: 2 }), ["a", "b"]);
  assert.deepEqual(names('"un,closed"\n# x\na,b\n1,2\n', { skiprows: 2 }), ["a", "b"]);
  assert.deepEqual(readRows(fileOf("1,2\n3,4\n"), { names: ["x", "__proto__"], blocksize: 1 }), [
    [1n, 2n],
    [3n, 4n],
  ]);
  assert.deepEqual(readRows(fileOf("a,b\n1,2\n"), { names: ["x", "y"], header: 0 }), [[1n, 2n]]);
  assert.deepEqual(readRows(fileOf("1,2\n"), { names: ["x", "y", "z"] }), [[1n, 2n, null]]);
});

test("names that are no UTF-8 are an error that says what the file may be", () => {
  const latin1 = fileOf(Buffer.from("\xe9t\xe9,b\n1,2\n", "latin1"));
  assert.throws(() => scanOf(latin1), { name: "ParseError", file: latin1, message: /the names of columns are no UTF-8; pass \{ encoding: "latin1" \}/ });
  assert.deepEqual(scanOf(latin1, { encoding: "latin1" }).columns, ["\xe9t\xe9", "b"]);
  assert.deepEqual(scanOf(latin1, { names: ["a", "b"], header: 0 }).columns, ["a", "b"]);
  assert.deepEqual(scanOf(fileOf(Buffer.from("# \xe9\na,b\n1,2\n", "latin1")), { skiprows: 1 }).columns, ["a", "b"]);
  const packed = fileOf(gzipSync("a,b\n1,2\n"));
  assert.throws(() => scanOf(packed), { name: "ParseError", message: /it looks like gzip: pass \{ compression: "gzip" \}/ });
  assert.throws(() => scanOf(latin1, { usecols: "b" as never }), { code: "OPTION", message: /columns is a list of names, not "b"/ });
});

test("columns are chosen by name, in any order, of files with any order", () => {
  const files = [fileOf("a,b,c\n1,2,3\n"), fileOf("c,b,a\n6,5,4\n"), fileOf("b,c,d\n8,9,x\n")];
  assert.deepEqual(readRows(files.slice(0, 2)), [
    [1n, 2n, 3n],
    [4n, 5n, 6n],
  ]);
  assert.deepEqual(readRows(fileOf("a;b;c\n1;2,5;3\n"), { sep: ";", usecols: ["c", "b"] }), [[3n, "2,5"]]);
  assert.deepEqual(readRows(files, { columns: ["c", "b"] }), [
    [3n, 2n],
    [6n, 5n],
    [9n, 8n],
  ]);
  assert.deepEqual(readRows(files, { schema: { c: "float64", b: "utf8" } }), [
    [3, "2"],
    [6, "5"],
    [9, "8"],
  ]);
  assert.throws(() => scanOf(files), ColumnError);
  assert.deepEqual(readRows(files.slice(0, 2), { columns: ["a"], includePath: "from" }), [
    [1n, files[0]!],
    [4n, files[1]!],
  ]);
});

test("records with too many fields are errors, or left out", () => {
  const path = fileOf('a,b\n1,2\n3,4,5\n6,7\n"8\n",9,,\n');
  assert.throws(
    () => readRows(path),
    (error: ParseError) => error instanceof ParseError && error.line === 3 && /3 fields where there are 2/.test(error.message),
  );
  assert.deepEqual(readRows(path, { onBadLines: "skip", blocksize: 4 }), [
    [1n, 2n],
    [6n, 7n],
  ]);
});

test("records that are left out are told of if that is asked for, with file and number", async () => {
  const path = fileOf("a,b\n1,2\n3,4,5\n6,7,8\n9,0\n");
  const warned = new Promise<Error>((resolve) => process.once("warning", resolve));
  assert.deepEqual(readRows(path, { onBadLines: "warn", includePath: true }), [
    [1n, 2n, path],
    [9n, 0n, path],
  ]);
  assert.equal((await warned).message, `readCsv: ${path}: left out 2 records with more than 2 fields`);
  assert.equal(scanOf(path, { onBadLines: "skip", includePath: true }).includePath, "path");
});

test("files in every compression are read as they were", () => {
  const rows = Array.from({ length: 6000 }, (_, i) => [BigInt(i % 150), BigInt(((i % 150) * (i % 150)) % 997), "UA", "SFO", null, BigInt((i % 150) % 7)]);
  const schema = { i: "int64", x: "int64", c: "utf8", o: "category", n: "float64", d: "int64" };
  const folder = join(packageRoot, "test/io/compression/frames");
  for (const ending of ["zst", "lz4", "xz"]) {
    const [path, options] = [join(folder, `lines.${ending}`), { names: Object.keys(schema), dtype: schema }];
    assert.deepEqual(readRows(path, options), rows, ending);
    assert.deepEqual(readRows(path, { ...options, compression: ending === "zst" ? "zstd" : (ending as "xz"), blocksize: 20_000 }), rows, ending);
  }
  const brotli = fileOf(brotliCompressSync("a,b\n1,2\n"), "some.csv.br");
  assert.deepEqual(readRows(brotli), [[1n, 2n]]);
});

test("a filter keeps rows and needs no column of the result", () => {
  const scan = scanOf(fileOf("a,b,c\n1,x,5\n2,y,6\n3,x,7\n"));
  const filter = {
    call: "eq",
    args: [
      { column: "b", type: "utf8" },
      { value: "x", type: "utf8" },
    ],
    params: {},
    type: "bool",
  } as const;
  assert.deepEqual(scanRows({ ...scan, filter, columns: ["c"] }), [[5n], [7n]]);
  const absorbed = readCsv(scan).op.absorb!(readCsv(scan), {
    ...readCsv(scan),
    op: { name: "frame/filter", infer: () => readCsv(scan).meta },
    params: { predicate: filter },
  });
  assert.deepEqual(scanRows(absorbed!.params as never), [
    [1n, "x", 5n],
    [3n, "x", 7n],
  ]);
});

test("files may be compressed, and in any encoding", async () => {
  const text = `a,b\n${Array.from({ length: 5000 }, (_, i) => `${i},é${i}\n`).join("")}`;
  const plain = fileOf(text);
  const rows = readRows(plain);
  await pipeline(createReadStream(plain), createGzip(), createWriteStream(`${plain}.gz`));
  assert.deepEqual(readRows(`${plain}.gz`, { blocksize: 1000 }), rows);
  assert.deepEqual(readRows(fileOf(Buffer.from(`\ufeff${text}`, "utf16le")), { encoding: "utf-16", blocksize: 1000 }), rows);
  assert.deepEqual(readRows(fileOf(Buffer.from(text, "latin1")), { encoding: "windows-1252", blocksize: 1000 }), rows);
});

const bzip2 = spawnSync("bzip2", ["--version"]);

test("the blocks of a bzip2 file are partitions, also with quotes", { skip: bzip2.error ? "there is no bzip2" : false }, () => {
  for (const name of ["plain", '"a, b\n"']) {
    const plain = fileOf(`a,b\n${Array.from({ length: 60_000 }, (_, i) => `${(i * 7919) % 10_007},${i % 50 === 7 ? name : i}\n`).join("")}`);
    spawnSync("bzip2", ["-k", "-1", plain]);
    const scan = scanOf(`${plain}.bz2`, { blocksize: 100_000 });
    assert.ok(scan.files[0]!.parts.length > 2);
    assert.deepEqual(scanRows(scan), readRows(plain));
  }
});

const malformed: readonly [what: string, content: string | Buffer, options: ReadCsvOptions, error: new (...args: never) => Error, message: RegExp][] = [
  ["an empty file", "", {}, ParseError, /is empty/],
  ["a file of blank lines", "\n\n", {}, ParseError, /has no line 1/],
  ["a quote that is never closed", 'a,b\n1,"2\n3,4\n', {}, ParseError, /line 2: the quoted field that begins/],
  ["an escape at the end", "a,b\n1,2\\", { escape: "\\" }, ParseError, /not closed/],
  ["zeros", Buffer.concat([Buffer.from("a,b\n1,"), Buffer.alloc(5), Buffer.from("\n")]), { dtype: { b: "int64" } }, ParseError, /line 2/],
  ["another file altogether", Buffer.from([0x1f, 0x8b, 8, 0, 255, 254, 253, 10, 44, 44, 10, 200, 10]), { onBadLines: "error" }, ParseError, /line/],
  ["an unknown column in dtype", "a\n1\n", { dtype: { b: "int64" } }, ColumnError, /dtype: no column "b"; there are "a"/],
  ["an unknown column in columns", "a\n1\n", { columns: ["b"] }, ColumnError, /columns/],
  ["an unknown type", "a\n1\n", { dtype: { a: "int65" } }, DTypeError, /int65/],
  ["a duration", "a\n1\n", { dtype: { a: "duration[us]" } }, DTypeError, /duration/],
  ["a delimiter of two characters", "a\n1\n", { delimiter: "||" }, Error, /delimiter is one ASCII character/],
  ["a delimiter that is the quote", "a\n1\n", { delimiter: '"' }, Error, /different characters/],
  ["words for missing values by column", "a\n1\n", { naValues: { a: ["x"] } } as unknown as ReadCsvOptions, Error, /naValues is a word or a list of words/],
  ["an unknown option", "a\n1\n", { delimeter: ";" } as ReadCsvOptions, Error, /no option "delimeter"/],
  ["no blocksize", "a\n1\n", { blocksize: 0 }, Error, /blocksize/],
  ["too few names", "1,2\n", { names: ["a"] }, ParseError, /2 fields, and 1 names/],
  ["a type that does not fit", "a\n1\nx\n", { dtype: { a: "int8" } }, ParseError, /line 3: column "a" is int8, which cannot hold "x"/],
];

for (const [what, content, options, type, message] of malformed) {
  test(`${what} is an error that says so`, () => {
    assert.throws(
      () => readRows(fileOf(content), options),
      (error: Error) => {
        assert.ok(error instanceof type, String(error));
        assert.match(error.message, message);
        return true;
      },
    );
  });
}

test("a quote that is never closed is found in whatever part it is, and no part after it gives rows", () => {
  const path = fileOf(`a,b\n${'"x",1\n'.repeat(1000)}"y,2\n${"z,3\n".repeat(1000)}`);
  for (const blocksize of [50, 700, 5000]) {
    assert.throws(
      () => readRows(path, { blocksize, dtype: "utf8" }),
      (error: ParseError) => error instanceof ParseError && error.line === 1002,
    );
  }
});

test("a record that goes on for ever is an error with its line, and not all of the file in memory", () => {
  const { maxBytes } = loadBackend();
  const longest = maxBytes === undefined ? "128 MiB" : formatBytes(Math.floor(maxBytes / 32));
  const path = fileOf('a,b\n1,x\n2,"');
  truncateSync(path, 2 ** 27 + 2 ** 16);
  assert.throws(
    () => readRows(path, { schema: { a: "int64", b: "utf8" } }),
    (error: ParseError) => error instanceof ParseError && error.line === 3 && error.message.includes(`is not closed within ${longest}, or`),
  );
});

test("a record of seven million bytes is read, on every build", () => {
  const text = "x".repeat(7e6);
  const rows = readRows(fileOf(`a,b\n1,"${text}"\n`), { schema: { a: "int64", b: "utf8" } });
  assert.ok(rows.flat().includes(text));
});

test("a file that is not there, or has changed, is an error", () => {
  assert.throws(() => readRows("/nowhere.csv"), StorageError);
  const path = fileOf("a\n1\n", "changing.csv");
  const scan = scanOf(path);
  fileOf("a\n12\n", "changing.csv");
  assert.throws(() => scanRows(scan), /has changed/);
});

test("files that are not what they seem to be are closed", { skip: process.platform !== "linux" }, () => {
  const open = () => readdirSync("/proc/self/fd").length;
  const before = open();
  for (const ending of [".gz", ".bz2", ".zst", ".lz4"]) {
    const path = fileOf("a,b\n1,2\n", ending);
    for (let i = 0; i < 5; i++) assert.throws(() => readRows(path), StorageError);
  }
  assert.equal(open(), before);
});
