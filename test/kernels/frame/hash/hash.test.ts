import assert from "node:assert/strict";
import { test } from "node:test";
import { hashRows } from "../../../../src/kernels/frame/hash/hash-rows.ts";
import { partitionRows, partsOf } from "../../../../src/kernels/frame/hash/partition-rows.ts";
import type { Backend } from "../../../../src/kernels/kernel.ts";
import { backendsWith, columnOf, columnTypes, dice, keyOf, randomColumn, valuesOf } from "../frames.ts";

const tight = (backend: Backend): Backend => ({ ...backend, isa: `${backend.isa}, little memory`, maxBytes: 6000 });
const backends = backendsWith("hashRows", "partitionRows").flatMap((backend) => [backend, tight(backend)]);

test("there are backends with these kernels", () => assert.ok(backends.length > 0));

test("hashes are the same on every backend", () => {
  const roll = dice(1);
  for (const type of columnTypes) {
    const column = randomColumn(roll, type, 500, { nulls: true, wide: true });
    const all = backends.map((backend) => [...hashRows(backend, [column, column])]);
    for (const hashes of all) assert.deepEqual(hashes, all[0]);
  }
});

for (const backend of backends) {
  test(`${backend.isa}: rows with equal keys have equal hashes, and others hardly ever`, () => {
    const roll = dice(2);
    for (let round = 0; round < 60; round++) {
      const types = Array.from({ length: 1 + roll(3) }, () => columnTypes[roll(columnTypes.length)]!);
      const hashes = new Map<string, number>();
      // Two partitions: dictionaries differ.
      for (const length of [400, 300]) {
        const columns = types.map((type) => randomColumn(roll, type, length, { nulls: roll(2) === 0, wide: roll(2) === 0 }));
        const values = columns.map(valuesOf);
        hashRows(backend, columns).forEach((hash, row) => {
          const key = values.map((column) => keyOf(column[row]!)).join("|");
          assert.equal(hash, hashes.get(key) ?? hash, key);
          hashes.set(key, hash);
        });
      }
      assert.ok(new Set(hashes.values()).size >= hashes.size - 2, types.join());
    }
  });

  test(`${backend.isa}: parts have about as many keys, also where keys have a pattern`, () => {
    const n = 40_000;
    for (const step of [1n, 4n, 4096n, 1n << 32n]) {
      const values = BigInt64Array.from({ length: n }, (_, i) => BigInt(i) * step);
      const parts = partsOf(backend, hashRows(backend, [{ type: "int64", length: n, values }]), 7);
      const { starts } = partitionRows(backend, parts, 7);
      for (let part = 0; part < 7; part++) assert.ok(Math.abs(starts[part + 1]! - starts[part]! - n / 7) < n / 70);
    }
  });

  test(`${backend.isa}: a partition keeps the order of rows, and leaves out -1`, () => {
    const roll = dice(3);
    for (const [n, count] of [
      [0, 1],
      [1, 1],
      [10, 3],
      [1000, 5],
      [500, 2000],
    ] as const) {
      const codes = Int32Array.from({ length: n }, () => roll(count + 1) - 1);
      const { rows, starts } = partitionRows(backend, codes, count);
      assert.equal(starts.length, count + 1);
      for (let part = 0; part < count; part++) {
        const expected = [...codes.keys()].filter((row) => codes[row] === part);
        assert.deepEqual([...rows.subarray(starts[part], starts[part + 1])], expected);
      }
      assert.equal(rows.length, codes.filter((code) => code >= 0).length);
    }
  });
}

test("a category hashes as its text under any dictionary", () => {
  const [a, b] = [columnOf("category", ["x", "y", null]), columnOf("category", ["z", "y", "x"])];
  const [first, second] = [a, b].map((column) => hashRows(backends[0]!, [column!]));
  assert.deepEqual([first![0], first![1]], [second![2], second![1]]);
});
