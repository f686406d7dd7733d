import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { NDArray } from "../../src/chunk/ndarray.ts";
import { DTypeError, ShapeError } from "../../src/util/errors.ts";

const matrix = new NDArray("float64", Float64Array.of(1, 2, 3, 4, 5, 6), [2, 3]);

describe("NDArray", () => {
  test("knows its shape, stride, size and number of axes", () => {
    assert.deepEqual([matrix.shape, matrix.stride, matrix.size, matrix.ndim], [[2, 3], [3, 1], 6, 2]);
  });

  test("gives the element at an index, counting negative ones from the end", () => {
    assert.equal(matrix.get(1, 2), 6);
    assert.equal(matrix.get(-2, -1), 3);
  });

  test("gives what JavaScript has for a dtype: bigints, booleans, numbers", () => {
    assert.equal(new NDArray("int64", BigInt64Array.of(-(2n ** 63n)), [1]).get(0), -(2n ** 63n));
    assert.equal(new NDArray("bool", Uint8Array.of(0, 1), [2]).get(1), true);
    assert.equal(new NDArray("uint8", Uint8Array.of(0, 1), [2]).get(1), 1);
  });

  test("gives a view of the same memory for fewer indices than axes", () => {
    const row = matrix.get<NDArray<"float64">>(1);
    assert.deepEqual([row.shape, [...row.data]], [[3], [4, 5, 6]]);
    assert.equal(row.data.buffer, matrix.data.buffer);
    assert.deepEqual(matrix.get<NDArray<"float64">>().shape, [2, 3]);
  });

  test("refuses indices out of bounds, fractional ones and too many", () => {
    for (const index of [[2], [-3], [0, 3], [0.5], [NaN], [0, 0, 0]]) assert.throws(() => matrix.get(...index), ShapeError);
  });

  test("becomes nested arrays", () => {
    assert.deepEqual(matrix.toArray(), [
      [1, 2, 3],
      [4, 5, 6],
    ]);
    assert.deepEqual(new NDArray("bool", Uint8Array.of(1), [1, 1]).toArray(), [[true]]);
    assert.deepEqual(new NDArray("float32", new Float32Array(0), [2, 0]).toArray(), [[], []]);
    assert.equal(new NDArray("int8", Int8Array.of(7), []).toArray(), 7);
  });

  test("goes over its first axis", () => {
    assert.deepEqual([...new NDArray("int16", Int16Array.of(1, 2), [2])], [1, 2]);
    assert.deepEqual(
      [...matrix].map((row) => (row as NDArray).toArray()),
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    );
    assert.throws(() => [...new NDArray("int8", Int8Array.of(7), [])], ShapeError);
  });

  test("refuses data that do not fit its dtype or shape", () => {
    assert.throws(() => new NDArray("float64", new Float64Array(5), [2, 3]), ShapeError);
    assert.throws(() => new NDArray("float64", new Float32Array(6) as never, [2, 3]), DTypeError);
  });

  test("prints itself in the console, in text and in a notebook", () => {
    const text = "array([[1., 2., 3.],\n       [4., 5., 6.]])";
    assert.equal(inspect(matrix), text);
    assert.equal(`${matrix}`, text);
    const display = (matrix as unknown as Record<symbol, () => unknown>)[Symbol.for("Jupyter.display")]!;
    assert.deepEqual(display.call(matrix), { "text/plain": text });
  });
});
