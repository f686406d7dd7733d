import type { Column } from "../../../chunk/column.ts";
import { must } from "../../../util/must.ts";
import { room } from "../../batch-memory.ts";
import type { Backend } from "../../kernel.ts";
import { andBitmaps, type Bits } from "../rows/bitmap.ts";
import { callKernel } from "../rows/kernel-call.ts";
import { type KeyRange, rangeCodes } from "./direct-groups.ts";
import type { GroupCall, KeyIndex } from "./key-index.ts";
import { asCodes, dictionaryRange, groupByOne, rangeOf, recoder } from "./one-key.ts";

/** The keys of a column as numbers below `size`, and those of other rows by the same numbers; -1 where there is none. */
interface Part {
  readonly codes: Int32Array;
  readonly size: number;
  find(column: Column): Int32Array;
}

/** Numbers of several columns are digits of one word as long as it is below this: then it is grouped, and goes on with the numbers of its groups. */
const wordLimit = 2 ** 62;

/** Groups by several columns: their keys become numbers, and those one word of 64 bits. */
export function groupByMany(call: GroupCall, columns: readonly Column[]): KeyIndex {
  const parts = columns.map((column) => partOf(call, column));
  const valid = call.dropNull ? columns.reduce<Bits>((bits, column) => andBitmaps(call.backend, bits, column.valid, column.length), undefined) : undefined;
  const stages: Stage[] = [];
  let stage: Stage = { parts: [], size: 1, groups: undefined };
  for (const part of parts) {
    if (stage.size * part.size > wordLimit) {
      stage.groups = groupWords(call, stage, stages.at(-1)?.groups?.codes, valid);
      stages.push(stage);
      stage = { parts: [], size: Math.max(1, stage.groups.count), groups: undefined };
    }
    stage.parts.push(part);
    stage.size *= Math.max(1, part.size);
  }
  const groups = groupWords(call, stage, stages.at(-1)?.groups?.codes, valid);
  stage.groups = groups;
  stages.push(stage);
  return { codes: groups.codes, count: groups.count, firsts: groups.firsts, find: (keys) => findWords(call.backend, stages, keys) };
}

/** Columns whose numbers become one word, after that of the stage before. */
interface Stage {
  readonly parts: Part[];
  /** Words are below this. */
  size: number;
  groups: KeyIndex<Column> | undefined;
}

function groupWords(call: GroupCall, { parts }: Stage, before: Int32Array | undefined, valid: Bits): KeyIndex<Column> {
  const words = wordsOf(
    call.backend,
    parts,
    parts.map((part) => part.codes),
    before,
  );
  return groupByOne(call, { type: "uint64", length: words.length, values: words, valid });
}

function findWords(backend: Backend, stages: readonly Stage[], keys: readonly Column[]): Int32Array {
  let found: Int32Array | undefined;
  let at = 0;
  for (const { parts, groups } of stages) {
    const codes = parts.map((part) => part.find(keys[at++]!));
    const words = wordsOf(backend, parts, codes, found);
    found = groups!.find({ type: "uint64", length: words.length, values: words });
  }
  must(found !== undefined, "a search for no keys");
  return found;
}

function wordsOf(backend: Backend, parts: readonly Part[], codes: readonly Int32Array[], before: Int32Array | undefined): BigUint64Array {
  const words = room("uint64", codes[0]!.length);
  const append = (inputs: readonly [BigUint64Array, Int32Array], factor: number) => {
    callKernel(backend, "appendCode", "uint64", { n: words.length, inputs, outputs: [words], params: [factor] });
  };
  const nothing = new BigUint64Array(0);
  if (before !== undefined) append([nothing, before], 1);
  parts.forEach(({ size }, i) => {
    append([i === 0 && before === undefined ? nothing : words, codes[i]!], size);
  });
  return words;
}

function partOf(call: GroupCall, column: Column): Part {
  if (column.dictionary !== undefined) {
    const recode = recoder(call, column);
    const part = rangePart(call, asCodes(column), dictionaryRange(column));
    return { ...part, find: (other) => part.find(recode(other)) };
  }
  const range = rangeOf(call, column);
  if (range !== undefined) return rangePart(call, column, range);
  const { codes, count, find } = groupByOne(call, column);
  return { codes, size: count, find };
}

/** Integers are their distance from the least; null comes after the greatest. */
function rangePart({ backend, dropNull }: GroupCall, column: Column, range: KeyRange): Part {
  const nullCode = dropNull ? -1 : range.size;
  const codes = (keys: Column) => rangeCodes(backend, keys, range, nullCode);
  return { codes: codes(column), size: range.size + 1, find: codes };
}
