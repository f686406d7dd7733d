import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Block } from "../../src/chunk/chunk.ts";
import { createPool } from "../../src/chunk/pool.ts";
import { classWithin, roundToClass, sizeOfClass, unitBytes } from "../../src/chunk/size-class.ts";

const bytesOf = (block: Block) => new Uint8Array(block.buffer, block.byteOffset, block.byteLength);

test("sizes of classes are at most an eighth apart, and each size is its own class", () => {
  for (let sizeClass = 1; sizeClass < 200; sizeClass++) {
    const size = sizeOfClass(sizeClass);
    assert.equal(classWithin(size), sizeClass);
    assert.equal(roundToClass(size), size);
    const next = sizeOfClass(sizeClass + 1);
    assert.equal(roundToClass(size + 1), next);
    assert.ok(next > size && (next - size <= size / 8 || next - size === unitBytes));
    assert.equal(classWithin(next - unitBytes), sizeClass);
  }
});

test("blocks are aligned to cache lines and hold what was asked for", () => {
  const pool = createPool();
  for (const bytes of [0, 1, 64, 65, 1000, 2 ** 20 + 1, 2 ** 26, 2 ** 27 + 5]) {
    const block = pool.allocate(bytes);
    // 16 bytes lie before a large buffer's first one.
    assert.equal((block.byteOffset + 16) % unitBytes, 0);
    assert.ok(block.byteLength >= bytes && block.byteLength <= Math.max(unitBytes, bytes * 1.125 + unitBytes));
    pool.release(block);
  }
  assert.equal(pool.counters.inUseBytes, 0);
});

test("blocks in use never overlap, and counters tell what is in use, whatever is taken and given back", () => {
  const actions = fc.array(
    fc.record({ bytes: fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 3_000_000 })), which: fc.nat(), act: fc.nat(9) }),
    { maxLength: 200 },
  );
  fc.assert(
    fc.property(actions, (all) => {
      const pool = createPool();
      const live: Block[] = [];
      for (const { bytes, which, act } of all) {
        const block = live[which % Math.max(1, live.length)];
        if (act < 5 || block === undefined) live.push(pool.allocate(bytes));
        else if (act < 8) {
          pool.release(block);
          live.splice(live.indexOf(block), 1);
        } else if (act === 8) {
          pool.shrink(block, bytes % (block.byteLength + 1));
        } else {
          pool.vacate(block);
          assert.equal(pool.isResident(block), false);
          pool.occupy(block);
        }
        const spans = live.map(({ buffer, byteOffset, byteLength }) => ({ buffer, byteOffset, end: byteOffset + byteLength }));
        for (const a of spans) for (const b of spans) if (a !== b && a.buffer === b.buffer) assert.ok(a.end <= b.byteOffset || b.end <= a.byteOffset);
        assert.equal(
          pool.counters.inUseBytes,
          live.reduce((sum, { byteLength }) => sum + byteLength, 0),
        );
      }
      for (const block of live) pool.release(block);
      assert.equal(pool.counters.inUseBytes, 0);
      // What was freed has grown together again: one slab gives all its bytes at once.
      const { slabs } = pool.counters;
      if (slabs > 0) {
        pool.release(pool.allocate(2 ** 26));
        assert.equal(pool.counters.slabs, slabs);
      }
    }),
  );
});

test("memory that was given back is handed out again", () => {
  const pool = createPool();
  const first = pool.allocate(100_000);
  const { buffer, byteOffset } = first;
  pool.release(first);
  const second = pool.allocate(100_000);
  assert.equal(second.buffer, buffer);
  assert.equal(second.byteOffset, byteOffset);
  assert.equal(pool.counters.retainedBytes, pool.counters.inUseBytes);
});

test("a block goes with its last owner, and what was asked for then happens then", () => {
  const pool = createPool();
  const block = pool.allocate(10);
  let freed = 0;
  pool.whenFreed(block, () => freed++);
  pool.retain(block);
  pool.release(block);
  assert.equal(freed, 0);
  pool.vacate(block);
  assert.equal(pool.counters.inUseBytes, 0);
  pool.release(block);
  assert.equal(freed, 1);
  assert.throws(() => pool.release(block), /was freed/);
});

test("slabs that nobody uses go before more is retained than the limit", () => {
  const pool = createPool();
  pool.setLimit(150 * 2 ** 20);
  pool.release(pool.allocate(100 * 2 ** 20));
  const kept = pool.allocate(10);
  pool.release(pool.allocate(120 * 2 ** 20));
  assert.ok(pool.counters.retainedBytes < 150 * 2 ** 20);
  assert.equal(pool.counters.inUseBytes, kept.byteLength);
});

test("two thousand mixed blocks at a time cost no more memory than an eighth above what they need", () => {
  const pool = createPool();
  const live: Block[] = [];
  let seed = 1;
  const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
  for (let i = 0; i < 20_000; i++) {
    live.push(pool.allocate(100 + random(20_000)));
    if (live.length > 2000) {
      const at = random(live.length);
      pool.release(live[at]!);
      live[at] = live.at(-1)!;
      live.pop();
    }
  }
  assert.ok(pool.counters.retainedBytes < 1.125 * pool.counters.peakBytes, JSON.stringify(pool.counters));
  bytesOf(live[0]!).fill(1);
});

