import { MemoryLimitError } from "../util/errors.ts";
import { must } from "../util/must.ts";
import type { Block } from "./chunk.ts";
import { leastInLargePages, onPages, type Pages } from "./pages.ts";
import { createParked } from "./parked.ts";
import { roundToClass } from "./size-class.ts";
import { createFreeSpans, join, newSpan, type Slab, type Span, split } from "./span.ts";

export interface PoolCounters {
  /** Bytes in blocks, in classes' sizes. */
  inUseBytes: number;
  /** The most there were; set it to `inUseBytes` to measure anew. */
  peakBytes: number;
  /** Bytes handed out of slabs that are still there and not discarded since: about what they cost in resident memory. */
  retainedBytes: number;
  slabs: number;
  /** Slabs that have been dropped so far: who holds on to one of them should look whether it is still there. */
  droppedSlabs: number;
}

/** A block as the pool knows it: its memory may leave it, and another stretch come back. */
interface Held {
  buffer: SharedArrayBuffer;
  byteOffset: number;
  byteLength: number;
  span: Span | undefined;
  /** How many hold on to it. */
  owners: number;
  /** What to do when it is given up. */
  forget: ((block: Block) => void) | undefined;
}

const nowhere = new SharedArrayBuffer(0);
const slabBytes = 64 * 2 ** 20;
/** Free spans below this are not worth discarding. */
const leastDiscarded = 2 ** 14;
const pageBytes = 4096;
/** glibc puts 16 bytes before what it maps: from here a large buffer is aligned to pages. */
const slabBase = pageBytes - 16;

/**
 * Hands out shared memory. Fresh pages cost more than most arithmetic, and a `new SharedArrayBuffer` a task more than many tasks: so blocks
 * are cut from slabs that stay, and used again at once. Blocks larger than a slab are slabs of their own.
 */
