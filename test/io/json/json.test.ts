import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { computeBatches } from "../../../src/engine/compute-batches.ts";
import { writeJson } from "../../../src/engine/frame-formats.ts";
import { ColumnError, DTypeError, ParseError } from "../../../src/index.ts";
import { numberTexts } from "../../../src/io/json/number-texts.ts";
import { type ReadJsonOptions, readJsonExpr } from "../../../src/io/json/ops.ts";
import { jsonLines } from "../../../src/io/json/write-part.ts";
import { fromColumns } from "../../../src/io/objects/from-columns.ts";
import { toObjects } from "../../../src/io/objects/to-objects.ts";

const folder = mkdtempSync(join(tmpdir(), "json-test-"));
after(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);
const file = (name: string, content: string | Uint8Array) => {
  writeFileSync(at(name), content);
  return at(name);
};

async function read(path: string | readonly string[], options: ReadJsonOptions = {}) {
  const x = readJsonExpr(path, options);
  const [batches] = await computeBatches([x]);
  return {
    types: Object.fromEntries(x.params.schema.map(({ name, type }) => [name, type])),
    rows: toObjects(x.params.schema, batches!, { int64: "bigint", times: "text" }),
  };
}

test("types are inferred, and widened over all that was looked at", async () => {
  const path = file("a.jsonl", '{"flag":true,"n":1,"x":1,"s":"a"}\n{"n":true,"x":2.5,"s":null}\r\n\n{"s":1,"big":9007199254740993,"f":1.0,"none":null}');
  const { types, rows } = await read(path);
  assert.deepEqual(types, { flag: "bool", n: "int64", x: "float64", s: "utf8", big: "int64", f: "float64", none: "float64" });
  assert.deepEqual(rows, [
    { flag: true, n: 1n, x: 1, s: "a", big: null, f: null, none: null },
    { flag: null, n: 1n, x: 2.5, s: null, big: null, f: null, none: null },
    { flag: null, n: null, x: null, s: "1", big: 9007199254740993n, f: 1, none: null },
  ]);
});

test("a schema says which keys are read, and as what", async () => {
  const path = file("schema.jsonl", '{"day":"2008-02-29","t":"2008-01-31T12:00:00.5Z","k":"x","i":7,"other":{"a":1}}\n{"i":null,"k":"x"}\n');
  const { rows } = await read(path, { schema: { i: "int8", day: "date", t: "timestamp[us, UTC]", k: "category" } });
  assert.deepEqual(rows, [
    { i: 7, day: "2008-02-29", t: "2008-01-31T12:00:00.500000Z", k: "x" },
    { i: null, day: null, t: null, k: "x" },
  ]);
  assert.throws(
    () => readJsonExpr(path),
    (error) => error instanceof DTypeError && /schema.jsonl, line 1: column "other" is nested/.test(error.message),
  );
  assert.deepEqual((await read(path, { dtype: { other: "utf8" } })).rows[0]!["other"], '{"a":1}');
  assert.throws(
    () => readJsonExpr(path, { dtype: { other: "utf8", z: "int8" } }),
    (error) => error instanceof ColumnError && error.column === "z",
  );
});

test("partitions of any size give the same rows", async () => {
  const rows = Array.from({ length: 40 }, (_, i) => ({ i: BigInt(i), word: "ö".repeat(i % 13), x: i % 5 === 0 ? null : i / 4 }));
  const text = rows.map(({ i, ...row }) => JSON.stringify({ i: Number(i), ...row })).join("\n");
  for (const end of ["", "\n", "\n\n"])
    for (const blocksize of [1, 7, "64B", "1kB", 1e6]) {
      const path = file("many.jsonl", text + end);
      assert.deepEqual((await read(path, { blocksize, dtype: { i: "int64" } })).rows, rows, `${blocksize}`);
    }
  assert.deepEqual((await read(file("many.jsonl.gz", gzipSync(text)))).rows, rows);
});

