import { BitGenerator, type BitGeneratorKind, type StateWords } from "./bit-generator.ts";
import type { Entropy, SeedSequence } from "./seed-sequence.ts";

const MASK = (1n << 64n) - 1n;

/** Three words of seed and a counter, mixed by twelve steps. */
function seed(sequence: SeedSequence): StateWords {
  let [a, b, c] = sequence.generateState(3, "uint64") as unknown as [bigint, bigint, bigint];
  let counter = 1n;
  for (let step = 0; step < 12; step++) {
    const out = (a + b + counter++) & MASK;
    a = b ^ (b >> 11n);
    b = (c + (c << 3n)) & MASK;
    c = (((c << 24n) | (c >> 40n)) + out) & MASK;
  }
  return [a, b, c, counter].flatMap((word) => [Number(word & 0xffff_ffffn), Number(word >> 32n)]);
}

export const sfc64: BitGeneratorKind = { name: "SFC64", code: 4, jumpsCheaply: false, seed };

/** NumPy's `SFC64(seed)`: Doty-Humphrey's small fast chaotic generator. It has no jumps: `spawn` its seed sequence instead. */
export function SFC64(seed?: Entropy | SeedSequence): BitGenerator {
  return new BitGenerator(sfc64, seed);
}
