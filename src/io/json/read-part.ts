import { type Batch, emptyBatch } from "../../chunk/column.ts";
import { concatBatches } from "../../kernels/frame/rows/concat.ts";
import type { ScanCall } from "../../kernels/frame/scan-kernel.ts";
import { StoppedError } from "../../kernels/stopped.ts";
import { type JsonPart, linePieces, linesBeforePart } from "./line-pieces.ts";
import { parseLines } from "./parse-lines.ts";

export function readPart({ backend, part, schema, values, stop }: ScanCall): Batch {
  const own = part as JsonPart;
  const known = values["known"] === null ? undefined : new Set(values["known"] as readonly string[]);
  const batches: Batch[] = [];
  for (const { text, linesBefore } of linePieces(own, backend)) {
    if (stop !== undefined && Atomics.load(stop, 0) !== 0) throw new StoppedError();
    const firstLine = () => 1 + linesBeforePart(own) + linesBefore;
    batches.push(parseLines(withoutMark(text, own, linesBefore), { path: own.file.path, schema, known, firstLine }));
  }
  return batches.length === 0 ? emptyBatch(schema.map(({ type }) => type)) : concatBatches(backend, batches);
}

/** A byte order mark may stand at the beginning of a file. */
export function withoutMark(text: string, { start }: JsonPart, linesBefore: number): string {
  return start === 0 && linesBefore === 0 && text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