export function createPool() {
  const free = createFreeSpans();
  const parked = createParked();
  const slabs = new Set<Slab>();
  const movable = new Set<Block>();
  const counters: PoolCounters = { inUseBytes: 0, peakBytes: 0, retainedBytes: 0, slabs: 0, droppedSlabs: 0 };
  let limitBytes = Number.POSITIVE_INFINITY;
  let pages = (): Pages => ({});
  /** When more than this is retained, free spans are discarded. */
  let sweepAbove = limitBytes;

  function addSlab(byteLength: number): Span {
    // Without `discard`, all of a slab may come to be resident. The address space of large ones counts anyway.
    if (byteLength > slabBytes || pages().discard === undefined) trim(limitBytes - byteLength);
    const slab: Slab = { buffer: newBuffer(slabBase + byteLength), base: slabBase, byteLength, first: undefined };
    slabs.add(slab);
    counters.slabs++;
    const span = newSpan(slab, slab.base, byteLength);
    slab.first = span;
    return span;
  }

  /** Drops slabs that nobody uses until at most `bytes` are retained. */
  function trim(bytes: number): void {
    if (counters.retainedBytes <= bytes) return;
    parked.clear(giveBack);
    for (const slab of slabs) {
      const first = slab.first!;
      if (!first.free || first.after) continue;
      free.remove(first);
      slabs.delete(slab);
      counters.slabs--;
      counters.droppedSlabs++;
      // The buffer itself goes when the garbage collectors of all threads have found that nobody has it.
      clean(first, 0);
      if (counters.retainedBytes <= bytes) return;
    }
  }

  /** Gives back to the system what a free span has beyond `byteLength` bytes, if that can be; else it is no longer counted, since its slab goes. */
  function clean(span: Span, byteLength: number): void {
    const { touchedBytes } = span;
    counters.retainedBytes -= touchedBytes - byteLength;
    span.touchedBytes = byteLength;
    onPages(span, byteLength, touchedBytes, pages().discard);
  }

  /** More may be retained after a block is taken, and after one is freed: what is joined to its neighbors counts from the first byte that is touched to the last. */
  function sweepIfDue(): void {
    if (counters.retainedBytes > sweepAbove && pages().discard !== undefined) sweep();
  }

  /** Free spans give back to the system what they have, large ones first, until no more than the limit is retained: no more than that, since fresh pages cost. */
  function sweep(): void {
    for (const span of free.fromLargest(leastDiscarded)) {
      const overBytes = Math.max(leastDiscarded, counters.retainedBytes - limitBytes);
      if (span.touchedBytes > 0) clean(span, Math.max(0, span.touchedBytes - overBytes));
      if (counters.retainedBytes <= limitBytes) break;
    }
    // Small pieces are not worth it: they are looked at again when there is more.
    sweepAbove = Math.max(limitBytes, counters.retainedBytes + limitBytes / 64);
  }

  function findSpan(byteLength: number): Span {
    let span = free.take(byteLength);
    if (span === undefined && parked.clear(giveBack)) span = free.take(byteLength);
    if (span === undefined) return addSlab(Math.max(slabBytes, byteLength));
    // A small block in a large slab that nobody uses would keep it from being dropped.
    const isLargeSlab = span.byteLength > slabBytes && span.byteLength === span.slab.byteLength;
    if (!isLargeSlab || byteLength > slabBytes) return span;
    free.add(span);
    return addSlab(slabBytes);
  }

  function takeSpan(byteLength: number): Span {
    const known = parked.take(byteLength);
    if (known !== undefined) return known;
    const span = findSpan(byteLength);
    if (span.byteLength > byteLength) giveBack(split(span, byteLength));
    counters.retainedBytes += byteLength - span.touchedBytes;
    if (byteLength >= leastInLargePages && span.touchedBytes < byteLength) onPages(span, 0, byteLength, pages().useLargePages);
    span.touchedBytes = byteLength;
    sweepIfDue();
    return span;
  }

  /** Adds a span to the free ones, and to its neighbors that are free. */
  function giveBack(given: Span): void {
    let span = given;
    const { before, after } = span;
    if (after?.free) {
      free.remove(after);
      connect(span, after);
    }
    if (before?.free) {
      free.remove(before);
      connect(before, span);
      span = before;
    }
    free.add(span);
  }

  function connect(span: Span, after: Span): void {
    const touchedBytes = span.touchedBytes + after.touchedBytes;
    join(span, after);
    counters.retainedBytes += span.touchedBytes - touchedBytes;
  }

  /** Gives a block memory. */
  function settle(block: Held, byteLength: number): void {
    const span = takeSpan(byteLength);
    block.span = span;
    block.buffer = span.slab.buffer;
    block.byteOffset = span.byteOffset;
    block.byteLength = byteLength;
    counters.inUseBytes += byteLength;
    if (counters.inUseBytes > counters.peakBytes) counters.peakBytes = counters.inUseBytes;
  }

  /** Takes a block's memory away. */
  function clear(block: Held): void {
    const span = block.span!;
    counters.inUseBytes -= block.byteLength;
    if (!parked.put(span)) giveBack(span);
    block.span = undefined;
    block.buffer = nowhere;
    block.byteOffset = 0;
    sweepIfDue();
  }

  return {
    counters: counters as Readonly<Omit<PoolCounters, "peakBytes">> & Pick<PoolCounters, "peakBytes">,

    /** A block of at least `bytes` bytes, not cleared, with one owner. */
    allocate(bytes: number): Block {
      const block: Held = { buffer: nowhere, byteOffset: 0, byteLength: 0, span: undefined, owners: 1, forget: undefined };
      settle(block, roundToClass(bytes));
      return block;
    },

    /** One owner more. */
    retain(block: Block): void {
      owned(block).owners++;
    },

    /** One owner less; the last one frees it. */
    release(block: Block): void {
      const it = owned(block);
      if (--it.owners > 0) return;
      if (movable.size > 0) movable.delete(it);
      if (it.span) clear(it);
      it.forget?.(it);
      it.forget = undefined;
    },

    /** Gives back what a block has beyond `bytes`. */
    shrink(block: Block, bytes: number): void {
      const it = owned(block);
      const byteLength = roundToClass(bytes);
      must(it.span && byteLength <= it.byteLength, "shrinking a block to more than it has");
      if (byteLength === it.byteLength) return;
      counters.inUseBytes -= it.byteLength - byteLength;
      it.byteLength = byteLength;
      giveBack(split(it.span, byteLength));
      sweepIfDue();
    },

    /** Takes the memory from a block whose content is elsewhere now. */
    vacate(block: Block): void {
      clear(owned(block));
    },

    /** Gives memory to a block that has none; its content is for the caller to bring. */
    occupy(block: Block): void {
      const it = owned(block);
      must(!it.span, "a block that has its memory");
      settle(it, roundToClass(it.byteLength));
    },

    /** Whether anybody holds on to a block. */
    isHeld(block: Block): boolean {
      return (block as Held).owners > 0;
    },

    /** Whether a block has memory. */
    isResident(block: Block): boolean {
      return owned(block).span !== undefined;
    },

    /** Calls `forget` when the block is freed, with or without memory. */
    whenFreed(block: Block, forget: (block: Block) => void): void {
      owned(block).forget = forget;
    },

    /** Says that nobody but runs looks at this block: one that is short of memory may move it to disk. */
    allowSpill(block: Block): void {
      movable.add(owned(block));
    },

    /** The blocks that may be moved to disk. */
    movable: movable as ReadonlySet<Block>,

    /** From now on slabs nobody uses are dropped before more than `bytes` are retained, or free spans discarded. */
    setLimit(bytes: number): void {
      limitBytes = sweepAbove = bytes;
    },

    /** Who is asked what can be done with pages, when that is first of use. */
    pagesFrom(who: () => Pages): void {
      pages = who;
    },

    trim,
  };
}

export type Pool = ReturnType<typeof createPool>;

/** The pool of this thread. Chunks of every collection and every run live in it. */
export const pool: Pool = createPool();

/** Where threads leave each other what is not a chunk: programs and long commands. No limit counts it; it is small, and gone soon. */
export const mailPool: Pool = createPool();

function owned(block: Block): Held {
  const it = block as Held;
  must(it.owners > 0, "a block that was freed, or is not of the pool");
  return it;
}

function newBuffer(byteLength: number): SharedArrayBuffer {
  try {
    return new SharedArrayBuffer(byteLength);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new MemoryLimitError("allocate", byteLength, byteLength, "the machine has no such stretch of memory; use smaller chunks");
  }
}
