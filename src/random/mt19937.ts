import { BitGenerator, type BitGeneratorKind, type StateWords } from "./bit-generator.ts";
import { applyPolynomial, jumpPolynomial, powerOf } from "./mt19937-jump.ts";
import type { Entropy, SeedSequence } from "./seed-sequence.ts";

const LENGTH = 624;

/** The key, all of it from the seed but the first word, which must not be zero; NumPy leaves the position one short of the end. */
function seed(sequence: SeedSequence): StateWords {
  const key = sequence.generateState(LENGTH);
  key[0] = 0x8000_0000;
  return [...key, LENGTH - 1];
}

/**
 * `n` jumps of 2^128 steps. NumPy's `jumped` walks the key in a circle from the position on, which moves by as much as the
 * polynomial's degree with each jump.
 */
function jump(words: StateWords, n: bigint): StateWords {
  if (n === 0n) return words;
  const position = words[LENGTH]! % LENGTH;
  const { polynomial, degree } = jumpPolynomial();
  const circle = Uint32Array.from({ length: LENGTH }, (_, i) => words[(position + i) % LENGTH]!);
  const moved = applyPolynomial(powerOf(polynomial, n), circle);
  const end = (position + Number((BigInt(degree) * n) % BigInt(LENGTH))) % LENGTH;
  return [...Array.from({ length: LENGTH }, (_, i) => moved[(i - end + LENGTH) % LENGTH]!), end];
}

export const mt19937: BitGeneratorKind = { name: "MT19937", code: 2, jumpsCheaply: false, seed, jump };

/** NumPy's `MT19937(seed)`: the Mersenne Twister. */
export function MT19937(seed?: Entropy | SeedSequence): BitGenerator {
  return new BitGenerator(mt19937, seed);
}