test("free memory goes back to the system before more is retained than the limit, and no more than that", () => {
  const pool = createPool();
  const mebibytes = 2 ** 20;
  let discarded = 0;
  pool.pagesFrom(() => ({
    discard(bytes) {
      discarded += bytes.length;
      bytes.fill(0xee);
    },
  }));
  pool.setLimit(32 * mebibytes);
  // Every other block of a mebibyte goes, so that larger ones find no room between.
  const blocks = Array.from({ length: 32 }, () => pool.allocate(mebibytes));
  assert.equal(discarded, 0);
  for (const [i, block] of blocks.entries()) {
    bytesOf(block).fill(i);
    if (i % 2 === 1) pool.release(block);
  }
  const large = pool.allocate(12 * mebibytes);
  assert.equal(pool.counters.retainedBytes, 32 * mebibytes);
  // The last block is part of it.
  assert.equal(discarded, 11 * mebibytes);
  bytesOf(large).fill(99);
  for (const [i, block] of blocks.entries()) if (i % 2 === 0) assert.ok(bytesOf(block).every((byte) => byte === i));
  assert.equal(pool.counters.slabs, 1);
});

test("large blocks come from memory that was in use before, though other would fit better", () => {
  const pool = createPool();
  const block = 2 ** 24;
  const [first, second, third] = [pool.allocate(block), pool.allocate(block), pool.allocate(block)];
  pool.release(first);
  pool.release(second);
  const retained = pool.counters.retainedBytes;
  const again = [pool.allocate(block), pool.allocate(block)];
  assert.equal(pool.counters.retainedBytes, retained);
  // Only now is there none.
  pool.allocate(block);
  assert.equal(pool.counters.retainedBytes, retained + block);
  for (const one of [...again, third]) assert.ok(pool.isResident(one));
});

test("large blocks ask for large pages, when memory is taken that may not be resident yet, and only for what is theirs", () => {
  const pool = createPool();
  const asked: [from: number, bytes: number][] = [];
  pool.pagesFrom(() => ({ discard: () => {}, useLargePages: (bytes) => asked.push([bytes.byteOffset, bytes.length]) }));
  pool.allocate(3_000_000);
  assert.deepEqual(asked, []);
  const large = pool.allocate(5_000_000);
  const { byteOffset, byteLength } = large;
  assert.deepEqual(asked, [[byteOffset, byteLength]]);
  pool.release(large);
  const again = pool.allocate(5_000_000);
  assert.equal(again.byteOffset, byteOffset);
  assert.equal(asked.length, 1);
  // All that is free is discarded: it may come in large pages again.
  pool.setLimit(16_000_000);
  pool.release(again);
  pool.allocate(9_000_000);
  assert.equal(asked.length, 2);
  assert.ok(pool.counters.retainedBytes <= 16_000_000);
});

/** The last block that is freed is joined to a piece before it of which only the beginning is there. */
const joined = [
  ...[425_985, 3_407_873, 1_835_009, 4_194_305, 3_670_017].map((bytes) => ({ bytes, which: 0, frees: false })),
  { bytes: 1_114_966, which: 1_967_665_507, frees: false },
  { bytes: 1_966_081, which: 0, frees: false },
  { bytes: 998_457, which: 1_110_531_267, frees: false },
];

test("whatever is taken and given back, what is in use is never discarded, and no more is retained than the limit allows", () => {
  const actions = fc.array(fc.record({ bytes: fc.integer({ min: 1, max: 6_000_000 }), which: fc.nat(), frees: fc.boolean() }), { maxLength: 60 });
  fc.assert(
    fc.property(actions, (all) => {
      const pool = createPool();
      const limit = 16_000_000;
      pool.setLimit(limit);
      pool.pagesFrom(() => ({ discard: (bytes) => bytes.fill(0xee) }));
      const live: Block[] = [];
      for (const { bytes, which, frees } of all) {
        const at = which % Math.max(1, live.length);
        if (live.length > 0 && (frees || pool.counters.inUseBytes + 1.125 * bytes + 64 > limit)) {
          const [block] = live.splice(at, 1);
          assert.ok(bytesOf(block!).at(0) === 7 && bytesOf(block!).at(-1) === 7);
          pool.release(block!);
        } else {
          const block = pool.allocate(bytes);
          bytesOf(block).fill(7);
          live.push(block);
        }
        // Pieces too small to discard are left.
        assert.ok(pool.counters.retainedBytes <= limit + limit / 64 + all.length * 2 ** 16, `${pool.counters.retainedBytes}`);
        assert.ok(pool.counters.retainedBytes >= pool.counters.inUseBytes);
      }
      for (const block of live) assert.ok(bytesOf(block).at(0) === 7 && bytesOf(block).at(-1) === 7);
    }),
    { numRuns: 20, examples: [[joined]] },
  );
});
