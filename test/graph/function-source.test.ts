import assert from "node:assert/strict";
import { test } from "node:test";
import { config } from "../../src/config/config.ts";
import { compile } from "../../src/execute/compile.ts";
import { freeVariables } from "../../src/graph/free-variables.ts";
import { sourceOf, type UserFunction } from "../../src/graph/function-source.ts";
import { ClosureError } from "../../src/util/errors.ts";

const around = 3;
const helper = (x: number) => x;

test("the free variables of a piece of code are those it uses and does not declare", () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["(x) => x + y", ["y"]],
    ["(x, y = z) => x + y", ["z"]],
    ["({ a, b: [c, ...d], ...e }) => [a, b, c, d, e]", ["b"]],
    ["(function f(n) { return n ? f(n - 1) : arguments.length; })", []],
    ["() => arguments", ["arguments"]],
    ["() => { if (a) { var b = 1; let c = 2; } return b + c; }", ["a", "c"]],
    ["() => { f(); function f() { return g; } }", ["g"]],
    ["() => { for (const x of xs) for (let i = 0, n = 2; i < n; i++) use(x, i); return x; }", ["xs", "use", "x"]],
    ["() => { try { a(); } catch ({ message }) { return message; } }", ["a"]],
    ["() => ({ key: value, short, [computed]: 1, method() { return this.x; } })", ["value", "short", "computed"]],
    ["(o) => o.name + o[index] + o?.deep", ["index"]],
    ["() => { loop: for (;;) { break loop; } }", []],
    ["() => class A extends B { static x = y; #p = 1; m() { return new A(this.#p); } }", ["B", "y"]],
    ["async () => { for await (const x of stream) yieldTo(x); }", ["stream", "yieldTo"]],
    ["() => { switch (k) { case 1: let a = 1; default: return a; } }", ["k"]],
    ["() => { counter++; [first, rest.x] = list; }", ["counter", "first", "rest", "list"]],
    ["() => tag`text ${" + "inner}`", ["tag", "inner"]],
    ["(function () { return new.target && import.meta; })", []],
    ["(a) => { { function inner() {} } return inner; }", ["inner"]],
  ];
  for (const [source, expected] of cases) assert.deepEqual(freeVariables(source), expected, source);
});

test("a function that needs only globals is its source", () => {
  for (const fn of [(x: number) => Math.sqrt(x) + structuredClone(x), async (x: number) => x, { method: (x: number) => x }.method, class A {}.constructor]) {
    if (fn === Function) continue;
    assert.equal(typeof sourceOf("mapBlocks", fn as UserFunction), "string");
  }
  const shorthand = {
    plus(x: number) {
      return x + 1;
    },
  };
  assert.equal(compile(sourceOf("mapBlocks", shorthand.plus), undefined)(1), 2);
});

test("variables from around a function are a ClosureError that names them and the ways out", () => {
  assert.throws(
    () => sourceOf("mapBlocks", (x: number) => helper(x) + around),
    (error: ClosureError) => {
      assert.ok(error instanceof ClosureError);
      assert.deepEqual(error.names, ["helper", "around"]);
      assert.match(error.message, /^mapBlocks: .*helper, around.*with: \{ helper, around \}.*fromModule.*synchronous/);
      return true;
    },
  );
});

test("where the scheduler is synchronous, any function runs, in this thread", () => {
  using _ = config.scope({ scheduler: "synchronous" });
  const source = sourceOf("mapBlocks", (x: number) => helper(x) + around);
  assert.equal(compile(source, undefined)(1), 4);
  assert.equal(
    sourceOf("mapBlocks", (x: number) => x),
    "((x) => x)",
  );
  assert.throws(() => compile("local function 99", undefined), ClosureError);
});

test("captured values are not missing", () => {
  assert.equal(typeof sourceOf("delayed", (x: number) => x + around, { around }), "string");
});

test("functions without source cannot be sent", () => {
  for (const fn of [Math.max, ((x: number) => x).bind(null)]) assert.throws(() => sourceOf("mapBlocks", fn), /native or bound/);
});
