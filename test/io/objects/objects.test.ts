import assert from "node:assert/strict";
import { test } from "node:test";
import type { ColumnType } from "../../../src/chunk/column-type.ts";
import { ColumnError, DTypeError, dd, NDArray, ShapeError } from "../../../src/index.ts";
import { fromColumns } from "../../../src/io/objects/from-columns.ts";
import { fromObjects } from "../../../src/io/objects/from-objects.ts";
import { preview } from "../../../src/io/objects/preview.ts";
import type { ValueOptions } from "../../../src/io/objects/read-values.ts";
import { toColumns, toObjects } from "../../../src/io/objects/to-objects.ts";

const back = (columns: { [name: string]: unknown }, schema?: { [name: string]: ColumnType }, options?: ValueOptions) => {
  const frame = fromColumns(columns, { schema });
  return { types: frame.schema.map(({ type }) => type), columns: toColumns(frame.schema, [frame.batch], options) };
};

test("types are inferred from values, and the values come back", () => {
  const columns = {
    number: [1, 2.5, null],
    bigint: [1n, null, -3n],
    large: [2n ** 63n, null, 1n],
    boolean: [true, undefined, false],
    text: ["a", null, "€"],
    time: [new Date(0), null, new Date(1234)],
    nothing: [null, undefined, null],
  };
  const { types, columns: values } = back(columns, undefined, { int64: "bigint" });
  assert.deepEqual(types, ["float64", "int64", "uint64", "bool", "utf8", "timestamp[ms]", "float64"]);
  assert.deepEqual(values, { ...columns, boolean: [true, null, false], nothing: [null, null, null] });
});

test("typed arrays and arrays of one axis keep their dtype, and are copied", () => {
  const own = Int16Array.of(1, 2);
  const frame = fromColumns({ own, wide: BigUint64Array.of(1n, 2n), bytes: Uint8ClampedArray.of(3, 4), nd: new NDArray("bool", Uint8Array.of(1, 0), [2]) });
  own[0] = 9;
  assert.deepEqual(
    frame.schema.map(({ type }) => type),
    ["int16", "uint64", "uint8", "bool"],
  );
  assert.deepEqual(toObjects(frame.schema, [frame.batch]), [
    { own: 1, wide: 1, bytes: 3, nd: true },
    { own: 2, wide: 2, bytes: 4, nd: false },
  ]);
});

test("a schema says what values become", () => {
  const { columns } = back(
    {
      i: [1, null, 3n],
      f: [1n, 2, null],
      c: ["x", null, "x"],
      d: ["2008-02-29", new Date("1969-12-31"), null],
      t: ["2008-01-31T12:00:00.123456789+01:00", null, 5n],
    },
    { i: "int8", f: "float32", c: "category", d: "date", t: "timestamp[ns, Europe/Paris]" },
    { times: "text" },
  );
  assert.deepEqual(columns, {
    i: [1, null, 3],
    f: [1, 2, null],
    c: ["x", null, "x"],
    d: ["2008-02-29", "1969-12-31", null],
    t: ["2008-01-31T11:00:00.123456789Z", null, "1970-01-01T00:00:00.000000005Z"],
  });
});

test("what a type does not hold is an error with column and row", () => {
  const cases: [unknown, ColumnType][] = [
    [128, "int8"],
    [1.5, "int64"],
    [2 ** 53, "int64"],
    [2n ** 63n, "int64"],
    [-1, "uint64"],
    ["1", "float64"],
    [1, "utf8"],
    [1, "bool"],
    ["2008-02-30", "date"],
    [new Date(1), "date"],
    [new Date(Number.NaN), "timestamp[ms]"],
    ["2008-01-31T00:00:00.0001", "timestamp[ms]"],
    ["2008-01-31T00:00:00", "timestamp[ms, Europe/Paris]"],
    [2n ** 53n + 1n, "float64"],
  ];
  for (const [value, type] of cases)
    assert.throws(
      () => fromColumns({ x: [null, value] }, { schema: { x: type } }),
      (error) => error instanceof DTypeError && /column "x", row 1: .* is no /.test(error.message),
      `${value} as ${type}`,
    );
});

