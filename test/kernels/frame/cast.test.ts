import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { ColumnType } from "../../../src/chunk/column-type.ts";
import type { ColumnValue } from "../../../src/chunk/column-values.ts";
import type { Backend } from "../../../src/kernels/kernel.ts";
import { allBackends, loadBackend } from "../../../src/kernels/load.ts";
import { DTypeError } from "../../../src/util/errors.ts";
import { call, sampleFrame } from "./sample-frame.ts";

function cast(from: ColumnType, values: readonly ColumnValue[], to: ColumnType, errors?: "coerce", backend?: Backend): ColumnValue[] {
  const frame = sampleFrame({ x: [from, values] });
  return frame.values(call("cast", [frame.col.x], errors === undefined ? { type: to } : { type: to, errors }), backend);
}

test("numbers become other numbers if they fit", () => {
  assert.deepEqual(cast("float64", [1.9, -1.9, null, 2 ** 31 - 1], "int32"), [1, -1, null, 2 ** 31 - 1]);
  assert.deepEqual(cast("float64", [2 ** 63, NaN, -(2 ** 63)], "int64", "coerce"), [null, null, -(2n ** 63n)]);
  assert.deepEqual(cast("int64", [127n, 128n, null, -129n], "int8", "coerce"), [127, null, null, null]);
  assert.deepEqual(cast("int64", [-1n, 1n], "uint64", "coerce"), [null, 1n]);
  assert.deepEqual(cast("uint64", [2n ** 63n, 1n], "int64", "coerce"), [null, 1n]);
  assert.deepEqual(cast("int64", [0n, 5n, null], "bool"), [false, true, null]);
  assert.deepEqual(cast("bool", [true, null], "float64"), [1, null]);
  assert.throws(
    () => cast("float64", [1, 1e10], "int32"),
    /astype: row 1 of a partition has 10000000000, which is no int32; \{ errors: "coerce" \} makes it null/,
  );
});

test("texts are parsed, and written as Python and pandas write them", () => {
  assert.deepEqual(cast("utf8", ["1", " -2 ", null, "+3"], "int64"), [1n, -2n, null, 3n]);
  assert.deepEqual(cast("utf8", ["9223372036854775807", "9223372036854775808", "1.0", "", "0x1"], "int64", "coerce"), [2n ** 63n - 1n, null, null, null, null]);
  assert.deepEqual(cast("utf8", ["1e3", ".5", "nan", "-Infinity", "1_0", ""], "float64", "coerce"), [1000, 0.5, NaN, -Infinity, null, null]);
  assert.deepEqual(cast("utf8", ["True", "false", "1", "yes"], "bool", "coerce"), [true, false, true, null]);
  assert.throws(() => cast("utf8", ["1", "one"], "int8"), /row 1 of a partition has "one", which is no int8/);
  assert.deepEqual(cast("float64", [1, 0.1, 1e16, 1e-5, -0, NaN, null, 123456789012345680], "utf8"), [
    "1.0",
    "0.1",
    "1e+16",
    "1e-05",
    "-0.0",
    "nan",
    null,
    "1.2345678901234568e+17",
  ]);
  assert.deepEqual(cast("float32", [Math.fround(0.1), 16777216], "utf8"), ["0.1", "16777216.0"]);
  assert.deepEqual(cast("int64", [-5n, null], "utf8"), ["-5", null]);
  assert.deepEqual(cast("bool", [true, false], "utf8"), ["true", "false"]);
});

for (const backend of allBackends()) {
  test(`${backend.isa}: numbers in texts are read as JavaScript reads them`, () => {
    const numbers = fc.oneof(
      fc.double({ noNaN: true }).map(String),
      fc.integer().map(String),
      fc.string({ unit: fc.constantFrom(..."0123456789+-.e "), maxLength: 24 }),
    );
    const isNumber = (text: string) => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) || /^-?Infinity$/.test(text);
    fc.assert(
      fc.property(fc.array(numbers, { maxLength: 50 }), (texts) => {
        assert.deepEqual(
          cast("utf8", texts, "float64", "coerce", backend),
          texts.map((text) => (isNumber(text) ? Number(text) : null)),
        );
        const inRange = (text: string) => /^[+-]?\d+$/.test(text.trim()) && Math.abs(Number(text)) < 2 ** 31;
        assert.deepEqual(
          cast("utf8", texts, "int32", "coerce", backend).map((value) => value === null),
          texts.map((text) => !inRange(text) && Number(text) !== -(2 ** 31)),
        );
      }),
    );
  });
}

