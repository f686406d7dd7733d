// How a value of JavaScript is written as bytes. The first byte is a tag. Numbers, short texts and the like follow it at once; a short list of such, and of references, as a count and its items;
// all else is what V8 writes (the structured clone), with large buffers after it, each at a multiple of 64 bytes: they are copied once on each side.

export const Tag = { undefined: 0, null: 1, true: 2, false: 3, number: 4, text: 5, list: 6, reference: 7, cloned: 8 } as const;

/** Longer texts, and those with other characters than Latin-1 has, are V8's. */
export const longestText = 255;
/** Lists of more items are V8's, and those in lists in lists. */
export const longestList = 64;
export const deepestList = 3;

/** Before what V8 has written: the tag, then (at 4) its length. */
export const headBytes = 8;

/** What stands for what V8 cannot write, or not well: each kind begins with its number. */
export const Special = { view: 0, reference: 1, source: 2, array: 3, table: 4, vector: 5, local: 6 } as const;

/** Buffers up to this many bytes are written among the rest. */
export const smallBytes = 1024;

export const aligned = (bytes: number): number => Math.ceil(bytes / 64) * 64;

/** The kinds of views of buffers, by number. A `Buffer` comes back as one. */
export const viewKinds: readonly string[] = [
  "Int8Array",
  "Uint8Array",
  "Uint8ClampedArray",
  "Int16Array",
  "Uint16Array",
  "Int32Array",
  "Uint32Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
  "BigUint64Array",
  "DataView",
  "Buffer",
  "Float16Array",
];

export function kindOfView(view: ArrayBufferView): number {
  if (Buffer.isBuffer(view)) return viewKinds.indexOf("Buffer");
  return viewKinds.indexOf((view as unknown as { readonly [Symbol.toStringTag]: string })[Symbol.toStringTag]);
}