test("a value that a type does not hold is an error with file, line, column and the schema to paste", async () => {
  const head = Array.from({ length: 30_000 }, (_, i) => `{"n":${i},"word":"w"}`).join("\n");
  const path = file("late.jsonl", `${head}\n${`{"n":1,"word":"w"}\n`.repeat(2000)}{"n":2.5,"word":"w"}\n${head}\n${head}\n`);
  for (const blocksize of [1e5, 1e8])
    await assert.rejects(read(path, { blocksize }), (error) => {
      const cause = error as ParseError;
      assert.ok(cause instanceof ParseError);
      assert.deepEqual([cause.file, cause.line, cause.column, cause.text], [path, 32_001, "n", "2.5"]);
      assert.match(cause.message, /column "n" is int64, which cannot hold 2.5; pass \{ dtype: \{ "n": "float64", "word": "utf8" \} \}/);
      return true;
    });
  assert.equal((await read(path, { infer: "all" })).types["n"], "float64");
  const key = file("key.jsonl", `${head}\n{"other":1}\n${head}\n${head}\n`);
  await assert.rejects(read(key), /key.jsonl, line 30001: no line that was looked at has a key "other"/);
});

test("what is no JSON lines says where", async () => {
  const cases: [string | Uint8Array, RegExp][] = [
    ['{"a":1}\n{"a":', /x.jsonl, line 2: is no JSON/],
    ['{"a":1}\n5', /line 2: 5 is no object/],
    ['[{"a":1}]', /begins with "\[": it is one array/],
    [Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), /no UTF-8/],
  ];
  for (const [content, message] of cases)
    assert.throws(
      () => readJsonExpr(file("x.jsonl", content)),
      (error) => error instanceof ParseError && message.test(error.message),
    );
  assert.deepEqual(await read(file("empty.jsonl", "")), { types: {}, rows: [] });
  assert.deepEqual((await read(file("mark.jsonl", '\ufeff{"a":true}'))).rows, [{ a: true }]);
});

test("half of a surrogate pair is an error with its place, and no other character", async () => {
  const half = (part: object) => (error: unknown) => {
    assert.ok(error instanceof ParseError);
    const { line, column, text, message } = error;
    assert.deepEqual({ line, column, text }, part);
    assert.match(message, /half of a surrogate pair stands alone/);
    return true;
  };
  const path = file("halves.jsonl", '{"a":"x","b":["y"]}\n\n{"a":"\\ud83d\\ude00","b":[]}\n{"a":"q\\ud83d","b":["z","\\ude00q"]}\n');
  await assert.rejects(read(path), half({ line: 4, column: "a", text: "q\ud83d" }));
  await assert.rejects(read(path, { schema: { a: "category" } }), half({ line: 4, column: "a", text: "q\ud83d" }));
  await assert.rejects(read(path, { schema: { b: "list<utf8>" } }), half({ line: 4, column: "b", text: "\ude00q" }));
  await assert.rejects(read(file("half-key.jsonl", '{"a":1}\n{"\\udfff":2}')), half({ line: 2, column: "\udfff", text: "\udfff" }));
  // What is not read is not looked at, and pairs are characters.
  assert.deepEqual((await read(file("unread.jsonl", '{"a":"\\ud83d\\ude00","b":"\\ud83d"}'), { schema: { a: "utf8" } })).rows, [{ a: "😀" }]);
});

test("whole numbers beyond int64 keep their digits, and zero its sign", async () => {
  const path = file(
    "wide.jsonl",
    '{"u":18446744073709551615,"mixed":9223372036854775808,"x":-0.0,"f":9223372036854775808}\n{"u":1,"mixed":-1,"x":0.5,"f":0.5}\n',
  );
  const { types, rows } = await read(path);
  assert.deepEqual(types, { u: "uint64", mixed: "utf8", x: "float64", f: "float64" });
  assert.deepEqual(rows, [
    { u: 18446744073709551615n, mixed: "9223372036854775808", x: -0, f: 2 ** 63 },
    { u: 1n, mixed: "-1", x: 0.5, f: 0.5 },
  ]);
  const { schema, batch } = fromColumns({ x: [-0, 0, 1.5], l: [[-0], [0], []] });
  assert.equal(Buffer.concat([...jsonLines(schema, batch)]).toString(), '{"x":-0.0,"l":[-0.0]}\n{"x":0,"l":[0]}\n{"x":1.5,"l":[]}\n');
  assert.throws(() => readJsonExpr(file("null.jsonl", "null")), /line 1: null is no object; write one object a line/);
});

