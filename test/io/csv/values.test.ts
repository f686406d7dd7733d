import assert from "node:assert/strict";
import { test } from "node:test";
import { ParseError } from "../../../src/util/errors.ts";
import { csvBackends, fileOf, readRows, type Value } from "./csv-file.ts";

/** A column of these texts, read as a type. */
function read(type: string, texts: readonly string[], backend = csvBackends[0]!, options = {}): Value[] {
  return readRows(fileOf(`x,y\n${texts.map((text) => `${text},\n`).join("")}`, "values.csv"), { dtype: { x: type }, columns: ["x"], ...options }, backend).map(
    ([value]) => value!,
  );
}

const bad = (type: string, text: string, backend = csvBackends[0]!) => assert.throws(() => read(type, [text], backend), ParseError, `${type}: ${text}`);

for (const backend of csvBackends) {
  test(`${backend.isa}: integers of every width are exact to their ends, and nothing else is read as one`, () => {
    for (const bits of [8, 16, 32, 64]) {
      const most = 2n ** BigInt(bits);
      const [low, high] = [-most / 2n, most / 2n - 1n];
      const numbers = (values: Value[]) => values.map((value) => (value === null ? null : BigInt(value as number)));
      assert.deepEqual(numbers(read(`int${bits}`, [`${low}`, `${high}`, "0", "-0", "+5", " 7 ", '"12"', "NA", "", "000000000000000000000000009"], backend)), [
        low,
        high,
        0n,
        0n,
        5n,
        7n,
        12n,
        null,
        null,
        9n,
      ]);
      assert.deepEqual(numbers(read(`uint${bits}`, [`${most - 1n}`, "0", "-0"], backend)), [most - 1n, 0n, 0n]);
      for (const text of [`${low - 1n}`, `${high + 1n}`, "1.0", "1e3", "x", "-", "+", "1 2", "--1", "1-", "0x10", "é", "99999999999999999999999"])
        bad(`int${bits}`, text, backend);
      for (const text of [`${most}`, "-1", "1.", ""].slice(0, 3)) bad(`uint${bits}`, text, backend);
    }
  });

  test(`${backend.isa}: every number of digits is read`, () => {
    const texts = Array.from({ length: 18 }, (_, i) => "1234567890123456789".slice(0, i + 1)).flatMap((text) => [text, `-${text}`]);
    assert.deepEqual(read("int64", texts, backend), texts.map(BigInt));
    const fractions = texts
      .flatMap((text) => Array.from(text, (_, i) => `${text.slice(0, i)}.${text.slice(i)}`))
      .filter((text) => /\d/.test(text) && !text.startsWith(".-"));
    assert.deepEqual(read("float64", [...texts, ...fractions], backend), [...texts, ...fractions].map(Number));
    assert.deepEqual(
      read("float32", [...texts, ...fractions], backend),
      [...texts, ...fractions].map((text) => Math.fround(Number(text))),
    );
  });

  test(`${backend.isa}: floats have their spellings`, () => {
    const texts = [
      "1.5",
      "-1.5e3",
      "1E-3",
      ".5",
      "5.",
      "+.5e+1",
      "inf",
      "-INF",
      "Infinity",
      "-0",
      "0",
      "-0.0",
      "1e400",
      "-1e-400",
      "00012",
      " 2.5 ",
      '"3.5"',
      "NA",
      "",
    ];
    const values = [1.5, -1500, 0.001, 0.5, 5, 5, Infinity, -Infinity, Infinity, -0, 0, -0, Infinity, -0, 12, 2.5, 3.5, null, null];
    assert.deepEqual(read("float64", texts, backend), values);
    assert.deepEqual(read("float64", ["nan", "NaN", "-NAN"], backend, { keepDefaultNa: false }), [NaN, NaN, NaN]);
    for (const text of [".", "-", "e5", "1e", "1e+", "1.2.3", "1,5x", "0x1p3", "12a", "infinit", "na", "--1", "1..", "-.", "1_000"])
      bad("float64", `"${text}"`, backend);
  });

  test(`${backend.isa}: booleans, dates and times`, () => {
    assert.deepEqual(read("bool", ["True", "true", "TRUE", "False", "false", "FALSE", "1", "0", "NA", '"true"'], backend), [
      true,
      true,
      true,
      false,
      false,
      false,
      true,
      false,
      null,
      true,
    ]);
    for (const text of ["tRUE", "T", "yes", "2", "truee", "TRUe"]) bad("bool", text, backend);
    const day = (text: string) => Date.parse(`${text}T00:00Z`) / 86_400_000;
    assert.deepEqual(
      read("date", ["1970-01-01", "2008-02-29", "1969-12-31", "0001-01-01", "9999-12-31", "2008/03/01", "20080301", "2008-01-01 00:00:00", "NA"], backend),
      [0, day("2008-02-29"), -1, day("0001-01-01"), day("9999-12-31"), day("2008-03-01"), day("2008-03-01"), day("2008-01-01"), null],
    );
    for (const text of ["2007-02-29", "2008-13-01", "2008-00-01", "2008-1-1", "2008-01-01 10:00", "x", "2008-01/01"]) bad("date", text, backend);
    const us = (text: string) => BigInt(Date.parse(text)) * 1000n;
    assert.deepEqual(
      read(
        "timestamp[us]",
        [
          "2008-01-02",
          "2008-01-02 03:04",
          "2008-01-02T03:04:05",
          "2008-01-02 03:04:05.678901",
          "2008-01-02T03:04:05Z",
          "2008-01-02T03:04:05+02:00",
          "1969-12-31 23:59:59.5",
          "2008-01-02 03:04:05.1230000",
        ],
        backend,
      ),
      [
        us("2008-01-02T00:00Z"),
        us("2008-01-02T03:04Z"),
        us("2008-01-02T03:04:05Z"),
        us("2008-01-02T03:04:05.678Z") + 901n,
        us("2008-01-02T03:04:05Z"),
        us("2008-01-02T01:04:05Z"),
        -500_000n,
        us("2008-01-02T03:04:05.123Z"),
      ],
    );
    for (const text of [
      "2008-01-02 24:00",
      "2008-01-02 03:60",
      "2008-01-02 3:04",
      "2008-01-02T",
      "2008-01-02 03:04:05.",
      "2008-01-02 03:04:05.1234567",
      "2008-01-02 03:04:05+",
    ])
      bad("timestamp[us]", text, backend);
    assert.deepEqual(read("timestamp[ns]", ["2262-04-11 23:47:16.854775807"].slice(1).concat("2262-04-10"), backend), [us("2262-04-10T00:00Z") * 1000n]);
    bad("timestamp[ns]", "2300-01-01", backend);
    // Which moment a clock in a zone shows is up to its offset.
    const zoned = "timestamp[us, Europe/Paris]";
    assert.deepEqual(read(zoned, ["2008-01-02 03:04:05+01:00", "2008-01-02T02:04Z", "NA"], backend), [
      us("2008-01-02T02:04:05Z"),
      us("2008-01-02T02:04Z"),
      null,
    ]);
    for (const text of ["2008-01-02 03:04:05", "2008-01-02", "2008-01-02T03:04:05.5 "]) bad(zoned, text, backend);
    assert.deepEqual(read("timestamp[us, UTC]", ["2008-01-02 03:04"], backend), [us("2008-01-02T03:04Z")]);
  });

  test(`${backend.isa}: categories are numbered by their first appearance`, () => {
    const texts = Array.from({ length: 70_000 }, (_, i) => (i % 11 === 3 ? "NA" : `k${(i * i) % 40_000}`));
    assert.deepEqual(
      read("category", texts, backend),
      texts.map((text) => (text === "NA" ? null : text)),
    );
    assert.deepEqual(read("category", ["a", '"a"', "b", "", "a"], backend), ["a", "a", "b", null, "a"]);
  });

  test(`${backend.isa}: latin-1 becomes UTF-8, and what is no UTF-8 is an error`, () => {
    const path = fileOf(Buffer.from('x,y\né\xff\xa0,1\nabc,"ü"\n', "latin1"));
    assert.deepEqual(readRows(path, { encoding: "latin1", dtype: "utf8" }, backend), [
      ["éÿ\xa0", "1"],
      ["abc", "ü"],
    ]);
    assert.throws(
      () => readRows(path, { dtype: "utf8" }, backend),
      (error: ParseError) => error instanceof ParseError && error.line === 2 && error.column === "x" && /latin1/.test(error.message),
    );
    for (const bytes of [[0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82], [0x80]]) {
      assert.throws(() => readRows(fileOf(Buffer.concat([Buffer.from("x\n"), Buffer.from(bytes), Buffer.from("\n")])), { dtype: "utf8" }, backend), ParseError);
    }
  });

  test(`${backend.isa}: words for missing values can be added and left out`, () => {
    const texts = ["-999", "NA", "", "none of these at all, which is a long word", "5"].map((text) => `"${text}"`);
    assert.deepEqual(read("utf8", texts, backend, { naValues: ["-999", "none of these at all, which is a long word"] }), [null, null, null, null, "5"]);
    assert.deepEqual(read("utf8", texts.slice(0, 3), backend, { keepDefaultNa: false }), ["-999", "NA", ""]);
    assert.deepEqual(read("int64", ["-999", "4"], backend, { naValues: "-999" }), [null, 4n]);
  });
}

