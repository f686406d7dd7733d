import type { Span } from "./span.ts";

/** What the system does with the pages of a stretch, as far as it can. */
export interface Pages {
  /** Gives them back; what is in them is lost. */
  readonly discard?: (bytes: Uint8Array) => void;
  /** Lets those that are not resident yet come in large ones. */
  readonly useLargePages?: (bytes: Uint8Array) => void;
}

/**
 * Blocks of this size and more are in large pages: one counts as a whole from the moment it is taken, so nothing comes to be resident that is not counted. Reductions of 800 MB in memory take
 * 4 to 15 % less time, and the first touch of memory 0.5 instead of 3 ns for 8 bytes. NumPy asks for them from the same size on.
 */
export const leastInLargePages = 2 ** 22;

/** No byte view may be longer everywhere. */
const viewBytes = 2 ** 30;

/** Does something with what a span has between two offsets. */
export function onPages({ slab, byteOffset }: Span, from: number, to: number, use: ((bytes: Uint8Array) => void) | undefined): void {
  if (use === undefined) return;
  for (let at = from; at < to; at += viewBytes) use(new Uint8Array(slab.buffer, byteOffset + at, Math.min(viewBytes, to - at)));
}
