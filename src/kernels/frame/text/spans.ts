import type { Column } from "../../../chunk/column.ts";
import type { Backend } from "../../kernel.ts";
import { runText } from "./run.ts";

/** Parts of a text: where each row's begins and ends among the bytes. */
export interface Spans {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

export function newSpans(length: number): Spans {
  return { starts: new Int32Array(length), ends: new Int32Array(length) };
}

/** The column of these parts. */
export function fromSpans(backend: Backend, bytes: Uint8Array, { starts, ends }: Spans): Column {
  const length = starts.length;
  const offsets = new Int32Array(length + 1);
  runText(backend, "textSpanOffsets", { n: length, inputs: [starts, ends], outputs: [offsets] });
  const values = new Uint8Array(offsets[length]!);
  runText(backend, "textGatherSpans", { n: length, inputs: [bytes, starts, ends], outputs: [values] });
  return { type: "utf8", length, values, offsets };
}
