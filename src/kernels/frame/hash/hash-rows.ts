import type { Column } from "../../../chunk/column.ts";
import { columnTypeOf } from "../../../chunk/column-type.ts";
import { must } from "../../../util/must.ts";
import { room } from "../../batch-memory.ts";
import type { Backend } from "../../kernel.ts";
import { codesOf, dictionaryOf } from "../rows/dictionary.ts";
import { bitsOf, callKernel, panelsOf } from "../rows/kernel-call.ts";
import { takeColumn } from "../rows/take.ts";

const noHashes = new Uint32Array(0);

/**
 * A number for the keys of each row: equal keys of equal types have equal hashes, in any partition. Categories are hashed by their text, under any dictionary.
 * NaN equals NaN, -0 equals 0, null equals null.
 */
export function hashRows(backend: Backend, keys: readonly Column[]): Uint32Array {
  must(keys.length > 0, "hashes of rows without keys");
  return keys.reduce<Uint32Array>((hashes, column) => appendHashes(backend, hashed(backend, column), hashes), noHashes);
}

/** The column itself, or numbers that stand for its texts. */
function hashed(backend: Backend, column: Column): Column {
  if (column.dictionary === undefined) return column;
  const texts = hashRows(backend, [dictionaryOf(column)]);
  const { values } = takeColumn(backend, { type: "uint32", length: texts.length, values: texts }, codesOf(backend, column));
  return { type: "uint32", length: column.length, values, valid: column.valid };
}

function appendHashes(backend: Backend, { type, length, values, valid, offsets }: Column, before: Uint32Array): Uint32Array {
  const hashes = room("uint32", length);
  const perRow = offsets === undefined ? 20 : 20 + values.length / Math.max(1, length);
  for (const [from, to] of panelsOf(backend, length, perRow)) {
    const n = to - from;
    const common = [bitsOf(valid, from, to), before.subarray(from, to)];
    const outputs = [hashes.subarray(from, to)];
    if (offsets === undefined) {
      callKernel(backend, "hashRows", columnTypeOf(type).storage, { n, inputs: [values.subarray(from, to), ...common], outputs });
    } else {
      const [first, last] = [offsets[from]!, offsets[to]!];
      const own = first === 0 ? offsets.subarray(from, to + 1) : offsets.subarray(from, to + 1).map((offset) => offset - first);
      callKernel(backend, "hashTexts", "uint8", { n, inputs: [values.subarray(first, last), ...common, own], outputs });
    }
  }
  return hashes;
}
