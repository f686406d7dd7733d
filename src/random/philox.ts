import { BitGenerator, type BitGeneratorKind, type StateWords } from "./bit-generator.ts";
import type { Entropy, SeedSequence } from "./seed-sequence.ts";

const COUNTER = (1n << 256n) - 1n;

/** The counter, 256 bits in the first 8 words, moved on by `n`. */
function counted(words: StateWords, n: bigint): StateWords {
  const counter = words.slice(0, 8).reduceRight((high, word) => (high << 32n) | BigInt(word), 0n);
  const moved = (counter + n) & COUNTER;
  return [...Array.from({ length: 8 }, (_, i) => Number((moved >> BigInt(32 * i)) & 0xffff_ffffn)), ...words.slice(8)];
}

export const philox: BitGeneratorKind = {
  name: "Philox",
  code: 3,
  jumpsCheaply: true,
  seed: (sequence) => [0, 0, 0, 0, 0, 0, 0, 0, ...sequence.generateState(4)],
  jump: (words, n) => counted(words, n << 128n),
  /** As in NumPy, a step of `advance` is one of the counter, which is four draws. */
  advance: counted,
};

/** NumPy's `Philox(seed)`: Philox4x64-10, a cipher of a counter. */
export function Philox(seed?: Entropy | SeedSequence): BitGenerator {
  return new BitGenerator(philox, seed);
}
