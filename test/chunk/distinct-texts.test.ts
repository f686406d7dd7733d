import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { columnOf } from "../../src/chunk/column-values.ts";
import { areDistinct } from "../../src/chunk/distinct-texts.ts";

test("texts are distinct if a set has as many", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 2 }), { maxLength: 30 }), (texts) => {
      assert.equal(areDistinct(columnOf("utf8", texts)), new Set(texts).size === texts.length);
    }),
  );
});

test("many texts are distinct until one is repeated, and nothing is like a missing one", () => {
  const texts = Array.from({ length: 5000 }, (_, i) => `text ${i}`);
  assert.ok(areDistinct(columnOf("utf8", texts)));
  assert.ok(!areDistinct(columnOf("utf8", [...texts, "text 4321"])));
  assert.ok(!areDistinct(columnOf("utf8", ["a", null])));
  assert.ok(areDistinct(columnOf("utf8", [])));
  assert.ok(!areDistinct(columnOf("utf8", ["", ""])));
});
