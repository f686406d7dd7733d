import { ShapeError } from "./errors.ts";

const units: { readonly [unit: string]: number } = {
  "": 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  k: 1e3,
  m: 1e6,
  g: 1e9,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

/** Bytes as Dask reads them: "64MiB" → 67108864, "2GB" → 2e9; nothing for other text. */
export function bytesIn(text: string): number | undefined {
  const match = /^\s*([\d.]+(?:e\d+)?)\s*([a-z]*)\s*$/i.exec(text);
  const factor = match === null ? undefined : units[match[2]!.toLowerCase()];
  const value = Number(match?.[1]);
  return factor === undefined || !(value >= 0) ? undefined : Math.floor(value * factor);
}

/** The same. @throws ShapeError */
export function parseBytes(text: string, operation: string): number {
  const bytes = bytesIn(text);
  if (bytes === undefined) throw new ShapeError(`${operation}: ${JSON.stringify(text)} is not a number of bytes (like "64MiB" or "2GB")`);
  return bytes;
}
