import assert from "node:assert/strict";
import { test } from "node:test";
import { borrow, closeBatchMemory, openBatchMemory, room, withBatchMemory, zeros } from "../../src/kernels/batch-memory.ts";

test("memory that was given is not kept, however large it is", () => {
  const nothing = new Uint8Array(0);
  const own = openBatchMemory(nothing);
  closeBatchMemory(own);
  const given = new Uint8Array(own.bytes.length);
  closeBatchMemory(openBatchMemory(given));
  const next = openBatchMemory(nothing);
  assert.equal(next.bytes.buffer, own.bytes.buffer);
  closeBatchMemory(next);
});

test("arrays lie beside each other in it, and outside when it is full", () => {
  const given = new Uint8Array(16_384).fill(7);
  const memory = openBatchMemory(given);
  const arrays = withBatchMemory(memory, () => [room("int32", 1000), zeros("float64", 1000), zeros("uint8", 8000), room("uint8", 8000)]);
  const [first, second, third, fourth] = arrays as [Int32Array, Float64Array, Uint8Array, Uint8Array];
  assert.equal(first.buffer, given.buffer);
  assert.equal(second.buffer, given.buffer);
  assert.ok(second.byteOffset >= first.byteOffset + first.byteLength);
  assert.ok(second.every((value) => value === 0) && third.every((value) => value === 0));
  assert.notEqual(third.buffer, given.buffer);
  assert.notEqual(fourth.buffer, given.buffer);
});

test("what is borrowed is free again", () => {
  const memory = openBatchMemory(new Uint8Array(4096));
  withBatchMemory(memory, () => {
    const borrowed = borrow(4000, (bytes) => bytes.byteOffset);
    assert.equal(room("uint8", 4000).byteOffset, borrowed);
  });
});
