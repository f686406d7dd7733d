import assert from "node:assert/strict";
import { test } from "node:test";
import { DTypeError } from "../../../src/util/errors.ts";
import { call, sampleFrame } from "./sample-frame.ts";

const frame = sampleFrame({
  i: ["int64", [7n, -7n, null, 9007199254740993n]],
  j: ["int32", [2, 2, 2, 0]],
  f: ["float64", [0.5, NaN, null, -1.5]],
  u: ["uint64", [1n, 2n, 18446744073709551615n, 9007199254740993n]],
  b: ["bool", [true, false, null, true]],
  c: ["bool", [null, null, null, false]],
  t: ["utf8", ["b", "a", null, "é"]],
  k: ["category", ["x", "y", null, "x"]],
  d: ["date", [0, -1, null, 19782]],
  s: ["timestamp[ms]", [0n, -1n, null, 1709210096789n]],
  z: ["duration[s]", [60n, -1n, null, 86400n]],
});
const { col, values } = frame;

test("arithmetic promotes as NumPy 2 does, and null stays null", () => {
  assert.deepEqual(values(call("add", [col.i, col.j])), [9n, -5n, null, 9007199254740993n]);
  assert.deepEqual(values(call("add", [col.i, 1])), [8n, -6n, null, 9007199254740994n]);
  assert.equal(call("add", [col.j, 1]).type, "int32");
  assert.equal(call("add", [col.j, 1.5]).type, "float64");
  assert.throws(() => call("add", [col.j, 2 ** 40]), {
    name: "RangeError",
    message: 'add: 1099511627776 is beyond int32, which has -2147483648 to 2147483647; cast the column first: astype("int64")',
  });
  assert.equal(call("div", [col.j, 2 ** 40]).type, "float64");
  assert.equal(call("add", [col.i, col.u]).type, "float64");
  assert.equal(call("mul", [col.b, col.b]).type, "bool");
  assert.equal(call("sub", [col.b, 1]).type, "int64");
  assert.deepEqual(values(call("div", [col.j, 4])), [0.5, 0.5, 0.5, 0]);
  assert.deepEqual(values(call("mul", [col.f, null])), [null, null, null, null]);
});

test("integers divide as in Python, and by zero to null", () => {
  assert.deepEqual(values(call("floordiv", [col.i, col.j])), [3n, -4n, null, null]);
  assert.deepEqual(values(call("mod", [col.i, col.j])), [1n, 1n, null, null]);
  assert.deepEqual(values(call("floordiv", [col.f, 0])), [Infinity, NaN, null, -Infinity]);
});

test("functions of one number", () => {
  assert.deepEqual(values(call("neg", [col.i])), [-7n, 7n, null, -9007199254740993n]);
  assert.deepEqual(values(call("abs", [col.z])), [60n, 1n, null, 86400n]);
  assert.deepEqual(values(call("round", [col.f], { decimals: 0 })), [0, NaN, null, -2]);
  assert.deepEqual(values(call("sqrt", [col.j])), [Math.SQRT2, Math.SQRT2, Math.SQRT2, 0]);
  assert.deepEqual(values(call("isnan", [col.f])), [false, true, null, false]);
  assert.deepEqual(values(call("clip", [col.i, -1, 8])), [7n, -1n, null, 8n]);
  assert.deepEqual(values(call("clip", [col.i, null, 8])), [7n, -7n, null, 8n]);
  assert.deepEqual(values(call("pow", [col.i, 2])), [49n, 49n, null, 18014398509481985n]);
  assert.throws(() => values(call("pow", [col.j, -1])), /negative integer power/);
});

