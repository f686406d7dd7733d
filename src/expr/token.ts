import { createHash, type Hash, hash } from "node:crypto";

/**
 * The content of a value as a short text: equal content gives equal tokens on every machine. -0 and 0 differ, NaN equals NaN, the order of keys does not matter.
 * Typed arrays count by dtype and bytes, maps and sets by what is in them, in order.
 */
export function tokenize(...values: readonly unknown[]): string {
  const sink: Sink = { text: "", hash: undefined };
  for (const value of values) feed(sink, value);
  if (sink.hash === undefined) return hash("sha1", sink.text);
  return hashed(sink).digest("hex");
}

/** The same of little, as it is; of much, or of bytes, a token. */
export function contentOf(value: unknown): string {
  const sink: Sink = { text: "", hash: undefined };
  feed(sink, value);
  return sink.hash === undefined ? sink.text : hashed(sink).digest("hex");
}

/** Text is collected, since to hash it piece by piece costs far more. */
interface Sink {
  text: string;
  /** Of what came before; not made where there is little, and no bytes. */
  hash: Hash | undefined;
}

const longText = 2 ** 16;

function put(sink: Sink, text: string): void {
  sink.text += text;
  if (sink.text.length >= longText) hashed(sink);
}

/** With all that has been collected. */
function hashed(sink: Sink): Hash {
  sink.hash ??= createHash("sha1");
  sink.hash.update(sink.text);
  sink.text = "";
  return sink.hash;
}

function feed(sink: Sink, value: unknown): void {
  switch (typeof value) {
    case "number":
      put(sink, Object.is(value, -0) ? "n-0;" : `n${value};`);
      return;
    case "string":
      put(sink, `s${value.length}:${value}`);
      return;
    case "bigint":
    case "boolean":
    case "undefined":
      put(sink, `${typeof value}${value};`);
      return;
    case "object":
      feedObject(sink, value);
      return;
    default:
      throw new TypeError(`tokenize: a ${typeof value} has no content to compare`);
  }
}

function feedObject(sink: Sink, value: object | null): void {
  if (value === null) {
    put(sink, "null;");
  } else if (Array.isArray(value)) {
    put(sink, `[${value.length}:`);
    for (const item of value) feed(sink, item);
  } else if (ArrayBuffer.isView(value)) {
    put(sink, `${value.constructor.name}${value.byteLength}:`);
    feedBytes(sink, value);
  } else if (value instanceof Date || value instanceof RegExp) {
    put(sink, `${value.constructor.name}:`);
    feed(sink, value instanceof Date ? value.getTime() : String(value));
  } else if (value instanceof Map || value instanceof Set) {
    put(sink, `${value.constructor.name}:`);
    feed(sink, [...value]);
  } else {
    const entries = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    put(sink, `{${entries.length}:`);
    for (const [key, item] of entries) {
      feed(sink, key);
      feed(sink, item);
    }
  }
}

/** Bytes go in pieces: no byte view spans more than a gibibyte on Node 20. */
const PIECE = 1 << 28;

function feedBytes(sink: Sink, view: ArrayBufferView): void {
  for (let at = 0; at < view.byteLength; at += PIECE) {
    hashed(sink).update(new Uint8Array(view.buffer, view.byteOffset + at, Math.min(PIECE, view.byteLength - at)));
  }
}