test("a backend with little memory gets pieces, and errors count the rows of the whole", () => {
  const small: Backend = { ...loadBackend(), maxBytes: 131_072 };
  const frame = sampleFrame({ x: ["utf8", Array.from({ length: 3000 }, (_, row) => (row === 2000 ? "two" : `${row % 50}`))] });
  assert.throws(() => frame.values(call("cast", [frame.col.x], { type: "int64" }), small), /row 2000 of a partition has "two"/);
  const codes = call("cast", [frame.col.x], { type: "category" });
  assert.deepEqual(frame.values(codes, small), frame.values(codes));
});

test("categories are texts by number", () => {
  assert.deepEqual(cast("utf8", ["b", "a", null, "b"], "category"), ["b", "a", null, "b"]);
  assert.deepEqual(cast("category", ["2", null, "1"], "int32"), [2, null, 1]);
  assert.deepEqual(cast("int64", [2n, null, 2n], "category"), ["2", null, "2"]);
  assert.deepEqual(cast("category", ["2", "x"], "int32", "coerce"), [2, null]);
  assert.throws(() => cast("category", ["2", "x"], "int32"), DTypeError);
});

test("dates, timestamps and durations keep the moment, cut down to their unit", () => {
  assert.deepEqual(cast("date", [0, -1, null], "timestamp[ns]"), [0n, -86400000000000n, null]);
  assert.deepEqual(cast("timestamp[ms]", [-1n, 86400000n], "date"), [-1, 1]);
  assert.deepEqual(cast("timestamp[ns]", [-1n, 1999n], "timestamp[us]"), [-1n, 1n]);
  assert.deepEqual(cast("timestamp[s]", [2n ** 40n, 1n], "timestamp[ns]", "coerce"), [null, 1000000000n]);
  assert.deepEqual(cast("timestamp[s, Europe/Paris]", [1719784800n], "date"), [19905]);
  assert.deepEqual(cast("int64", [5n], "duration[s]"), [5n]);
  assert.deepEqual(cast("timestamp[s]", [5n], "int64"), [5n]);
  assert.throws(() => cast("timestamp[s]", [5n], "duration[s]"), DTypeError);
});

test("times are read from ISO 8601 and written as pandas writes them", () => {
  assert.deepEqual(cast("utf8", ["2024-02-29", "20240229", "2024-02-30", "1969-12-31"], "date", "coerce"), [19782, 19782, null, -1]);
  assert.deepEqual(cast("utf8", ["2024-02-29T12:34:56.789+01:00", "2024-02-29 12:34", "24:00"], "timestamp[ms]", "coerce"), [
    1709206496789n,
    1709210040000n,
    null,
  ]);
  assert.deepEqual(cast("utf8", ["2024-07-01 00:00", "2024-03-31 02:30", "2024-10-27 02:30"], "timestamp[s, Europe/Paris]", "coerce"), [
    1719784800n,
    null,
    null,
  ]);
  assert.deepEqual(cast("timestamp[ms]", [-1n, 0n], "utf8"), ["1969-12-31 23:59:59.999000", "1970-01-01 00:00:00"]);
  assert.deepEqual(cast("timestamp[s, America/New_York]", [1719784800n], "utf8"), ["2024-06-30 18:00:00-04:00"]);
  assert.deepEqual(cast("timestamp[ns]", [1n, null, 1500n], "utf8"), ["1970-01-01 00:00:00.000000001", null, "1970-01-01 00:00:00.000001500"]);
  assert.deepEqual(cast("timestamp[s]", [253402300800n, -62167219201n], "utf8"), ["+010000-01-01 00:00:00", "-000001-12-31 23:59:59"]);
  assert.deepEqual(cast("date", [-719529, 2932897], "utf8"), ["-000001-12-31", "+010000-01-01"]);
  assert.deepEqual(cast("utf8", ["1 days 02:03:04", "1h30min", "-15s", "x"], "duration[s]", "coerce"), [93784n, 5400n, -15n, null]);
  // A sign is that of the days, as pandas has it: what is written is read back.
  const signed = ["-1 days +23:59:59.500000", "-1 days 02:00:00", "-00:30:00", "-1h 00:30:00", "-1 day 2 hours", "- 2 h"];
  assert.deepEqual(cast("utf8", signed, "duration[ms]"), [-500n, -79200000n, -1800000n, -1800000n, -93600000n, -7200000n]);
  assert.deepEqual(cast("duration[ms]", [93784000n, -500n], "utf8"), ["1 days 02:03:04", "-1 days +23:59:59.500000"]);
});
