import seedrandom from "seedrandom";
import { type Entropy, SeedSequence } from "./seed-sequence.ts";

/** What a generator starts from: numbers as in NumPy, or text. */
export type Seed = Entropy | string;

/** Seeds as NumPy takes them; text is hashed to 128 bits of entropy (ARC4 of seedrandom). Nothing means fresh entropy. */
export function seedOf(seed: Seed | SeedSequence | null | undefined): SeedSequence {
  if (seed instanceof SeedSequence) return seed;
  if (typeof seed !== "string") return new SeedSequence(seed ?? undefined);
  const words = seedrandom(seed);
  return new SeedSequence(Array.from({ length: 4 }, () => words.int32() >>> 0));
}