test("comparisons of every type", () => {
  assert.deepEqual(values(call("gt", [col.i, 0])), [true, false, null, true]);
  assert.deepEqual(values(call("eq", [col.i, col.u])), [false, false, null, true]);
  assert.deepEqual(values(call("lt", [col.u, col.i])), [true, false, null, false]);
  assert.deepEqual(values(call("eq", [col.t, "a"])), [false, true, null, false]);
  assert.deepEqual(values(call("gt", [col.t, "a"])), [true, false, null, true]);
  assert.deepEqual(values(call("lt", ["b", col.t])), [false, false, null, true]);
  assert.deepEqual(values(call("eq", [col.k, "x"])), [true, false, null, true]);
  assert.deepEqual(values(call("gt", ["y", col.k])), [true, false, null, true]);
  assert.deepEqual(values(call("ne", [col.k, col.t])), [true, true, null, true]);
  assert.deepEqual(values(call("ge", [col.d, "1970-01-01"])), [true, false, null, true]);
  assert.deepEqual(values(call("lt", [col.d, "1970-01-01T12:00"])), [true, true, null, false]);
  assert.deepEqual(values(call("eq", [col.s, "2024-02-29 12:34:56.789"])), [false, false, null, true]);
  assert.deepEqual(values(call("eq", [col.s, new Date(1709210096789)])), [false, false, null, true]);
  assert.deepEqual(values(call("gt", [col.s, col.d])), [false, true, null, true]);
  assert.deepEqual(values(call("eq", [col.b, true])), [true, false, null, true]);
  assert.deepEqual(values(call("lt", [col.f, 0])), [false, false, null, true]);
  assert.deepEqual(values(call("between", [col.i, -7, 7])), [true, true, null, false]);
  assert.deepEqual(values(call("between", [col.i, -7, 7], { inclusive: "neither" })), [false, false, null, false]);
});

test("isin looks values up, null only if it is asked for", () => {
  assert.deepEqual(values(call("isin", [col.i, 7, 1.5, "9".length])), [true, false, null, false]);
  assert.deepEqual(values(call("isin", [col.i, 7, null])), [true, false, true, false]);
  assert.deepEqual(values(call("isin", [col.t, "é", "a"])), [false, true, null, true]);
  assert.deepEqual(values(call("isin", [col.t, ..."abcdefghijk"])), [true, true, null, false]);
  assert.deepEqual(values(call("isin", [col.k, "y"])), [false, true, null, false]);
  assert.deepEqual(values(call("isin", [col.i])), [false, false, null, false]);
  assert.deepEqual(values(call("isin", [col.d, "2024-02-29"])), [false, false, null, true]);
});

test("and, or, xor and not are three-valued", () => {
  const truth = sampleFrame({
    x: ["bool", [true, true, true, false, false, false, null, null, null]],
    y: ["bool", [true, false, null, true, false, null, true, false, null]],
  });
  assert.deepEqual(truth.values(call("and", [truth.col.x, truth.col.y])), [true, false, null, false, false, false, null, false, null]);
  assert.deepEqual(truth.values(call("or", [truth.col.x, truth.col.y])), [true, true, true, true, false, null, true, null, null]);
  assert.deepEqual(truth.values(call("xor", [truth.col.x, truth.col.y])), [false, true, null, true, false, null, null, null, null]);
  assert.deepEqual(truth.values(call("not", [truth.col.x])), [false, false, false, true, true, true, null, null, null]);
  assert.deepEqual(truth.values(call("and", [truth.col.x, false])), new Array(9).fill(false));
  assert.deepEqual(truth.values(call("or", [truth.col.x, null])), [true, true, true, null, null, null, null, null, null]);
});

test("what is null can be told, filled and made", () => {
  assert.deepEqual(values(call("isna", [col.f])), [false, false, true, false]);
  assert.deepEqual(values(call("notna", [col.j])), [true, true, true, true]);
  assert.deepEqual(values(call("fillna", [col.i, 5])), [7n, -7n, 5n, 9007199254740993n]);
  assert.deepEqual(values(call("fillna", [col.t, "none"])), ["b", "a", "none", "é"]);
  assert.deepEqual(values(call("fillna", [col.k, "new"])), ["x", "y", "new", "x"]);
  assert.equal(call("fillna", [col.k, "new"]).type, "category");
  assert.deepEqual(values(call("coalesce", [col.c, col.b, true])), [true, false, true, false]);
  assert.deepEqual(values(call("where", [col.j, col.b])), [2, null, null, 0]);
  assert.deepEqual(values(call("where", [col.j, col.b, -1.5])), [2, -1.5, -1.5, 0]);
  assert.throws(() => call("where", [col.j, col.b, 2 ** 40]), { name: "RangeError" });
  assert.deepEqual(values(call("mask", [col.j, col.b])), [null, 2, 2, null]);
  assert.deepEqual(values(call("when", [col.b, "yes", call("isna", [col.b]), col.t, "no"])), ["yes", "no", null, "yes"]);
  assert.deepEqual(values(call("when", [col.c, 1])), [null, null, null, null]);
});

