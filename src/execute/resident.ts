import { pool } from "../chunk/pool.ts";
import { relief } from "../kernels/addon.ts";
import { cleanBatchMemory } from "../kernels/batch-memory.ts";
import { dropThreadMemory } from "../util/thread-memory.ts";

/** What may be resident besides the limit: this, a quarter of the limit, and something for each worker. */
const besidesBytes = 40e6;
const bytesOfWorker = 30e6;
/** Kept free, since it is only looked from time to time; and of the limit, since the pool cannot give back everything that lies between blocks. */
const marginBytes = 20e6;
const marginShare = 1 / 32;
/** What workers come to have in any case. */
const leastBytesOfWorker = 15e6;
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

/** What was left when something was given back last. */
let leftBytes = 0;
/** The heap of this thread when its garbage was collected last. */
let collectedBytes = 0;
let askedAt = 0;
let nextLook = 0;

/**
 * Looks from time to time what a process has resident besides the pool. Where that comes near to what `memoryLimit` promises, it gives back what it can: V8 lets garbage lie until
 * there is much of it, malloc keeps what is freed, and half of the code of Node.js is only used to start.
 */
export function createResidentWatch(limitBytes: number, workers: number, askWorkers: () => void): () => void {
  if (!isTight(limitBytes)) return () => {};
  const mostBytes = mostBesidesPool(limitBytes, workers);
  prepareMemory(limitBytes, workers, askWorkers);
  return () => {
    if (performance.now() >= nextLook) look(mostBytes, askWorkers);
  };
}

/** The same before a run, and before it is planned: there will be garbage of planning, and workers have to start. */
export function prepareMemory(limitBytes: number, workers: number, askWorkers = () => {}): void {
  look(mostBesidesPool(limitBytes, workers) - workers * leastBytesOfWorker, askWorkers);
}

/** Larger limits leave more room than all this takes. */
export const isTight = (limitBytes: number) => limitBytes < 2 ** 32;

const mostBesidesPool = (limitBytes: number, workers: number) => (1 / 4 - marginShare) * limitBytes + besidesBytes + workers * bytesOfWorker - marginBytes;

function look(mostBytes: number, askWorkers: () => void): void {
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
}

/** Where what is left is far more than there should be, it is not ours, and it is no use to try again and again. */
function leastMore(mostBytes: number): number {
  return leftBytes > mostBytes + marginBytes / 2 ? leftBytes / 4 : stepBytes;
}

/** What this thread has and does not need at the moment. */
export function giveBackThreadMemory(): void {
  cleanBatchMemory();
  dropThreadMemory();
  relief().collect?.();
}

const bytesBesidesPool = () => process.memoryUsage.rss() - pool.counters.retainedBytes;