test("numbers are found as they are written, whatever is around them", () => {
  const line = ' { "a\\"\\\\" : -1.50e3 , "b":"\\"1","c":{"d":[1,"}"]},"e":12345678901234567890,"n":null,"b":2,"a\\"\\\\":"x"} ';
  JSON.parse(line);
  assert.deepEqual(
    [...numberTexts(line)],
    [
      ["c", '{"d":[1,"}"]}'],
      ["e", "12345678901234567890"],
      ["b", "2"],
    ],
  );
  assert.deepEqual([...numberTexts("{}")], []);
});

for (const scheduler of ["synchronous", "threads"] as const)
  test(`${scheduler}: what is written comes back`, async () => {
    const frame = fromColumns(
      {
        i: [1n, null, -(2n ** 63n)],
        u: [2n ** 64n - 1n, null, 0n],
        x: [0.1, null, -1e300],
        flag: [true, null, false],
        word: ['a"\n\\', null, "😀"],
        kind: ["k", null, "k"],
        day: [new Date(0), null, new Date(86400000)],
        t: ["2008-01-31T12:00:00.000001", null, "1960-01-01"],
        zoned: ["2008-01-31T12:00:00+01:00", null, "1960-01-01T00:00:00Z"],
        span: [5n, null, -7n],
      },
      {
        schema: {
          i: "int64",
          u: "uint64",
          x: "float64",
          flag: "bool",
          word: "utf8",
          kind: "category",
          day: "date",
          t: "timestamp[us]",
          zoned: "timestamp[ms, Europe/Paris]",
          span: "duration[s]",
        },
      },
    );
    const schema = Object.fromEntries(frame.schema.map(({ name, type }) => [name, type]));
    const expected = toObjects(frame.schema, [frame.batch], { int64: "bigint", times: "text" });
    const path = file("all.jsonl", Buffer.concat([...jsonLines(frame.schema, frame.batch)]));
    const x = readJsonExpr([path, path], { schema });
    const out = `out-${scheduler}`;
    await writeJson(x, at(out), { scheduler });
    assert.deepEqual((await read(at(out), { schema })).rows, [...expected, ...expected]);
    await writeJson(x, at(`${out}.jsonl`), { scheduler });
    assert.equal(readFileSync(at(`${out}.jsonl`), "utf8"), readFileSync(path, "utf8").repeat(2));
  });

test("a folder without lines says so", () => {
  mkdirSync(at("nothing"));
  assert.throws(() => readJsonExpr(at("nothing")), /without files that end with .jsonl/);
});

test("a folder has compressed files too", async () => {
  mkdirSync(at("packed"));
  file("packed/1.jsonl", '{"a":1}\n');
  file("packed/2.jsonl.gz", gzipSync('{"a":2}\n'));
  assert.deepEqual((await read(at("packed"))).rows, [{ a: 1n }, { a: 2n }]);
});

test("JSON that is read as text keeps its digits", async () => {
  const path = file("digits.jsonl", '{"a":{"b":9007199254740993, "c" : [1 ,"x  y"]},"n":"x"}\n{"a":[9007199254740993 ],"n":1e400}\n{"a":{"b" : 1}}\n');
  const { rows } = await read(path, { dtype: { a: "utf8" } });
  assert.deepEqual(rows, [
    { a: '{"b":9007199254740993,"c":[1,"x  y"]}', n: "x" },
    { a: "[9007199254740993]", n: "1e400" },
    { a: '{"b":1}', n: null },
  ]);
});

test("what is no UTF-8 says where, and what it looks like", async () => {
  const schema = { a: "utf8" } as const;
  const odd = file("odd.jsonl", Buffer.concat([Buffer.from('{"a":"x"}\n'.repeat(500)), Buffer.from('{"a":"\xe9"}\n{"a":"y"}', "latin1")]));
  await assert.rejects(
    read(odd, { schema, blocksize: 1000 }),
    (error) => error instanceof ParseError && error.line === 501 && /odd\.jsonl, line 501: there are bytes/.test(error.message),
  );
  assert.throws(() => readJsonExpr(file("packed.jsonl", gzipSync('{"a":1}\n'))), /is no UTF-8, it looks like gzip: pass \{ compression: "gzip" \}$/);
});
