import type { Backend } from "../../kernels/kernel.ts";
import type { CsvFile, CsvFormat } from "../../ops/frame/csv-scan.ts";
import { ColumnMemory, sizesOf } from "./columns.ts";
import { openCsvPart } from "./input.ts";
import { BadInput, parsePart } from "./parse-part.ts";

// Whether a line end is within quotes depends on every byte before it: there is no telling from a part alone (a part may lie inside one quoted field and look like records). So where
// a part of a file with quotes begins is found from where the part before it begins, at the speed of looking for separators, and remembered by each thread.

/** First records of the parts of the file that was asked for last, as bytes from the start of the part; it may lie beyond the part's end. */
let known: { readonly key: string; readonly starts: number[] } = { key: "", starts: [] };

/** Where the first record of a part begins, in bytes from the start of the part. */
export function exactStart(backend: Backend, format: CsvFormat, file: CsvFile, index: number, stop: Int32Array | undefined): number {
  const { delimiter, quote, escape, comment } = format;
  const key = JSON.stringify([file.path, file.bytes, file.modifiedMs, file.skip, file.parts.length, delimiter, quote, escape, comment]);
  if (known.key !== key) known = { key, starts: [file.skip] };
  const { starts } = known;
  while (starts.length <= index) starts.push(nextStart(backend, format, file, starts.length - 1, starts.at(-1)!, stop));
  return starts[index]!;
}

function nextStart(backend: Backend, format: CsvFormat, file: CsvFile, index: number, start: number, stop: Int32Array | undefined): number {
  using reader = openCsvPart(file, file.parts[index]!, backend);
  const memory = new ColumnMemory([], sizesOf([], 0, 0), (bytes) => new Uint8Array(bytes));
  try {
    const { next, end } = parsePart({ backend, format, fields: 0, columns: 0, memory, reader, start, stop });
    return next - end;
  } catch (error) {
    // A field that is never closed reaches to the end of the file: the part where it begins says so.
    if (error instanceof BadInput) return Number.POSITIVE_INFINITY;
    throw error;
  }
}
