/** Writes a command: numbers one after the other. */
export interface Writer {
  put(word: number): void;
  /** A rank and so many extents; `undefined` ones as -1. */
  putShape(shape: readonly (number | undefined)[]): void;
  putAll(words: readonly number[]): void;
  /** Bytes, or that there are none. */
  putBytes(bytes: Uint8Array | undefined): void;
}

/** Reads what a `Writer` has written, in the same order. */
export interface Reader {
  next(): number;
  shape(): number[];
  take(count: number): number[];
  /** What `putBytes` wrote, a view of it. */
  bytes(): Uint8Array | undefined;
}

/** Writes into `words` as far as they reach, and counts on beyond. */
export function createWriter(): Writer & { begin(words: Float64Array, offset: number, length: number): void; written(): number } {
  let words: Float64Array;
  let at = 0;
  let start = 0;
  let end = 0;
  const put = (word: number) => {
    if (at < end) words[at] = word;
    at++;
  };
  const putAll = (all: readonly number[]) => {
    for (let i = 0; i < all.length; i++) put(all[i]!);
  };
  return {
    begin(target, offset, length) {
      words = target;
      at = start = offset;
      end = offset + length;
    },
    written: () => at - start,
    put,
    putAll,
    putBytes(bytes) {
      put(bytes?.length ?? -1);
      if (bytes === undefined) return;
      const length = Math.ceil(bytes.length / 8);
      if (at + length <= end) new Uint8Array(words.buffer, words.byteOffset + 8 * at, bytes.length).set(bytes);
      at += length;
    },
    putShape(shape) {
      put(shape.length);
      for (let i = 0; i < shape.length; i++) put(shape[i] ?? -1);
    },
  };
}

export function createReader(): Reader & { begin(words: Float64Array, offset: number): void } {
  let words: Float64Array;
  let at = 0;
  const take = (count: number) => {
    const all = new Array<number>(count);
    for (let i = 0; i < count; i++) all[i] = words[at++]!;
    return all;
  };
  return {
    begin(source, offset) {
      words = source;
      at = offset;
    },
    next: () => words[at++]!,
    take,
    shape: () => take(words[at++]!),
    bytes() {
      const length = words[at++]!;
      if (length < 0) return undefined;
      const found = new Uint8Array(words.buffer, words.byteOffset + 8 * at, length);
      at += Math.ceil(length / 8);
      return found;
    },
  };
}
