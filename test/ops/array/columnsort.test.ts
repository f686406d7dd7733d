import assert from "node:assert/strict";
import { test } from "node:test";
import { exprKey } from "../../../src/engine/collection.ts";
import { compute, DArray, da, type NDArray } from "../../../src/index.ts";
import { columnsOf, columnsort } from "../../../src/ops/array/columnsort.ts";

test("the columns of columnsort are as long as its proof asks", () => {
  for (const size of [1, 2, 7, 100, 30_011, 10 ** 6, 10 ** 9, 10 ** 12]) {
    for (const wanted of [1, 100, 10 ** 4, 10 ** 7]) {
      const { count, length } = columnsOf(size, wanted);
      assert.ok(
        count * length >= size && length >= 2 * (count - 1) ** 2 && length % count === 0 && length % 2 === 0,
        `${size} in ${wanted}: ${count} of ${length}`,
      );
      assert.ok(count === 1 || count * length < size + 4 * count * count);
    }
  }
});

test("columnsort sorts any length in columns of any length, and equal values stay in order", async () => {
  for (const size of [1, 2, 3, 7, 64, 333, 2_000]) {
    for (const wanted of [1, 10, 97, 500]) {
      for (const distinct of [1, 2, 50, 10_000]) {
        const values = Array.from({ length: size }, (_, i) => ((i * 7919 + 13) % 10_007) % distinct);
        const x = da.fromArray(Float64Array.from(values), { chunks: 50 })[exprKey];
        const [sorted, order] = await compute([new DArray(columnsort(x, wanted, "values")), new DArray(columnsort(x, wanted, "positions"))], {
          scheduler: "synchronous",
        });
        const expected = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]! || a - b);
        assert.deepEqual([...(order as NDArray<"float64">).data], expected, `${size} in ${wanted}, ${distinct} values`);
        assert.deepEqual(
          [...(sorted as NDArray<"float64">).data],
          expected.map((i) => values[i]!),
        );
      }
    }
  }
});
