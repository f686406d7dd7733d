import { classWithin } from "./size-class.ts";
import type { Span } from "./span.ts";

/** Spans up to this size are parked, and at most so many bytes of them. */
const spanBytes = 4096;
const parkedBytes = 2 ** 20;

/**
 * Small spans that were given back and not joined to their neighbors: the next block of their size has them without a search. There are a million such blocks when a
 * graph has a million small tasks.
 */
export function createParked() {
  const byClass: Span[][] = Array.from({ length: classWithin(spanBytes) + 1 }, () => []);
  let bytes = 0;

  return {
    take(byteLength: number): Span | undefined {
      if (byteLength > spanBytes) return undefined;
      const span = byClass[classWithin(byteLength)]!.pop();
      if (span !== undefined) bytes -= byteLength;
      return span;
    },
    /** Whether there was room. */
    put(span: Span): boolean {
      if (span.byteLength > spanBytes || bytes + span.byteLength > parkedBytes) return false;
      byClass[classWithin(span.byteLength)]!.push(span);
      bytes += span.byteLength;
      return true;
    },
    /** Gives all of them away. Whether there were any. */
    clear(giveBack: (span: Span) => void): boolean {
      const any = bytes > 0;
      bytes = 0;
      for (const spans of byClass) for (let span = spans.pop(); span !== undefined; span = spans.pop()) giveBack(span);
      return any;
    },
  };
}
