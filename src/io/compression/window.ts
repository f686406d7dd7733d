import type { Source } from "../files/read.ts";

/** A stretch of a source in memory that moves along as it is read. */
export interface Window {
  /** Bytes from `position` on: `wanted` of them, or as many as there are. They stand until the next call. */
  at(position: number, wanted: number): Uint8Array;
}

export function windowOver(source: Source): Window {
  let memory = new Uint8Array(0);
  let start = 0;
  let end = 0;

  function move(position: number, wanted: number): void {
    // Twice what is wanted, so that every byte is moved about once.
    const next = memory.length >= 2 * wanted ? memory : new Uint8Array(2 * wanted);
    const kept = position >= start && position < end ? memory.subarray(position - start, end - start) : memory.subarray(0, 0);
    const count = kept.length;
    next.set(kept);
    memory = next;
    start = position;
    end = position + count + source.read(position + count, memory.subarray(count));
  }

  return {
    at(position, wanted) {
      const available = Math.min(wanted, Math.max(0, source.bytes - position));
      if (position < start || position + available > end) move(position, wanted);
      return memory.subarray(position - start, Math.min(end, position + wanted) - start);
    },
  };
}
