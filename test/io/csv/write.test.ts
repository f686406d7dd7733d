import assert from "node:assert/strict";
import { test } from "node:test";
import type { Batch, Column } from "../../../src/chunk/column.ts";
import { columnOf } from "../../../src/chunk/column-values.ts";
import { csvBytes, csvHeader } from "../../../src/io/csv/write.ts";
import { csvBackends, fileOf, readRows, type Value } from "./csv-file.ts";

const writers = csvBackends.filter((backend) => backend.has("csvJoin", "uint8"));
const batchOf = (...columns: Column[]): Batch => ({ length: columns[0]!.length, columns });
const written = (batch: Batch, backend = writers[0]!) => Buffer.from(csvBytes(backend, batch)).toString();

for (const backend of writers) {
  test(`${backend.isa}: values are written as Python writes them`, () => {
    const floats = [
      0.1,
      1,
      -1.5,
      1e15,
      1e16,
      123456789012345680,
      1e-4,
      1e-5,
      5e-324,
      1.7976931348623157e308,
      -0,
      Infinity,
      -Infinity,
      NaN,
      2 ** 53,
      1e22,
      1e23,
      9.5,
      100,
    ];
    const texts = [
      "0.1",
      "1.0",
      "-1.5",
      "1000000000000000.0",
      "1e+16",
      "1.2345678901234568e+17",
      "0.0001",
      "1e-05",
      "5e-324",
      "1.7976931348623157e+308",
      "-0.0",
      "inf",
      "-inf",
      "nan",
      "9007199254740992.0",
      "1e+22",
      "1e+23",
      "9.5",
      "100.0",
    ];
    assert.equal(written(batchOf(columnOf("float64", floats)), backend), `${texts.join("\n")}\n`);
    assert.equal(
      written(batchOf(columnOf("float32", [0.1, 16777216, 1e-45, 3.4028234663852886e38].map(Math.fround))), backend),
      "0.1\n16777216.0\n1e-45\n3.4028235e+38\n",
    );
    assert.equal(
      written(batchOf(columnOf("int64", [0n, -1n, 2n ** 63n - 1n, -(2n ** 63n), 99n, 100n, 1234567n])), backend),
      "0\n-1\n9223372036854775807\n-9223372036854775808\n99\n100\n1234567\n",
    );
    assert.equal(
      written(batchOf(columnOf("uint64", [2n ** 64n - 1n]), columnOf("int8", [-128]), columnOf("bool", [true])), backend),
      "18446744073709551615,-128,True\n",
    );
    const day = (text: string) => Date.parse(`${text}T00:00Z`) / 86_400_000;
    const dates = ["1970-01-01", "2008-02-29", "1969-12-31", "0001-01-01", "9999-12-31", "1600-03-01"];
    assert.equal(written(batchOf(columnOf("date", dates.map(day))), backend), `${dates.join("\n")}\n`);
    assert.equal(
      written(batchOf(columnOf("timestamp[us]", [0n, -1n, 1234567890123456n, 86_400_000_000n])), backend),
      "1970-01-01 00:00:00\n1969-12-31 23:59:59.999999\n2009-02-13 23:31:30.123456\n1970-01-02 00:00:00\n",
    );
  });

  test(`${backend.isa}: text is quoted where it must be, and null is nothing`, () => {
    const texts = ["plain", "", null, "a,b", 'say "hi"', "two\nlines", "r\r", '"', "é", "x".repeat(100)];
    const lines = ["plain", "", "", '"a,b"', '"say ""hi"""', '"two\nlines"', '"r\r"', '""""', "é", "x".repeat(100)];
    assert.equal(written(batchOf(columnOf("utf8", texts), columnOf("category", texts)), backend), lines.map((line) => `${line},${line}\n`).join(""));
    assert.equal(written(batchOf(columnOf("utf8", ["a", null, "b"])), backend), 'a\n""\nb\n');
    assert.equal(Buffer.from(csvHeader(["a", 'b"', "c,d"])).toString(), 'a,"b""","c,d"\n');
  });

  test(`${backend.isa}: doubles are written with as few digits as JavaScript needs`, () => {
    let state = 1n;
    const bits = new BigUint64Array(20_000).map(() => (state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn) ^ (state >> 29n));
    const values = [...new Float64Array(bits.buffer)].filter(Number.isFinite);
    for (let power = -1074; power < 1024; power++) values.push(2 ** power, 3 * 2 ** power);
    const decimals = (text: string) =>
      /^-?0*([0-9.]*?)\.?0*(?:e|$)/
        .exec(text.replace(/^(-?)0\.0*/, "$1"))![1]!
        .replace(".", "")
        .replace(/0+$/, "");
    const lines = written(batchOf(columnOf("float64", values)), backend).split("\n");
    values.forEach((value, i) => {
      if (!Number.isFinite(value)) return;
      assert.equal(Number(lines[i]), value, lines[i]!);
      assert.equal(decimals(lines[i]!).length, decimals(String(value)).length, `${lines[i]} and ${value}`);
    });
  });

  test(`${backend.isa}: what was written is read back`, () => {
    const rows = 5000;
    const pick = <T>(make: (i: number) => T) => Array.from({ length: rows }, (_, i) => (i % 7 === 3 ? null : make(i)));
    const columns: [string, Value[]][] = [
      ["int32", pick((i) => i * 7919 - 20_000_000)],
      ["float64", pick((i) => Math.sqrt(i) * 1e-3)],
      ["utf8", pick((i) => ["a", "b\nc", '"', "d,e", "ö"][i % 5]! + i)],
      ["category", pick((i) => ["x", "y,z"][i % 2]!)],
      ["timestamp[ns]", pick((i) => BigInt(i) * 1_234_567_890_123n)],
      ["bool", pick((i) => i % 2 === 0)],
    ];
    const batch = batchOf(...columns.map(([type, values]) => columnOf(type as never, values as never)));
    const names = columns.map((_, c) => `c${c}`);
    const path = fileOf(Buffer.concat([csvHeader(names), csvBytes(backend, batch)]));
    const schema = Object.fromEntries(columns.map(([type], c) => [`c${c}`, type]));
    assert.deepEqual(
      readRows(path, { schema, blocksize: 10_000 }),
      Array.from({ length: rows }, (_, i) => columns.map(([, values]) => values[i])),
    );
  });
}
