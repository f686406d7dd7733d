import type { PartReader } from "../compression/codec.ts";

/** Bytes around those that are parsed which a kernel may read. */
export const margin = 64;

/** A stretch of a part in memory: what was read and not yet parsed. Positions count bytes of `bytes`. */
export class Window {
  bytes: Uint8Array;
  /** What is not parsed yet. */
  from = margin;
  to = margin;
  /** Where the part ends, once that is known: it may lie beyond `to`, or before `margin`. */
  partEnd = Number.POSITIVE_INFINITY;
  /** Nothing comes any more. */
  ended = false;
  /** How far `margin` is from the start of the part. */
  offset = 0;
  private readonly reader: PartReader;

  constructor(reader: PartReader, bytes: Uint8Array) {
    this.reader = reader;
    this.bytes = bytes;
  }

  /** Where in the part a position is. */
  inPart(position: number): number {
    return this.offset + position - margin;
  }

  /** The position of a byte of the part. */
  at(inPart: number): number {
    return inPart - this.offset + margin;
  }

  /** Reads on: what is not parsed moves to the front, and there is room for at least as many bytes again. At the end of the file a line feed is put there, so that the last line ends. */
  fill(): void {
    const kept = this.to - this.from;
    const room = this.bytes.length - 2 * margin;
    const target = kept > room / 2 ? new Uint8Array(2 * room + 2 * margin) : this.bytes;
    target.set(this.bytes.subarray(this.from, this.to), margin);
    this.bytes = target;
    this.offset += this.from - margin;
    if (this.partEnd !== Number.POSITIVE_INFINITY) this.partEnd -= this.from - margin;
    this.from = margin;
    this.to = margin + kept;
    if (this.ended) return;
    const most = target.length - margin - 1;
    const inside = this.partEnd === Number.POSITIVE_INFINITY;
    // Once the part is over, what is wanted is the end of a record, which may be as long again as what is here.
    const wanted = target.subarray(this.to, inside ? most : Math.min(most, this.to + Math.max(beyondBytes, kept)));
    const got = inside ? this.reader.read(wanted) : this.reader.readOn(wanted);
    this.to += got;
    if (got === wanted.length) return;
    if (inside) {
      this.partEnd = this.to;
      if (got === 0) this.fill();
      return;
    }
    if (got > 0) return;
    this.ended = true;
    target[this.to++] = 10;
  }
}

const beyondBytes = 8192;
