import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { NDArray } from "../../src/chunk/ndarray.ts";
import { decodeArray, type GoldenArray, readGolden } from "../golden/decode.ts";

describe("printing an NDArray", () => {
  for (const { text, ...array } of readGolden<GoldenArray & { readonly text: string }>("print").cases) {
    test(`is as NumPy does it: ${array.dtype} [${array.shape.join(", ")}] ${JSON.stringify(array.data).slice(0, 60)}`, () => {
      assert.equal(decodeArray(array).toString(), text);
    });
  }

  test("leaves out the middle of axes longer than six once there are more than 1000 elements", () => {
    const long = new NDArray(
      "int32",
      Int32Array.from({ length: 1001 }, (_, i) => i),
      [1001],
    );
    assert.equal(long.toString(), "array([   0,    1,    2, ...,  998,  999, 1000], shape=[1001], dtype=int32)");
    const wide = new NDArray("float64", new Float64Array(4000), [500, 8]);
    const row = "[0., 0., 0., ..., 0., 0., 0.]";
    const rows = [row, row, row, "...", row, row, row].join(",\n       ");
    assert.equal(wide.toString(), `array([${rows}], shape=[500, 8])`);
    assert.ok(!new NDArray("int8", new Int8Array(1000), [1000]).toString().includes("..."));
  });
});
