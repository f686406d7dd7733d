import { pool } from "../chunk/pool.ts";
import { relief } from "../kernels/addon.ts";
import { cleanBatchMemory } from "../kernels/batch-memory.ts";
import { loadedBackend } from "../kernels/load.ts";
import { dropThreadMemory } from "../util/thread-memory.ts";

/** What may be resident besides the limit: this, a quarter of the limit, and something for each worker. */
const besidesBytes = 40e6;
const bytesOfWorker = 30e6;
/** Kept free, since it is only looked from time to time; and of the limit, since the pool cannot give back everything that lies between blocks. */
const marginBytes = 20e6;
const marginShare = 1 / 32;
/** What workers come to have in any case. */
const leastBytesOfWorker = 15e6;
/** What is used of the limit while there is more besides than there should be: it may have to do with so much less. */
const mostSpared = { share: 1 / 4, bytes: 2 ** 24 };
/** Kept ready beyond what is there at the moment: what was given out may still become resident. */
const readyBytes = 10e6;
/** So much of that comes back each time that it is looked. */
const backShare = 1 / 16;
/** How often it is looked: that takes 15 microseconds. */
const lookMs = 10;
/** The share of time that may go into giving back; but it is not waited for longer than this. */
const mostShare = 1 / 4;
const longestMs = 100;
/** How long workers are left alone where it does without them. */
const patienceMs = 500;
/** Less than this is not worth giving back. */
const stepBytes = 6e6;
/** A larger heap of this thread is not ours alone, and collecting its garbage would hold up the event loop. */
const mostCollectedBytes = 2 ** 27;

export interface ResidentOptions {
  readonly limitBytes: number;
  readonly workers: number;
  /** Asks workers to give back what they can. */
  readonly askWorkers: () => void;
  readonly allow: (bytes: number) => void;
}

/** What was left when something was given back last. */
let leftBytes = 0;
/** The heap of this thread when its garbage was collected last. */
let collectedBytes = 0;
let askedAt = 0;
let nextLook = 0;

/**
 * Looks from time to time what a process has resident besides the pool. Where that comes near to what `memoryLimit` promises, it gives back what it can: V8 lets garbage lie until
 * there is much of it, malloc keeps what is freed, and half of the code of Node.js is only used to start. What there is still too much of, the pool has to do without: `allow` is told what
 * may be used of the limit, when that changes.
 */
export function createResidentWatch({ limitBytes, workers, askWorkers, allow }: ResidentOptions): () => void {
  if (!isTight(limitBytes)) return () => {};
  const mostBytes = mostBesidesPool(limitBytes, workers);
  const mostSparedBytes = Math.min(mostSpared.share * limitBytes, mostSpared.bytes);
  let sparedBytes = 0;
  prepareMemory(limitBytes, workers, askWorkers);
  return () => {
    if (performance.now() < nextLook) return;
    const wanted = Math.max(look(mostBytes, askWorkers) + readyBytes - mostBytes, sparedBytes - backShare * mostSparedBytes);
    const spared = Math.round(Math.max(0, Math.min(wanted, mostSparedBytes)));
    if (spared !== sparedBytes) allow(limitBytes - spared);
    sparedBytes = spared;
  };
}

/** The same before a run, and before it is planned: there will be garbage of planning, and workers have to start. */
export function prepareMemory(limitBytes: number, workers: number, askWorkers = () => {}): void {
  look(mostBesidesPool(limitBytes, workers) - workers * leastBytesOfWorker, askWorkers);
}

/** Larger limits leave more room than all this takes. */
export const isTight = (limitBytes: number) => limitBytes < 2 ** 32;

const mostBesidesPool = (limitBytes: number, workers: number) => (1 / 4 - marginShare) * limitBytes + besidesBytes + workers * bytesOfWorker - marginBytes;

/** What there was besides the pool, before something was given back. */
function look(mostBytes: number, askWorkers: () => void): number {
  const began = performance.now();
  const bytes = bytesBesidesPool();
  leftBytes = Math.min(leftBytes, bytes);
  if (bytes > mostBytes && bytes > leftBytes + leastMore(mostBytes)) {
    const { heapTotal } = process.memoryUsage();
    const isGarbageLikely = heapTotal > collectedBytes + stepBytes;
    if (!isGarbageLikely) relief().giveBack?.();
    const isUrgent = isGarbageLikely || bytesBesidesPool() > mostBytes - stepBytes;
    if (isUrgent || began > askedAt + patienceMs) {
      askWorkers();
      askedAt = began;
    }
    if (isUrgent) {
      if (heapTotal < mostCollectedBytes) giveBackThreadMemory();
      collectedBytes = process.memoryUsage().heapTotal;
      relief().giveBack?.();
    }
    leftBytes = bytesBesidesPool();
  }
  const now = performance.now();
  nextLook = now + Math.min(longestMs, Math.max(lookMs, (now - began) / mostShare));
  return bytes;
}

/** Where what is left is far more than there should be, it is not ours, and it is no use to try again and again. */
function leastMore(mostBytes: number): number {
  return leftBytes > mostBytes + marginBytes / 2 ? leftBytes / 4 : stepBytes;
}

/** What this thread has and does not need at the moment. */
export function giveBackThreadMemory(): void {
  cleanBatchMemory();
  dropThreadMemory();
  loadedBackend()?.giveBack?.();
  relief().collect?.();
}

const bytesBesidesPool = () => process.memoryUsage.rss() - pool.counters.retainedBytes;
