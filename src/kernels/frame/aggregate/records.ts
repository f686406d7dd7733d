import type { Column } from "../../../chunk/column.ts";
import { columnTypeOf } from "../../../chunk/column-type.ts";
import { dtypes, type TypedArray } from "../../../chunk/dtype.ts";
import { room } from "../../batch-memory.ts";
import type { Backend } from "../../kernel.ts";
import { bitsOf, callKernel } from "../rows/kernel-call.ts";
import type { RecordMeaning, RecordReader, RecordStep } from "./aggregator.ts";

/** The number of each step (native/kernels/records.hpp), and its words of a new record. */
const kinds: { readonly [W in RecordStep["what"]]: readonly [what: number, fresh: readonly bigint[]] } = {
  rows: [0, [0n]],
  sum: [1, [0n]],
  total: [2, [0n, 0n]],
  least: [3, [2n ** 63n - 1n]],
  greatest: [4, [2n ** 63n]],
  leastFloat: [5, [0x7ff0_0000_0000_0000n]],
  greatestFloat: [6, [0xfff0_0000_0000_0000n]],
  products: [7, [0n, 0n, 0n, 0n, 0n, 0n]],
};

/** The columns of all batches that a step reads, one list an argument. */
type StepColumns = readonly (readonly Column[])[];

interface PlacedStep {
  readonly what: number;
  readonly word: number;
  readonly columns: readonly number[];
}

/** What a record has: each step once, whoever asks for it. */
export class RecordLayout {
  readonly #steps = new Map<string, PlacedStep>();
  readonly #columns: (readonly Column[])[] = [];
  readonly #fresh: bigint[] = [];

  /** The first word of a step. */
  word({ what }: RecordStep, columns: StepColumns): number {
    // Where all rows have a value, counting them is counting rows.
    const read = what === "rows" ? columns.filter((list) => list.some(({ valid }) => valid !== undefined)) : columns;
    const numbers = read.map((list) => this.#number(list));
    const key = `${what} ${numbers}`;
    const known = this.#steps.get(key);
    if (known !== undefined) return known.word;
    const [number, fresh] = kinds[what];
    const word = this.#fresh.length;
    this.#fresh.push(...fresh);
    this.#steps.set(key, { what: number, word, columns: numbers });
    return word;
  }

  #number(list: readonly Column[]): number {
    const known = this.#columns.findIndex((other) => other[0] === list[0]);
    return known >= 0 ? known : this.#columns.push(list) - 1;
  }

  get words(): number {
    return this.#fresh.length;
  }

  /** Records of no rows yet, one more than groups. */
  fresh(backend: Backend, groups: number): BigUint64Array {
    const records = room("uint64", (groups + 1) * this.words);
    callKernel(backend, "fillRecords", "int32", { n: groups + 1, inputs: [BigUint64Array.from(this.#fresh)], outputs: [records] });
    return records;
  }

  /** Adds rows `[from, to)` of a batch, whose groups are told, but not to the step of a word; `from` is a multiple of 8. */
  add(backend: Backend, records: BigUint64Array, codes: Int32Array, batch: number, [from, to]: readonly [number, number], without: number | undefined): void {
    const columns = this.#columns.map((list) => list[batch]!);
    const read = (number: number | undefined) => (number === undefined ? [-1, -1] : [number, dtypes[columnTypeOf(columns[number]!.type).storage].code]);
    const wanted = [...this.#steps.values()].filter(({ word }) => word !== without);
    const steps = wanted.flatMap(({ what, word, columns: [x, y] }) => [what, word, ...read(x), ...read(y)]);
    const inputs: TypedArray[] = [codes, ...columns.flatMap(({ values, valid }) => [values.subarray(from, to), bitsOf(valid, from, to)])];
    const params = [records.length / this.words - 1, this.words, wanted.length, ...steps];
    callKernel(backend, "addToRecords", "int32", { n: to - from, inputs, outputs: [records], params });
  }
}

/** The groups for which a word of their record, which counts something, is not 0; nothing if it is for all. */
export function presentGroups(backend: Backend, records: BigUint64Array, words: number, word: number): Int32Array | undefined {
  const groups = records.length / words - 1;
  const out = room("int32", groups + 1);
  const count = new Float64Array(1);
  callKernel(backend, "presentRecords", "int32", { n: groups, inputs: [records], outputs: [out], params: [words, word], state: count });
  return count[0] === groups ? undefined : out.subarray(0, count[0]);
}

/** Reads of these groups, or of all, what steps that begin at these words left. */
export function recordReader(
  backend: Backend,
  records: BigUint64Array,
  words: number,
  chosen: Int32Array | undefined,
  firstWords: readonly number[],
): RecordReader {
  const n = chosen?.length ?? records.length / words - 1;
  const inputs = [records, chosen ?? allGroups];
  return {
    read(step, dtype, as, offset = 0) {
      const out = room(dtype, n);
      callKernel(backend, "recordField", dtype, { n, inputs, outputs: [out], params: [words, firstWords[step]! + offset, meanings.indexOf(as)] });
      return out;
    },
    deviations(step) {
      const outputs = Array.from({ length: 6 }, () => room("float64", n));
      callKernel(backend, "recordDeviations", "int32", { n, inputs, outputs, params: [words, firstWords[step]!] });
      return outputs;
    },
  };
}
const allGroups = new Int32Array(0);
const meanings: readonly RecordMeaning[] = ["integer", "float", "rest"];