test("half of a surrogate pair is no text, in values, names and expressions", () => {
  const message = /half of a surrogate pair, which no UTF-8 stands for/;
  assert.throws(() => fromColumns({ a: ["😀", "\ud83d"] }), /fromColumns: column "a", row 1: "\\ud83d" is no utf8; it has half of a surrogate pair/);
  assert.throws(() => fromColumns({ a: ["\ude00"] }, { schema: { a: "category" } }), message);
  assert.throws(() => fromColumns({ a: [["x", "\ude00"]] }), message);
  assert.throws(() => fromColumns({ "\ud83d": [1] }), message);
  assert.throws(() => dd.fromColumns({ a: [1] }).rename({ a: "\ud83d" } as never), message);
  assert.throws(() => dd.fromColumns({ a: ["x"] }).filter((c) => c.a.eq("\ud83d")), /has half of a surrogate pair, which no column has/);
});

test("mixed types, ragged lengths and unknown columns are errors", () => {
  assert.throws(() => fromColumns({ x: [1, null, "a"] }), /column "x" has 1 in row 0 and "a" in row 2/);
  assert.throws(() => fromColumns({ x: [{}] }), /row 0: an object has no column type/);
  assert.throws(() => fromColumns({ x: [1], y: [1, 2] }), ShapeError);
  assert.throws(() => fromColumns({ x: 1 }), DTypeError);
  assert.throws(() => fromColumns({ x: new NDArray("int8", new Int8Array(4), [2, 2]) }), ShapeError);
  assert.throws(() => fromColumns({ x: [1] }, { schema: { y: "int8" } }), ColumnError);
  assert.throws(() => fromColumns({ x: [1], y: [1] }, { schema: { y: "int8" } }), ColumnError);
  assert.throws(() => fromColumns({ x: [1] }, { schema: { x: "number" as ColumnType } }), DTypeError);
  assert.throws(() => fromObjects([1 as never]), /row 0 is 1/);
  assert.throws(() => fromObjects([{ a: 1, b: 2 }], { schema: { a: "int8" } }), ColumnError);
});

test("objects may lack keys, and keys may be any text", () => {
  const rows = JSON.parse('[{"a":1},{"b":"x","__proto__":true},{}]');
  const { schema, batch } = fromObjects(rows);
  assert.deepEqual(
    schema.map(({ name }) => name),
    ["a", "b", "__proto__"],
  );
  const objects = toObjects(schema, [batch]);
  assert.deepEqual(objects.map(Object.entries), [
    [
      ["a", 1],
      ["b", null],
      ["__proto__", null],
    ],
    [
      ["a", null],
      ["b", "x"],
      ["__proto__", true],
    ],
    [
      ["a", null],
      ["b", null],
      ["__proto__", null],
    ],
  ]);
  assert.deepEqual(Object.keys(toColumns(schema, [batch])), ["a", "b", "__proto__"]);
  assert.deepEqual(fromObjects([{}, {}]).batch.length, 2);
  assert.deepEqual(fromObjects([]), { schema: [], batch: { length: 0, columns: [] } });
});

test("what is not exact as a number or Date is an error that says what to do", () => {
  assert.throws(() => back({ x: [2n ** 53n] }), /column "x", row 0: 9007199254740992 is not exact as a number; give \{ int64: "bigint" \}/);
  assert.throws(() => back({ x: [1n] }, { x: "timestamp[ns]" }), /not exact as a Date/);
  assert.deepEqual(back({ x: [-1500000n] }, { x: "timestamp[us]" }).columns, { x: [new Date(-1500)] });
  assert.deepEqual(back({ x: [-1n] }, { x: "timestamp[us]" }, { times: "text" }).columns, { x: ["1969-12-31T23:59:59.999999"] });
});

test("a preview has the first and last rows", () => {
  const { schema, batch } = fromColumns({ Dest: ["ATL", "JFK", null, "SFO"], delay: [1.25, -3, null, Number.NaN], n: [1n, 2n, 3n, 40n] });
  assert.equal(preview(schema, [batch]), "Dest  delay   n\n ATL   1.25   1\n JFK  -3.00   2\nnull   null   3\n SFO    NaN  40\n\n[4 rows x 3 columns]");
  assert.equal(preview(schema, [batch], { rows: 2 }), "Dest  delay    n\n ATL   1.25    1\n ...    ...  ...\n SFO    NaN   40\n\n[4 rows x 3 columns]");
  assert.equal(preview(schema, [batch], { rows: 2, width: 12 }), "Dest  ...\n ATL  ...\n ...  ...\n SFO  ...\n\n[4 rows x 3 columns]");
  assert.equal(preview([], []), "[0 rows x 0 columns]");
  assert.match(preview([{ name: "a\nb", type: "utf8" }], []), /a\\nb/);
});
