import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Column, sliceColumn } from "../../../src/chunk/column.ts";
import { type ColumnValue, columnOf, valuesOf } from "../../../src/chunk/column-values.ts";
import type { StepParams } from "../../../src/graph/program.ts";
import { evaluate } from "../../../src/kernels/frame/evaluate.ts";
import type { Backend } from "../../../src/kernels/kernel.ts";
import { allBackends, loadBackend } from "../../../src/kernels/load.ts";
import { MemoryLimitError } from "../../../src/util/errors.ts";
import { call, sampleFrame } from "./sample-frame.ts";

/** Few letters, so that texts hold each other; some of several bytes. */
const texts = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "B", " ", "é", "日", "😀"), maxLength: 40 }), { maxLength: 40 });
const ascii = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "B", " ", "\t"), maxLength: 40 }), { maxLength: 40 });
const needles = fc.string({ unit: fc.constantFrom("a", "b", "B", "é", "😀"), minLength: 1, maxLength: 4 });

const points = (text: string) => [...text];
const position = (text: string, at: number) => (at < 0 ? -1n : BigInt(points(text.slice(0, at)).length));
const occurrences = (text: string, needle: string) => BigInt(text.split(needle).length - 1);

/** What each function gives for one text, in plain JavaScript. */
const plain: { readonly [name: string]: (text: string, needle: string) => ColumnValue } = {
  "str/lower": (text) => text.toLowerCase(),
  "str/upper": (text) => text.toUpperCase(),
  "str/len": (text) => BigInt(points(text).length),
  "str/byteLen": (text) => BigInt(new TextEncoder().encode(text).length),
  "str/contains": (text, needle) => text.includes(needle),
  "str/startswith": (text, needle) => text.startsWith(needle),
  "str/endswith": (text, needle) => text.endsWith(needle),
  "str/find": (text, needle) => position(text, text.indexOf(needle)),
  "str/rfind": (text, needle) => position(text, text.lastIndexOf(needle)),
  "str/count": occurrences,
  "str/replace": (text, needle) => text.replaceAll(needle, "<é>"),
  "str/strip": (text) => text.trim(),
  "str/lstrip": (text) => text.trimStart(),
  "str/rstrip": (text) => text.trimEnd(),
  "str/slice": (text) => points(text).slice(1, -2).join(""),
  "str/get": (text) => points(text).at(-3) ?? null,
  "str/split": (text, needle) => text.split(needle).at(1) ?? null,
  "str/removeprefix": (text, needle) => (text.startsWith(needle) ? text.slice(needle.length) : text),
  eq: (text, needle) => text === needle,
  lt: (text, needle) => Buffer.compare(Buffer.from(text), Buffer.from(needle)) < 0,
};

function paramsOf(name: string, needle: string): StepParams {
  if (name === "str/contains") return { pattern: needle, regex: false };
  if (name === "str/count") return { pattern: needle };
  if (name === "str/replace") return { pattern: needle, replacement: "<é>" };
  if (name === "str/slice") return { start: 1, stop: -2 };
  if (name === "str/get") return { index: -3 };
  if (name === "str/split") return { separator: needle, item: 1 };
  return /find|with|remove/.test(name) ? { text: needle } : {};
}

/** A column among others in memory: its first offset is not 0. */
function amid(rows: readonly ColumnValue[]): Column {
  return sliceColumn(columnOf("utf8", ["before", ...rows, "after"]), 1, rows.length + 1);
}

function compute(backend: Backend, name: string, column: Column, needle: string): ColumnValue[] {
  const x = { column: "x", type: "utf8" } as const;
  const expr = name === "eq" || name === "lt" ? call(name, [x, needle]) : call(name, [x], paramsOf(name, needle));
  return valuesOf(evaluate(backend, expr, { length: column.length, columns: [column] }, ["x"]));
}

