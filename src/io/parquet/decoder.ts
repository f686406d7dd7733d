import { StorageError } from "../../util/errors.ts";
import { loadPackage, unloadPackage } from "../../util/load-module.ts";

/** What is used of parquet-wasm. */
type ParquetWasm = typeof import("parquet-wasm/node");

const specifier = "parquet-wasm/node";
/** WebAssembly's memory never shrinks: beyond this a thread starts again with a new one. */
const mostBytes = 2 ** 30;

let loaded: ParquetWasm | undefined;

/** Runs work with this thread's instance of parquet-wasm. What it gives must not be a view of its memory. */
export function withParquet<T>(path: string, what: string, work: (parquet: ParquetWasm) => T): T {
  loaded ??= loadPackage<ParquetWasm>(specifier);
  try {
    return work(loaded);
  } catch (cause) {
    if (cause instanceof StorageError) throw cause;
    // A trap leaves memory as it was in the middle of something.
    if ((cause as Error).name === "RuntimeError") forget();
    throw new StorageError(path, `${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  } finally {
    if (loaded !== undefined && (loaded.wasmMemory() as { readonly buffer: ArrayBufferLike }).buffer.byteLength > mostBytes) forget();
  }
}

function forget(): void {
  unloadPackage(specifier);
  loaded = undefined;
}
