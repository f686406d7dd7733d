import { printed } from "../util/printed.ts";
import { shown } from "../util/shown.ts";
import { type Entropy, SeedSequence } from "./seed-sequence.ts";

/** The state of a generator as 32-bit words, low first: what native/kernels/random.hpp says under its name. */
export type StateWords = readonly number[];

/** What one family of bit generators can do to a state. */
export interface BitGeneratorKind {
  readonly name: "PCG64" | "PCG64DXSM" | "MT19937" | "Philox" | "SFC64";
  /** `Generator` of native/kernels/random.hpp. */
  readonly code: number;
  seed(sequence: SeedSequence): StateWords;
  /** The state `n` jumps on: far enough that streams never meet. */
  jump?(state: StateWords, n: bigint): StateWords;
  /** The state after `n` draws. */
  advance?(state: StateWords, n: bigint): StateWords;
  /** Whether a kernel can jump from block to block, as invariant streams ask; else each block is seeded anew. */
  readonly jumpsCheaply: boolean;
}

/** A bit generator at a state. Never changes: `jumped` and `advance` give another. */
export class BitGenerator {
  readonly kind: BitGeneratorKind;
  readonly seedSequence: SeedSequence;
  /** How far it is from where its seed puts it. */
  readonly jumps: bigint;
  readonly steps: bigint;

  constructor(kind: BitGeneratorKind, seed?: Entropy | SeedSequence, jumps = 0n, steps = 0n) {
    this.kind = kind;
    this.seedSequence = seed instanceof SeedSequence ? seed : new SeedSequence(seed);
    this.jumps = jumps;
    this.steps = steps;
  }

  /** The generator `n` jumps on. @throws RangeError for kinds that cannot. */
  jumped(n: number | bigint = 1): BitGenerator {
    if (!this.kind.jump) throw new RangeError(`jumped: ${this.kind.name} has no jumps; use SeedSequence.spawn`);
    return new BitGenerator(this.kind, this.seedSequence, this.jumps + count("jumped", n), this.steps);
  }

  /** The generator after `n` draws of 64 bits. @throws RangeError for kinds that cannot. */
  advance(n: number | bigint): BitGenerator {
    if (!this.kind.advance) throw new RangeError(`advance: ${this.kind.name} cannot; PCG64, PCG64DXSM and Philox can`);
    return new BitGenerator(this.kind, this.seedSequence, this.jumps, this.steps + whole("advance", n));
  }

  /** The generator of the same kind, as far on, from another seed. */
  reseeded(seed: SeedSequence): BitGenerator {
    return new BitGenerator(this.kind, seed, this.jumps, this.steps);
  }

  /** The state as words. */
  words(): StateWords {
    let words = this.kind.seed(this.seedSequence);
    if (this.jumps !== 0n) words = this.kind.jump!(words, this.jumps);
    if (this.steps !== 0n) words = this.kind.advance!(words, this.steps);
    return words;
  }
}
printed(BitGenerator.prototype, ({ kind }) => `BitGenerator(${kind.name})`);

function whole(operation: string, n: number | bigint): bigint {
  if (typeof n !== "bigint" && !Number.isSafeInteger(n)) throw new RangeError(`${operation}: ${shown(n)} is not a whole number below 2^53; use a bigint`);
  return BigInt(n);
}

function count(operation: string, n: number | bigint): bigint {
  const value = whole(operation, n);
  if (value < 0n) throw new RangeError(`${operation}: ${n} is negative`);
  return value;
}