for (const backend of allBackends()) {
  test(`${backend.isa}: functions of text give what plain JavaScript gives`, () => {
    fc.assert(
      fc.property(fc.oneof(texts, ascii), needles, (rows, needle) => {
        const column = amid(rows);
        for (const [name, of] of Object.entries(plain)) {
          const expected = rows.map((text) => of(text, needle));
          assert.deepEqual(compute(backend, name, column, needle), expected, name);
        }
      }),
      { numRuns: 100 },
    );
  });

  test(`${backend.isa}: a text is found wherever it lies in a row of any length`, () => {
    for (let length = 0; length < 70; length++) {
      const needle = "needle".slice(0, 1 + (length % 6));
      const rows = Array.from({ length: length + 1 }, (_, at) => "e".repeat(at) + needle + "d".repeat(length - at));
      for (const name of ["str/contains", "str/find", "str/count", "str/split"]) {
        assert.deepEqual(
          compute(backend, name, amid(rows), needle),
          rows.map((text) => plain[name]!(text, needle)),
          `${name} of ${needle}, ${length} bytes around it`,
        );
      }
      const equal = ["x".repeat(length), "x".repeat(length + 1), `${"x".repeat(length)}y`];
      assert.deepEqual(compute(backend, "eq", columnOf("utf8", equal), "x".repeat(length)), [true, false, false]);
      assert.deepEqual(compute(backend, "lt", columnOf("utf8", equal), `${"x".repeat(length)}y`), [true, true, false]);
    }
  });
}

test("texts compare and join row by row", () => {
  fc.assert(
    fc.property(texts, texts, (first, second) => {
      const rows = first.slice(0, second.length);
      if (rows.length === 0) return;
      const frame = sampleFrame({ x: ["utf8", rows], y: ["utf8", second.slice(0, rows.length)] });
      const { x, y } = frame.col;
      assert.deepEqual(
        frame.values(call("eq", [x, y])),
        rows.map((text, i) => text === second[i]),
      );
      assert.deepEqual(
        frame.values(call("ge", [x, y])),
        rows.map((text, i) => Buffer.compare(Buffer.from(text), Buffer.from(second[i]!)) >= 0),
      );
      assert.deepEqual(
        frame.values(call("str/cat", [x, y, "!", x], { separator: ", " })),
        rows.map((text, i) => [text, second[i], "!", text].join(", ")),
      );
    }),
  );
});

test("null stays null, and a category is computed once for each of its texts", () => {
  const frame = sampleFrame({ t: ["utf8", ["Ab", null, "cd"]], k: ["category", ["Ab", null, "cd", "Ab"].slice(0, 3)] });
  for (const x of [frame.col.t, frame.col.k]) {
    assert.deepEqual(frame.values(call("str/lower", [x])), ["ab", null, "cd"]);
    assert.deepEqual(frame.values(call("str/len", [x])), [2n, null, 2n]);
    assert.deepEqual(frame.values(call("str/contains", [x], { pattern: "b" })), [true, null, false]);
    assert.deepEqual(frame.values(call("str/get", [x], { index: 5 })), [null, null, null]);
    assert.deepEqual(frame.values(call("str/cat", [x, "-", x])), ["Ab-Ab", null, "cd-cd"]);
    assert.deepEqual(frame.values(call("add", [x, "!"])), ["Ab!", null, "cd!"]);
  }
});

test("more columns than one call of the kernel takes are joined", () => {
  const frame = sampleFrame({ x: ["utf8", ["a", "é"]] });
  const args = new Array(40).fill(frame.col.x);
  assert.deepEqual(frame.values(call("str/cat", args, { separator: "-" })), [new Array(40).fill("a").join("-"), new Array(40).fill("é").join("-")]);
});

