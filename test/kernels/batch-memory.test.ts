import assert from "node:assert/strict";
import { test } from "node:test";
import { borrow, closeBatchMemory, lasting, openBatchMemory, passing, room, withBatchMemory, zeros } from "../../src/kernels/batch-memory.ts";

const nothing = new Uint8Array(0);

test("what a thread adds is used again; memory that was given is not kept, however large it is", () => {
  const own = openBatchMemory(nothing);
  const { buffer } = withBatchMemory(own, () => room("uint8", 1000));
  closeBatchMemory(own);
  const given = new Uint8Array(2 ** 24);
  closeBatchMemory(openBatchMemory(given));
  const next = openBatchMemory(nothing);
  assert.equal(withBatchMemory(next, () => room("uint8", 1000)).buffer, buffer);
  closeBatchMemory(next);
});

test("programs that run at a time have memory of their own", () => {
  const one = openBatchMemory(nothing);
  const other = openBatchMemory(nothing);
  const [first, second] = [one, other].map((memory) => withBatchMemory(memory, () => room("uint8", 1000)));
  assert.notEqual(first!.buffer, second!.buffer);
  closeBatchMemory(one);
  closeBatchMemory(other);
});

test("arrays lie beside each other in it, and in memory of the thread when it is full", () => {
  const given = new Uint8Array(16_384).fill(7);
  const memory = openBatchMemory(given);
  const arrays = withBatchMemory(memory, () => [room("int32", 1000), zeros("float64", 1000), zeros("uint8", 8000), room("uint8", 8000), room("int32", 500)]);
  const [first, second, third, fourth, fifth] = arrays as [Int32Array, Float64Array, Uint8Array, Uint8Array, Int32Array];
  assert.equal(first.buffer, given.buffer);
  assert.equal(second.buffer, given.buffer);
  assert.ok(second.byteOffset >= first.byteOffset + first.byteLength);
  assert.ok(second.every((value) => value === 0) && third.every((value) => value === 0));
  assert.notEqual(third.buffer, given.buffer);
  assert.equal(fourth.buffer, third.buffer);
  assert.ok(fourth.byteOffset >= third.byteOffset + third.byteLength);
  assert.equal(fifth.buffer, given.buffer);
  closeBatchMemory(memory);
});

test("what is borrowed is free again", () => {
  const memory = openBatchMemory(new Uint8Array(4096));
  withBatchMemory(memory, () => {
    const borrowed = borrow(4000, (bytes) => bytes.byteOffset);
    assert.equal(room("uint8", 4000).byteOffset, borrowed);
  });
});

test("what was made to be passed on stays, and nothing else, wherever it was", () => {
  for (const bytes of [2 ** 16, 2 ** 12, 0]) {
    const memory = openBatchMemory(new Uint8Array(bytes));
    withBatchMemory(memory, () => {
      const before = room("int32", 200).fill(1);
      const kept = lasting("int32", () => {
        room("uint8", 1500).fill(9);
        passing(() => room("uint8", 5000).fill(9));
        return room("int32", 1000).map((_, i) => i);
      });
      const after = room("int32", 2000).fill(2);
      assert.deepEqual(
        [...kept],
        Array.from({ length: 1000 }, (_, i) => i),
      );
      assert.ok(before.every((value) => value === 1) && after.every((value) => value === 2));
    });
    closeBatchMemory(memory);
  }
});
