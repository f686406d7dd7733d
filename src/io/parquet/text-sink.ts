import { isUtf8 } from "node:buffer";
import { type Column, nullColumn } from "../../chunk/column.ts";
import { categoryColumn } from "../../chunk/dictionary.ts";
import { textLimit } from "../../kernels/frame/rows/take.ts";
import type { Backend } from "../../kernels/kernel.ts";
import { MemoryLimitError } from "../../util/errors.ts";
import type { Arena } from "./arena.ts";
import { type ColumnSink, decode, numbersOf } from "./column-sink.ts";
import { growing } from "./growing.ts";
import { Encoding } from "./page-heads.ts";

/** Kernels copy short texts as so many bytes where there is room. */
const slackBytes = 16;

const codesMemory = growing();
const lengthsMemory = growing();

const int32 = ({ buffer, byteOffset, byteLength }: Uint8Array) => new Int32Array(buffer, byteOffset, byteLength / 4);

/** What is known of texts: the bytes of all, the least and the greatest length. */
interface Lengths {
  readonly bytes: number;
  readonly shortest: number;
  readonly longest: number;
}

/** Texts with their lengths before them. */
function plainTexts(backend: Backend, bytes: Uint8Array, offsets: Int32Array, text: Uint8Array, first: number): Lengths {
  const state = new Float64Array(4);
  const n = offsets.length - 1;
  decode(backend, "parquet/plainTexts", "uint8", { n, inputs: [bytes], outputs: [offsets, text], params: [first], state });
  const [size, wrong, shortest, longest] = state as unknown as [number, number, number, number];
  checkTexts(text.subarray(0, size), wrong);
  return { bytes: size, shortest, longest };
}

function checkTexts(text: Uint8Array, within: number): void {
  if (within > 0 || !isUtf8(text)) throw new RangeError("bytes that are no UTF-8 where text is wanted");
}

/** Texts that numbers stand for. */
interface Dictionary extends Lengths {
  readonly column: Column;
  /** Their bytes, with more behind them where there may be. */
  readonly text: Uint8Array;
}

function readDictionary(backend: Backend, bytes: Uint8Array, count: number, memory: (bytes: number) => Uint8Array): Dictionary {
  if (4 * count > bytes.length) throw new RangeError(`a dictionary of ${count} texts in ${bytes.length} bytes`);
  const offsets = int32(memory(4 * (count + 1)));
  const text = memory(bytes.length - 4 * count + slackBytes);
  const lengths = plainTexts(backend, bytes, offsets, text.subarray(0, -slackBytes), 0);
  return { ...lengths, column: { type: "utf8", length: count, offsets, values: text.subarray(0, lengths.bytes) }, text };
}

const noTexts: Dictionary = { column: nullColumn("utf8", 0), text: new Uint8Array(0), bytes: 0, shortest: 0, longest: 0 };

/** The numbers of texts in a dictionary, and how many bytes these texts have together. */
function readCodes(backend: Backend, bytes: Uint8Array, { column, shortest, longest }: Dictionary, codes: Int32Array): number {
  const { width, numbers } = numbersOf(bytes);
  const state = new Float64Array(1);
  const params = [width, shortest === longest ? longest : -1];
  decode(backend, "parquet/codes", "int32", { n: codes.length, inputs: [numbers, column.offsets!], outputs: [codes], params, state });
  return state[0]!;
}

/** `expectedBytes` of text need not be right. */
export function textSink(backend: Backend, arena: Arena, length: number, expectedBytes: number): ColumnSink {
  const offsets = int32(arena.take(4 * (length + 1)));
  let dictionary = noTexts;
  let text = arena.take(expectedBytes + slackBytes);
  let used = 0;
  offsets[0] = 0;

  /** Memory behind what there is. */
  function room(bytes: number): Uint8Array {
    if (used + bytes > textLimit)
      throw new MemoryLimitError(
        "readParquet: text of one column in one partition",
        used + bytes,
        textLimit,
        "pass a smaller partitionBytes, or write smaller row groups",
      );
    if (used + bytes + slackBytes > text.length) {
      const larger = arena.take(Math.max(used + bytes + slackBytes, Math.ceil(1.5 * text.length)));
      larger.set(text.subarray(0, used));
      text = larger;
    }
    return text.subarray(used, used + bytes + slackBytes);
  }

  const decoders: { readonly [encoding: number]: (bytes: Uint8Array, target: Int32Array) => number } = {
    [Encoding.plain]: (bytes, target) => plainTexts(backend, bytes, target, room(Math.max(0, bytes.length - 4 * (target.length - 1))), used).bytes,
    [Encoding.differingLengths](bytes, target) {
      const n = target.length - 1;
      const lengths = int32(lengthsMemory(4 * n));
      const state = new Float64Array(2);
      decode(backend, "parquet/differences", "uint32", { n, inputs: [bytes], outputs: [lengths], state });
      const rest = bytes.subarray(state[0]);
      decode(backend, "parquet/offsetsOf", "int32", { n, inputs: [lengths, rest], outputs: [target], params: [used], state });
      const own = rest.subarray(0, state[0]);
      checkTexts(own, state[1]!);
      room(own.length).set(own);
      return own.length;
    },
    [Encoding.dictionary](bytes, target) {
      const n = target.length - 1;
      const codes = int32(codesMemory(4 * n));
      const size = readCodes(backend, bytes, dictionary, codes);
      const { column, text, shortest, longest } = dictionary;
      const inputs = [codes, column.offsets!, text];
      decode(backend, "parquet/textsOf", "uint8", { n, inputs, outputs: [target, room(size)], params: [used, shortest, longest] });
      return size;
    },
  };

  return {
    dictionary(bytes, count) {
      dictionary = readDictionary(backend, bytes, count, (size) => new Uint8Array(size));
    },
    page(encoding, bytes, row, count) {
      offsets[row] = used;
      if (count === 0) return;
      const decoder = decoders[encoding === Encoding.plainDictionary ? Encoding.dictionary : encoding]!;
      used += decoder(bytes, offsets.subarray(row, row + count + 1));
    },
    spread(bitmap, row, rows, count) {
      const outputs = [offsets.subarray(row, row + rows + 1)];
      decode(backend, "parquet/spreadOffsets", "int32", { n: rows, inputs: [bitmap], outputs, params: [row, count] });
    },
    finish: (valid) => ({ type: "utf8", length, offsets, values: text.subarray(0, used), valid }),
  };
}

/** Categories of one row group: its dictionary, and numbers. */
export function categorySink(backend: Backend, arena: Arena, length: number): ColumnSink {
  const codes = int32(arena.take(4 * length));
  let dictionary = noTexts;
  return {
    dictionary(bytes, count) {
      dictionary = readDictionary(backend, bytes, count, (size) => arena.take(size));
    },
    page(_, bytes, row, count) {
      if (count > 0) readCodes(backend, bytes, dictionary, codes.subarray(row, row + count));
    },
    spread(bitmap, row, rows, count) {
      decode(backend, "parquet/spread", "uint32", { n: rows, inputs: [bitmap], outputs: [codes.subarray(row, row + rows)], params: [row, count] });
    },
    finish: (valid) => categoryColumn({ type: "category", length, values: codes, valid }, dictionary.column),
  };
}
