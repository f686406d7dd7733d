import { bitmapBytes, type Column } from "../../chunk/column.ts";
import type { Backend } from "../kernel.ts";
import { bitmapFromBytes } from "./rows/bitmap.ts";

export function hasBit(bitmap: Uint8Array, i: number): boolean {
  return (bitmap[i >> 3]! & (1 << (i & 7))) !== 0;
}

/** Which rows of a column have a value, where one row may stand for all. */
export function validOver({ valid, length }: Column, rows: number): Uint8Array | undefined {
  if (valid === undefined || length === rows) return valid;
  return hasBit(valid, 0) ? undefined : new Uint8Array(bitmapBytes(rows));
}

/** The bitmap of rows that are present, a byte each; none if all are. */
export function validFrom(backend: Backend, present: Uint8Array): Uint8Array | undefined {
  return present.includes(0) ? bitmapFromBytes(backend, present) : undefined;
}
