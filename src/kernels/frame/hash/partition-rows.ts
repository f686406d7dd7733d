import { room, zeros } from "../../batch-memory.ts";
import type { Backend } from "../../kernel.ts";
import { callKernel, canCall, panelsOf } from "../rows/kernel-call.ts";

/** Rows by parts. */
export interface Partition {
  /** Those of part 0 in their order, then those of part 1 … */
  readonly rows: Int32Array;
  /** Where each part begins in `rows`, and where the last ends. */
  readonly starts: Int32Array;
}

/** Rows by the number (from 0 to `parts - 1`) of each; those of -1 are left out. */
export function partitionRows(backend: Backend, codes: Int32Array, parts: number): Partition {
  const rows = room("int32", codes.length);
  const starts = zeros("int32", parts + 1);
  const places = zeros("int32", parts);
  if (canCall(backend, "partitionRows", "int32", codes, rows, starts, places)) {
    callKernel(backend, "partitionRows", "int32", { n: codes.length, inputs: [codes], outputs: [rows, starts, places], params: [parts] });
  } else {
    for (const code of codes) if (code >= 0) starts[code + 1]!++;
    for (let part = 0; part < parts; part++) {
      places[part] = starts[part]!;
      starts[part + 1]! += starts[part]!;
    }
    codes.forEach((code, row) => {
      if (code >= 0) rows[places[code]!++] = row;
    });
  }
  return { rows: rows.subarray(0, starts[parts]), starts };
}

/** The part of each row by its hash: parts have about as many different hashes. */
export function partsOf(backend: Backend, hashes: Uint32Array, parts: number): Int32Array {
  const codes = room("int32", hashes.length);
  for (const [from, to] of panelsOf(backend, hashes.length, 8)) {
    callKernel(backend, "hashParts", "int32", { n: to - from, inputs: [hashes.subarray(from, to)], outputs: [codes.subarray(from, to)], params: [parts] });
  }
  return codes;
}
