import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { dd } from "../../../src/index.ts";

const folder = mkdtempSync(join(tmpdir(), "json-lists-test-"));
after(() => rmSync(folder, { recursive: true }));
const path = join(folder, "x.jsonl");
const lines = (...rows: readonly string[]) => {
  writeFileSync(path, rows.map((row) => `${row}\n`).join(""));
  return path;
};

test("arrays are lists of what stands in them, long integers with all their digits", async () => {
  const frame = dd.readJson(
    lines(
      '{"a":[1,2],"b":[[1],[2.0]],"c":[],"d":[12345678901234567890123,"x",true],"e":[9007199254740993,null]}',
      '{"a":null,"b":[],"c":null,"d":["y"],"e":[true]}',
      '{"b":[null]}',
    ),
  );
  assert.deepEqual(frame.dtypes, { a: "list<int64>", b: "list<list<float64>>", c: "list<float64>", d: "list<utf8>", e: "list<int64>" });
  assert.deepEqual(await frame.toObjects({ int64: "bigint" }), [
    { a: [1n, 2n], b: [[1], [2]], c: [], d: ["12345678901234567890123", "x", "true"], e: [9007199254740993n, null] },
    { a: null, b: [], c: null, d: ["y"], e: [1n] },
    { a: null, b: [null], c: null, d: null, e: null },
  ]);
});

test("lists are written as arrays and read again, times by the type that is said", async () => {
  const rows = [
    { n: [1n, 9007199254740993n, null], t: [new Date(0)], s: ['"', null] },
    { n: null, t: [], s: [] },
  ];
  const schema = { n: "list<int64>", t: "list<timestamp[ms]>", s: "list<utf8>" } as const;
  await dd.fromObjects(rows, { schema }).toJson(path);
  assert.equal(readFileSync(path, "utf8"), '{"n":[1,9007199254740993,null],"t":["1970-01-01T00:00:00"],"s":["\\"",null]}\n{"n":null,"t":[],"s":[]}\n');
  assert.deepEqual(await dd.readJson(path, { schema }).toObjects({ int64: "bigint" }), rows);
});

test("what is no list all over is refused by file and line, and read as text if that is said", async () => {
  for (const [rows, line] of [
    [['{"a":[1]}', '{"a":2}'], 2],
    [['{"a":2}', '{"a":[1]}'], 2],
    [['{"a":[1]}', '{"a":[{"x":1}]}'], 2],
    [['{"a":[[1]]}', '{"a":[1]}'], 2],
  ] as const)
    assert.throws(() => dd.readJson(lines(...rows)), new RegExp(`x\\.jsonl, line ${line}: column "a" is nested; \\{ dtype: \\{ "a": "utf8" \\} \\}`));
  assert.deepEqual(await dd.readJson(lines('{"a":[1,{"x":[2]}]}', '{"a":3}'), { dtype: { a: "utf8" } }).toColumns(), { a: ['[1,{"x":[2]}]', "3"] });
  await assert.rejects(
    dd.readJson(lines('{"a":[1,"x"]}'), { schema: { a: "list<int64>" } }).toObjects(),
    /line 1: column "a" is list<int64>, which cannot hold "x"/,
  );
  await assert.rejects(dd.readJson(lines('{"a":1}'), { schema: { a: "list<int64>" } }).toObjects(), /column "a" is list<int64>, which cannot hold 1/);
});
