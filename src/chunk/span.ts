import { must } from "../util/must.ts";
import { classCount, classWithin, sizeOfClass } from "./size-class.ts";

/** One SharedArrayBuffer of the pool. Blocks are cut from `base` on. */
export interface Slab {
  readonly buffer: SharedArrayBuffer;
  readonly base: number;
  readonly byteLength: number;
  /** The span at `base`. */
  first: Span | undefined;
}

/** A stretch of a slab, free or in use. The spans of a slab are a list without gaps; no two free ones stand side by side. */
export interface Span {
  readonly slab: Slab;
  readonly byteOffset: number;
  byteLength: number;
  /** How much of its beginning may be resident: what lies beyond costs nothing yet. All of a span in use. */
  touchedBytes: number;
  free: boolean;
  before: Span | undefined;
  after: Span | undefined;
  /** Neighbors in the list of free spans of one class. */
  newer: Span | undefined;
  older: Span | undefined;
}

export function newSpan(slab: Slab, byteOffset: number, byteLength: number): Span {
  return { slab, byteOffset, byteLength, touchedBytes: 0, free: false, before: undefined, after: undefined, newer: undefined, older: undefined };
}

/** Shortens a span; gives what it had beyond `byteLength`, as a span after it. */
export function split(span: Span, byteLength: number): Span {
  const rest = newSpan(span.slab, span.byteOffset + byteLength, span.byteLength - byteLength);
  rest.touchedBytes = Math.max(0, span.touchedBytes - byteLength);
  span.byteLength = byteLength;
  span.touchedBytes = Math.min(byteLength, span.touchedBytes);
  rest.before = span;
  rest.after = span.after;
  if (span.after) span.after.before = rest;
  span.after = rest;
  return rest;
}

/** Makes two spans that stand side by side one: the first. */
export function join(span: Span, after: Span): void {
  if (after.touchedBytes > 0) span.touchedBytes = span.byteLength + after.touchedBytes;
  span.byteLength += after.byteLength;
  span.after = after.after;
  if (after.after) after.after.before = span;
}

/** Where taking a span would make so much more resident, another is looked for: fresh pages cost much more than the search. */
const leastFresh = 2 ** 20;

/**
 * Free spans by size class, after TLSF (Masmano et al. 2004): a bitmap finds the first class with a span that is large enough,
 * so that taking and giving back are a few steps whatever the pool holds. The newest span of a class goes first: it is warm.
 */
export function createFreeSpans() {
  const newest = new Array<Span | undefined>(classCount).fill(undefined);
  const present = new Int32Array((classCount + 31) >>> 5);

  function add(span: Span): void {
    const sizeClass = classWithin(span.byteLength);
    const older = newest[sizeClass];
    span.free = true;
    span.newer = undefined;
    span.older = older;
    if (older) older.newer = span;
    newest[sizeClass] = span;
    present[sizeClass >>> 5]! |= 1 << (sizeClass & 31);
  }

  function remove(span: Span): void {
    must(span.free, "a span in use among the free ones");
    if (span.older) span.older.newer = span.newer;
    if (span.newer) {
      span.newer.older = span.older;
    } else {
      const sizeClass = classWithin(span.byteLength);
      newest[sizeClass] = span.older;
      if (!span.older) present[sizeClass >>> 5]! &= ~(1 << (sizeClass & 31));
    }
    span.free = false;
    span.newer = span.older = undefined;
  }

  /** Takes a span of at least `byteLength` bytes (the size of a class) from the list, if there is one. */
  function take(byteLength: number): Span | undefined {
    const sizeClass = classWithin(byteLength);
    must(sizeOfClass(sizeClass) === byteLength, `${byteLength} bytes are the size of no class`);
    let word = sizeClass >>> 5;
    let bits = present[word]! & (-1 << (sizeClass & 31));
    while (bits === 0) {
      if (++word === present.length) return undefined;
      bits = present[word]!;
    }
    const fitting = newest[32 * word + (31 - Math.clz32(bits & -bits))]!;
    const span = byteLength - fitting.touchedBytes < leastFresh ? fitting : (resident(byteLength) ?? fitting);
    remove(span);
    return span;
  }

  /** The smallest span whose beginning may be resident, as far as that. */
  function resident(byteLength: number): Span | undefined {
    for (let sizeClass = classWithin(byteLength); sizeClass < classCount; sizeClass++) {
      for (let span = newest[sizeClass]; span !== undefined; span = span.older) if (span.touchedBytes >= byteLength) return span;
    }
    return undefined;
  }

  /** All free spans of at least `leastBytes`, the largest first. They may be changed, but not taken, meanwhile. */
  function* fromLargest(leastBytes: number): Generator<Span> {
    for (let sizeClass = classCount - 1; sizeClass >= classWithin(leastBytes); sizeClass--) {
      for (let span = newest[sizeClass]; span !== undefined; span = span.older) yield span;
    }
  }

  return { add, remove, take, fromLargest };
}
