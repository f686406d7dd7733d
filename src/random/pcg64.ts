import { BitGenerator, type BitGeneratorKind, type StateWords } from "./bit-generator.ts";
import type { Entropy, SeedSequence } from "./seed-sequence.ts";

const MASK = (1n << 128n) - 1n;
/** O'Neill's multiplier for 128-bit linear congruential generators. */
const MULTIPLIER = 0x2360ed051fc65da44385df649fccf645n;
/** One jump: (φ − 1)·2¹²⁸ steps, so that any number of jumps land spread around the ring. */
const JUMP = 0x9e3779b97f4a7c15f39cc0605cedc835n;

/** A linear congruential generator of 128 bits: state ← state · multiplier + inc. */
export interface Lcg128 {
  readonly state: bigint;
  readonly inc: bigint;
}

/** The state `n` steps on (n may be negative: the ring has 2¹²⁸). Squares the step: 128 rounds at most. */
export function advanceLcg({ state, inc }: Lcg128, multiplier: bigint, n: bigint): Lcg128 {
  let [mul, add] = [multiplier, inc];
  let [totalMul, totalAdd] = [1n, 0n];
  for (let rest = n & MASK; rest > 0n; rest >>= 1n) {
    if (rest & 1n) {
      totalMul = (totalMul * mul) & MASK;
      totalAdd = (totalAdd * mul + add) & MASK;
    }
    add = (add * (mul + 1n)) & MASK;
    mul = (mul * mul) & MASK;
  }
  return { state: (state * totalMul + totalAdd) & MASK, inc };
}

/** How PCG64 starts from a seed; PCG64DXSM too, since NumPy seeds it with PCG64's multiplier. */
export function seedLcg(sequence: SeedSequence): Lcg128 {
  const [stateHigh, stateLow, incHigh, incLow] = sequence.generateState(4, "uint64") as unknown as [bigint, bigint, bigint, bigint];
  const inc = ((((incHigh << 64n) | incLow) << 1n) | 1n) & MASK;
  const start = (inc + ((stateHigh << 64n) | stateLow)) & MASK;
  return { state: (start * MULTIPLIER + inc) & MASK, inc };
}

export function lcgToWords({ state, inc }: Lcg128): number[] {
  return [state, inc].flatMap((value) => [0n, 32n, 64n, 96n].map((shift) => Number((value >> shift) & 0xffff_ffffn)));
}

export function lcgFromWords(words: StateWords): Lcg128 {
  const value = (at: number): bigint => words.slice(at, at + 4).reduceRight((high, word) => (high << 32n) | BigInt(word), 0n);
  return { state: value(0), inc: value(4) };
}

/** The kind of a generator on `Lcg128` with this multiplier. */
export function lcgKind(name: "PCG64" | "PCG64DXSM", code: number, multiplier: bigint): BitGeneratorKind {
  const advance = (words: StateWords, n: bigint): StateWords => lcgToWords(advanceLcg(lcgFromWords(words), multiplier, n));
  return {
    name,
    code,
    jumpsCheaply: true,
    seed: (sequence) => lcgToWords(seedLcg(sequence)),
    jump: (words, n) => advance(words, n * JUMP),
    advance,
  };
}

export const pcg64: BitGeneratorKind = lcgKind("PCG64", 0, MULTIPLIER);

/** NumPy's `PCG64(seed)`: O'Neill's PCG XSL-RR 128/64, the default. */
export function PCG64(seed?: Entropy | SeedSequence): BitGenerator {
  return new BitGenerator(pcg64, seed);
}
