import { must } from "../util/must.ts";
import { shown } from "../util/shown.ts";

/** What seeds a generator: a non-negative integer of any size, or a list of them. */
export type Entropy = number | bigint | readonly (number | bigint)[] | Uint32Array;

export interface SeedSequenceOptions {
  /** Where in the tree of spawned sequences this one is. */
  readonly spawnKey?: readonly (number | bigint)[];
  /** 32-bit words of the entropy pool, 4 to 64. */
  readonly poolSize?: number;
}

/**
 * NumPy's `SeedSequence`: hashes entropy of any size into the states of any number of independent generators.
 *
 * ```ts
 * new SeedSequence(1).spawn(10)[0].generateState(2); // Uint32Array [1641411168, 1963192212]
 * ```
 */
export class SeedSequence {
  /** The entropy as 32-bit words, low first. */
  readonly entropy: readonly number[];
  readonly spawnKey: readonly number[];
  readonly poolSize: number;
  #children = 0;

  /** Without entropy, takes 128 fresh bits from the system. */
  constructor(entropy?: Entropy, options: SeedSequenceOptions = {}) {
    this.entropy = entropy === undefined ? [...crypto.getRandomValues(new Uint32Array(4))] : wordsOf(entropy);
    this.spawnKey = wordsOf(options?.spawnKey ?? []);
    this.poolSize = options?.poolSize ?? 4;
    if (!(Number.isInteger(this.poolSize) && this.poolSize >= 4 && this.poolSize <= 64)) {
      throw new RangeError(`SeedSequence: poolSize is ${this.poolSize}; an integer from 4 to 64`);
    }
  }

  /** How many children were spawned. */
  get childrenSpawned(): number {
    return this.#children;
  }

  /** `n` more children; each call goes on where the last stopped. */
  spawn(n: number): SeedSequence[] {
    if (!(Number.isInteger(n) && n >= 0)) throw new RangeError(`spawn: ${shown(n)} is not a number of children`);
    const first = this.#children;
    this.#children += n;
    return Array.from({ length: n }, (_, i) => this.child(first + i));
  }

  /** The sequence with `key` after this one's spawn key. Does not count as spawning. */
  child(...key: readonly (number | bigint)[]): SeedSequence {
    return new SeedSequence(this.entropy, { spawnKey: [...this.spawnKey, ...wordsOf(key)], poolSize: this.poolSize });
  }

  /** `n` words for the state of a generator: a `Uint32Array`, or a `BigUint64Array` of pairs with the low word first. */
  generateState(n: number): Uint32Array;
  generateState(n: number, dtype: "uint32"): Uint32Array;
  generateState(n: number, dtype: "uint64"): BigUint64Array;
  generateState(n: number, dtype: "uint32" | "uint64" = "uint32"): Uint32Array | BigUint64Array {
    const entropy = assembledEntropy(this);
    if (dtype === "uint32") return hashWords(entropy, this.poolSize, n);
    const words = hashWords(entropy, this.poolSize, 2 * n);
    return BigUint64Array.from({ length: n }, (_, i) => BigInt(words[2 * i]!) | (BigInt(words[2 * i + 1]!) << 32n));
  }
}

/** The words that are hashed: the entropy, then the spawn key. With a key, the entropy fills the pool first, so that `[1]` under key `[2]` is not `[1, 2]`. */
export function assembledEntropy(sequence: Pick<SeedSequence, "entropy" | "spawnKey" | "poolSize">, padded = sequence.spawnKey.length > 0): number[] {
  const words = [...sequence.entropy];
  while (padded && words.length < sequence.poolSize) words.push(0);
  return words.concat(sequence.spawnKey);
}

/** Integers as 32-bit words, low first; 0 takes one word. */
export function wordsOf(value: Entropy): number[] {
  if (value instanceof Uint32Array) return [...value];
  if (Array.isArray(value)) return value.flatMap((part) => wordsOf(part));
  if (typeof value !== "number" && typeof value !== "bigint")
    throw new TypeError(`SeedSequence: ${shown(value)} is no entropy; give a whole number from 0, a bigint, or a list of them`);
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new RangeError(`SeedSequence: ${value} is not an integer below 2^53; use a bigint`);
  let rest = BigInt(value);
  if (rest < 0n) throw new RangeError(`SeedSequence: ${value} is negative; entropy is a non-negative integer`);
  const words: number[] = [];
  do {
    words.push(Number(rest & 0xffff_ffffn));
    rest >>= 32n;
  } while (rest > 0n);
  return words;
}

/** `n` words of state from assembled entropy. */
export function hashWords(entropy: readonly number[], poolSize: number, n: number): Uint32Array {
  return drawFrom(mixEntropy(entropy, poolSize), n);
}

// The constants of M. E. O'Neill's seed_seq_fe (randutils), which NumPy fixed as part of its streams.
const INIT_A = 0x43b0d7e5;
const MULT_A = 0x931e8875;
const INIT_B = 0x8b51f9dd;
const MULT_B = 0x58f38ded;
const MIX_LEFT = 0xca01f9dd;
const MIX_RIGHT = 0x4973f715;

function mixEntropy(entropy: readonly number[], size: number): Uint32Array {
  let constant = INIT_A;
  const hash = (value: number): number => {
    const mixed = value ^ constant;
    constant = Math.imul(constant, MULT_A);
    const product = Math.imul(mixed, constant);
    return product ^ (product >>> 16);
  };
  const mix = (x: number, y: number): number => {
    const sum = (Math.imul(MIX_LEFT, x) - Math.imul(MIX_RIGHT, y)) | 0;
    return sum ^ (sum >>> 16);
  };
  const pool = new Uint32Array(size);
  for (let i = 0; i < size; i++) pool[i] = hash(entropy[i] ?? 0);
  for (let from = 0; from < size; from++) {
    for (let to = 0; to < size; to++) if (from !== to) pool[to] = mix(pool[to]!, hash(pool[from]!));
  }
  for (let from = size; from < entropy.length; from++) {
    for (let to = 0; to < size; to++) pool[to] = mix(pool[to]!, hash(entropy[from]!));
  }
  return pool;
}

function drawFrom(pool: Uint32Array, n: number): Uint32Array {
  must(Number.isInteger(n) && n >= 0, `generateState of ${n} words`);
  const state = new Uint32Array(n);
  let constant = INIT_B;
  for (let i = 0; i < n; i++) {
    const mixed = pool[i % pool.length]! ^ constant;
    constant = Math.imul(constant, MULT_B);
    const product = Math.imul(mixed, constant);
    state[i] = product ^ (product >>> 16);
  }
  return state;
}
