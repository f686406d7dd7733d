/** Stretches are at least this long; pages that nobody looks at cost nothing. */
const leastBytes = 2 ** 23;
/** So many are kept: their address space costs nothing either, but not for nothing. */
const mostStretches = 16;

/** A stretch of memory that is handed out from one end to the other. */
export interface Stretch {
  readonly bytes: Uint8Array;
  /** How much is taken. */
  used: number;
  /** The most that was: what may be resident. */
  touched: number;
}

/** The next multiple of 64: a cache line. */
export const cacheLine = (bytes: number) => Math.ceil(bytes / 64) * 64;

/**
 * Memory of a thread for what tasks need beyond what they are given. Later tasks use it again: left to the garbage collector, that of several tasks would be there at a
 * time. What is more than should stay goes back to the system; where that cannot be, the garbage collector gets it.
 */
export function createSpareMemory(discarder: () => ((bytes: Uint8Array) => void) | undefined) {
  let keptBytes = leastBytes;
  const spares: Stretch[] = [];

  return {
    /** How much may stay resident between tasks. */
    keep(bytes: number): void {
      keptBytes = bytes;
    },

    /** The shortest there is with room for so many bytes. */
    take(bytes: number): Stretch {
      let best = -1;
      for (let i = 0; i < spares.length; i++) {
        const { length } = spares[i]!.bytes;
        if (length >= bytes && (best < 0 || length < spares[best]!.bytes.length)) best = i;
      }
      return best < 0 ? newStretch(Math.max(leastBytes, cacheLine(bytes))) : spares.splice(best, 1)[0]!;
    },

    /** Nothing of what is not in use stays resident. */
    clean(): void {
      const discard = discarder();
      if (discard === undefined) spares.length = 0;
      for (const spare of spares) {
        discard?.(spare.bytes.subarray(0, spare.touched));
        spare.touched = 0;
      }
    },

    put(stretch: Stretch): void {
      const { bytes, touched } = stretch;
      const most = spares.reduce((left, spare) => Math.max(0, left - spare.touched), keptBytes);
      stretch.used = 0;
      if (touched > most) {
        const discard = discarder();
        if (discard === undefined && spares.length > 0) return;
        discard?.(bytes.subarray(most, touched));
        stretch.touched = most;
      }
      if (spares.length < mostStretches) spares.push(stretch);
    },
  };
}

function newStretch(length: number): Stretch {
  // Large buffers begin 16 bytes after a page does: from there it is 48 to a cache line.
  const { buffer, byteOffset } = Buffer.allocUnsafeSlow(length + 64);
  return { bytes: new Uint8Array(buffer, byteOffset + 48, length), used: 0, touched: 0 };
}