test("a backend with little memory gets the rows in pieces", () => {
  const small: Backend = { ...loadBackend(), maxBytes: 4096 };
  const rows = Array.from({ length: 500 }, (_, i) => (i % 7 === 0 ? null : `row ${i} é`));
  const frame = sampleFrame({ x: ["utf8", rows] });
  for (const [name, params] of [
    ["str/upper", {}],
    ["str/find", { text: "w 1" }],
    ["str/split", { separator: " ", item: 1 }],
    ["str/get", { index: 6 }],
  ] as const) {
    assert.deepEqual(frame.values(call(name, [frame.col.x], params), small), frame.values(call(name, [frame.col.x], params)));
  }
  assert.deepEqual(frame.values(call("eq", [frame.col.x, "row 1 é"]), small).indexOf(true), 1);
});

test("case folding is Unicode's", () => {
  const frame = sampleFrame({ x: ["utf8", ["ﬁß", "ẞ", "ΣΑΣ", "ı", "İ", "ꭰᎠ", "ŉ", "Straße"]] });
  assert.deepEqual(frame.values(call("str/casefold", [frame.col.x])), ["fiss", "ss", "σασ", "ı", "i̇", "ᎠᎠ", "ʼn", "strasse"]);
});

test("patterns are Python's, or JavaScript's if they come with flags", () => {
  const frame = sampleFrame({ x: ["utf8", ["Ab1", "xyz", "a.b"]] });
  const values = (name: string, params: StepParams) => frame.values(call(name, [frame.col.x], params));
  assert.deepEqual(values("str/replace", { pattern: "(?P<l>[a-z])", replacement: "\\g<l>$", regex: true }), ["Ab$1", "x$y$z$", "a$.b$"]);
  assert.deepEqual(values("str/replace", { pattern: "([a-z])", replacement: "$1$1", flags: "gi" }), ["AAbb1", "xxyyzz", "aa.bb"]);
  assert.deepEqual(values("str/replace", { pattern: "[a-z]", replacement: "-", flags: "" }), ["A-1", "-yz", "-.b"]);
  assert.deepEqual(values("str/contains", { pattern: "^A", flags: "i" }), [true, false, true]);
  assert.deepEqual(values("str/extract", { pattern: "(?P<digit>\\d)", group: "digit" }), ["1", null, null]);
  assert.throws(() => values("str/contains", { pattern: "(" }), /str.contains: "\(" is no regular expression/);
  assert.throws(() => values("str/contains", { pattern: "(?x) a # comment" }), /the flag x, for patterns with comments, is not known/);
  assert.deepEqual(values("str/fullmatch", { pattern: "^xyz$", flags: "m" }), [false, true, false]);
  assert.throws(() => values("str/extract", { pattern: "a(b)", group: 2 }), /has no group 2; its groups are 1 to 1/);
  assert.throws(() => values("str/extract", { pattern: "ab" }), /has no group 1; put what is wanted in parentheses, or take all of it: \{ group: 0 \}/);
  assert.throws(
    () => values("str/contains", { pattern: /^a/i as never }),
    /pattern is \/\^a\/i; it must be text: "\^a", and \{ flags: "i" \} for the rules of JavaScript/,
  );
  assert.throws(() => values("str/repeat", { times: 2 ** 30 }), /str\.repeat: 1073741824 times a text of 3 characters is longer than texts may be/);
  assert.throws(() => values("str/slice", { step: 0 }), /step is 0/);
  assert.throws(() => values("str/pad", {}), /str.pad: width is missing; it must be an integer/);
  assert.throws(() => values("str/lower", { locale: "tr" }), /no option "locale"; it has none/);
  assert.throws(() => call("str/lower", [{ column: "x", type: "int64" }]), /str.lower: does not take int64; it takes text/);
});

test("more than 2 GiB of text in one column is an error", () => {
  const frame = sampleFrame({ x: ["utf8", ["a".repeat(2 ** 16)]] });
  assert.throws(() => frame.values(call("str/replace", [frame.col.x], { pattern: "a", replacement: "b".repeat(2 ** 15) })), MemoryLimitError);
});