test("times reckon with durations", () => {
  assert.deepEqual(values(call("add", [col.s, col.z])), [60000n, -1001n, null, 1709296496789n]);
  assert.equal(call("add", [col.d, col.z]).type, "timestamp[s]");
  assert.deepEqual(values(call("sub", [col.s, col.d])), [0n, 86399999n, null, 45296789n]);
  assert.equal(call("sub", [col.s, col.s]).type, "duration[ms]");
  assert.deepEqual(values(call("mul", [col.z, 1.5])), [90n, -1n, null, 129600n]);
  assert.deepEqual(values(call("mul", [2, col.z])), [120n, -2n, null, 172800n]);
  assert.deepEqual(values(call("div", [col.z, 7])), [8n, 0n, null, 12342n]);
  assert.deepEqual(values(call("div", [col.z, col.z])), [1, 1, null, 1]);
  assert.deepEqual(values(call("add", [col.s, "1 days"])), [86400000n, 86399999n, null, 1709296496789n]);
  assert.deepEqual(values(call("sub", [col.s, "1970-01-01"])), [0n, -1n, null, 1709210096789n]);
  assert.deepEqual(values(call("gt", [col.z, "1min"])), [false, false, null, true]);
  assert.throws(() => call("gt", [col.z, "long"]), /gt: "long" is no duration, and meets a duration\[s\]/);
  assert.throws(() => call("add", [col.s, col.s]), DTypeError);
  assert.throws(() => call("add", [col.s, 1]), DTypeError);
});

test("map and replace go by a dictionary", () => {
  assert.deepEqual(values(call("map", [col.j], { keys: [2], values: ["two"] })), ["two", "two", "two", null]);
  assert.deepEqual(values(call("map", [col.k], { keys: ["x"], values: [1] })), [1, null, null, 1]);
  assert.deepEqual(values(call("replace", [col.j], { keys: [2, 0], values: [3, null] })), [3, 3, 3, null]);
  assert.deepEqual(values(call("replace", [col.j], { keys: [2], values: [2.5] })), [2.5, 2.5, 2.5, 0]);
  assert.deepEqual(values(call("replace", [col.k], { keys: ["x"], values: ["y"] })), ["y", "y", null, "y"]);
  assert.deepEqual(values(call("replace", [col.k], { keys: ["x", null], values: ["y", "z"] })), ["y", "y", "z", "y"]);
  assert.deepEqual(values(call("replace", [col.t], { keys: ["b"], values: [null] })), [null, "a", null, "é"]);
  assert.deepEqual(values(call("map", [col.f], { keys: [Number.NaN, 0.5, "no"], values: [1, 2, 3] })), [2, 1, null, null]);
  assert.deepEqual(values(call("map", [col.j], { keys: [2.5, 1e10, 0], values: [1n, 2n, 3n] })), [null, null, null, 3n]);
  assert.deepEqual(values(call("map", [col.i], { keys: ["7", "x"], values: ["seven", "x"] })), ["seven", null, null, null]);
  assert.deepEqual(values(call("map", [col.d], { keys: ["2024-02-29"], values: [true] })), [null, null, null, true]);
  assert.deepEqual(values(call("map", [col.i], { keys: [], values: [], type: "int8" })), [null, null, null, null]);
  assert.deepEqual(values(call("replace", [col.i], { keys: [null, 7], values: [0, 8] })), [8n, -7n, 0n, 9007199254740993n]);
});

test("types that do not fit are an error where the expression is made", () => {
  assert.throws(() => call("eq", [col.t, 1]), /eq: does not take utf8 and (float64|int64); cast one with astype/);
  assert.throws(() => call("add", [col.t, 1]), /add: does not take/);
  assert.throws(() => call("and", [col.i, col.b]), /and: does not take int64 and bool; it takes bool: compare first/);
  assert.throws(() => call("eq", [col.d, "yesterday"]), /eq: "yesterday" is no date or time/);
  assert.throws(() => call("sub", [col.b, col.b]), DTypeError);
  assert.throws(() => call("nothing", [col.b]), /no such function/);
});

test("constants alone, batches without rows, and equal expressions", () => {
  assert.deepEqual(values(call("add", [1, 2])), [3, 3, 3, 3]);
  const empty = sampleFrame({ x: ["int64", []], t: ["utf8", []] });
  assert.deepEqual(empty.values(call("add", [empty.col.x, 1])), []);
  assert.deepEqual(empty.values(call("add", [1, 1])), []);
  assert.deepEqual(empty.values(call("eq", [empty.col.t, "a"])), []);
  const twice = call("add", [call("mul", [col.i, 2]), call("mul", [col.i, 2])]);
  assert.deepEqual(values(twice), [28n, -28n, null, 36028797018963972n]);
});