test("columns grow with what is in them", () => {
  const text = "y".repeat(1000);
  const path = fileOf(`a,b\n${Array.from({ length: 3000 }, (_, i) => `${i},${i % 2 === 0 ? text : ""}\n`).join("")}${"1,\n".repeat(200_000)}`);
  const rows = readRows(path, { blocksize: "64MiB" });
  assert.equal(rows.length, 203_000);
  assert.deepEqual(
    [rows[2998], rows[2999], rows[202_999]],
    [
      [2998n, text],
      [2999n, null],
      [1n, null],
    ],
  );
});

test("cells of all kinds among each other are read as they are alone", () => {
  const cells = ["NA", "", "1", "-7", "12345678", "-12345678", "123456789", "-0", "null", '"5"', " 6 ", "0", "99999999", "+3", "NaN"];
  const floats = [...cells, "1.5", "-.25", "3.", "0.1234567", "12.345", "1e3", "-inf", "1234567.8", "0.30000000000000004"];
  let state = 7;
  const pick = <T>(list: readonly T[]) => list[((state = (Math.imul(state, 1103515245) + 12345) >>> 0) % 65521) % list.length]!;
  for (const [type, list] of [
    ["int64", cells],
    ["int32", cells],
    ["float64", floats],
    ["float32", floats],
  ] as const) {
    const texts = Array.from({ length: 3000 }, () => pick(list));
    for (const backend of csvBackends) readAsAlone(type, texts, list, backend);
  }
  const texts = cells.filter((cell) => !cell.startsWith("-"));
  for (const type of ["uint64", "uint32"] as const) {
    const many = Array.from({ length: 1000 }, () => pick(texts));
    for (const backend of csvBackends) readAsAlone(type, many, texts, backend);
    assert.throws(() => read(type, [...many, "-1", ...many]), ParseError);
  }

  function readAsAlone(
    type: "int64" | "int32" | "uint64" | "uint32" | "float64" | "float32",
    many: readonly string[],
    kinds: readonly string[],
    backend: (typeof csvBackends)[number],
  ): void {
    const alone = new Map(kinds.map((text) => [text, read(type, [text], backend)[0]]));
    assert.deepEqual(
      read(type, many, backend),
      many.map((text) => alone.get(text)),
      `${backend.isa}: ${type}`,
    );
  }
});
