import { createHash } from "node:crypto";

/**
 * The content of a value as a short text: equal content gives equal tokens on every machine. -0 and 0 differ, NaN equals NaN, the order of keys does not matter.
 * Typed arrays count by dtype and bytes, maps and sets by what is in them, in order.
 */
export function tokenize(...values: readonly unknown[]): string {
  const hash = createHash("sha1");
  for (const value of values) feed(hash, value);
  return hash.digest("hex");
}

interface Sink {
  update(data: string | Uint8Array): unknown;
}

function feed(sink: Sink, value: unknown): void {
  switch (typeof value) {
    case "number":
      sink.update(Object.is(value, -0) ? "n-0;" : `n${value};`);
      return;
    case "string":
      sink.update(`s${value.length}:${value}`);
      return;
    case "bigint":
    case "boolean":
    case "undefined":
      sink.update(`${typeof value}${value};`);
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
    sink.update("null;");
  } else if (Array.isArray(value)) {
    sink.update(`[${value.length}:`);
    for (const item of value) feed(sink, item);
  } else if (ArrayBuffer.isView(value)) {
    sink.update(`${value.constructor.name}${value.byteLength}:`);
    feedBytes(sink, value);
  } else if (value instanceof Date || value instanceof RegExp) {
    sink.update(`${value.constructor.name}:`);
    feed(sink, value instanceof Date ? value.getTime() : String(value));
  } else if (value instanceof Map || value instanceof Set) {
    sink.update(`${value.constructor.name}:`);
    feed(sink, [...value]);
  } else {
    const entries = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    sink.update(`{${entries.length}:`);
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
    sink.update(new Uint8Array(view.buffer, view.byteOffset + at, Math.min(PIECE, view.byteLength - at)));
  }
}
