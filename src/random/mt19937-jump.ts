// Jumping ahead in the Mersenne Twister (Haramoto, Matsumoto, Nishimura, Panneton, L'Ecuyer 2008): a step F is linear over the field
// of two elements, so F^n = p(F) with p = x^n modulo F's characteristic polynomial, and p(F) costs deg p steps and additions.

/** A polynomial over the field of two elements: bit i of the words is the coefficient of x^i. */
export type Polynomial = Uint32Array;

const LENGTH = 624;
const MIDDLE = 397;
const TWIST = 0x9908b0df;
const DEGREE = 19937;
/** One more than the degree of the modulus, which has one more factor x: a step forgets the low bits of its first word. */
const WORDS = (DEGREE >>> 5) + 1;

/** The exponents of x · φ, φ the characteristic polynomial of a step as Matsumoto and Nishimura (1998, appendix) give it. */
let modulus: number[] | undefined;
function modulusExponents(): number[] {
  if (modulus) return modulus;
  // φ = a^1·b^31 + Σ t_i a^1 b^(30-i), i < 31, + t_31, where a = x^624 + x^397, b = x^623 + x^396 and t_i is bit i of the twist.
  const terms = new Set<number>();
  const flip = (exponent: number): void => {
    if (!terms.delete(exponent)) terms.add(exponent);
  };
  const addProduct = (aPower: number, bPower: number): void => {
    // a^i b^j = x^(396·(i+j) + i) · (x^227 + 1)^(i+j); C(n, k) is odd where k's bits are among n's.
    const n = aPower + bPower;
    for (let k = 0; k <= n; k++) if ((k & n) === k) flip((MIDDLE - 1) * n + aPower + (LENGTH - MIDDLE) * k);
  };
  addProduct(1, 31);
  for (let i = 0; i < 31; i++) if ((TWIST >>> i) & 1) addProduct(1, 30 - i);
  if (TWIST >>> 31) flip(0);
  modulus = [...terms].map((exponent) => exponent + 1);
  return modulus;
}

/** The remainder of a product of two remainders (twice as long as they), in place; returns its first words. */
function reduce(product: Uint32Array): Polynomial {
  const top = DEGREE + 1;
  const lower = modulusExponents().filter((exponent) => exponent !== top);
  // From the highest word down, 32 coefficients at once: the second exponent is hundreds below the top.
  for (let word = product.length - 1; word >= top >>> 5; word--) {
    let bits = product[word]!;
    if (word === top >>> 5) bits = (bits >>> (top & 31)) << (top & 31);
    if (bits === 0) continue;
    product[word]! ^= bits;
    for (const exponent of lower) {
      const to = word * 32 - top + exponent;
      const [at, shift] = [to >> 5, to & 31];
      if (at >= 0) product[at]! ^= bits << shift;
      if (shift) product[at + 1]! ^= bits >>> (32 - shift);
    }
  }
  return product.slice(0, WORDS);
}

function square(p: Polynomial): Polynomial {
  const spread = new Uint32Array(2 * WORDS);
  for (let i = 0; i < WORDS; i++) {
    spread[2 * i] = spreadBits(p[i]! & 0xffff);
    spread[2 * i + 1] = spreadBits(p[i]! >>> 16);
  }
  return reduce(spread);
}

/** Puts a zero between any two of 16 bits. */
function spreadBits(x: number): number {
  let y = (x | (x << 8)) & 0x00ff00ff;
  y = (y | (y << 4)) & 0x0f0f0f0f;
  y = (y | (y << 2)) & 0x33333333;
  return (y | (y << 1)) & 0x55555555;
}

function multiply(p: Polynomial, q: Polynomial): Polynomial {
  const product = new Uint32Array(2 * WORDS);
  for (let shift = 0; shift < 32; shift++) {
    for (let i = 0; i < WORDS; i++) {
      if (!((p[i]! >>> shift) & 1)) continue;
      for (let k = 0; k < WORDS; k++) {
        product[i + k]! ^= q[k]! << shift;
        if (shift) product[i + k + 1]! ^= q[k]! >>> (32 - shift);
      }
    }
  }
  return reduce(product);
}

/** p^n, n ≥ 1, as a step may use it. */
export function powerOf(p: Polynomial, n: bigint): Polynomial {
  let total: Polynomial | undefined;
  let power = p;
  for (let rest = n; ; power = square(power)) {
    if (rest & 1n) total = total ? multiply(total, power) : power;
    rest >>= 1n;
    if (rest === 0n) return total!;
  }
}

/** One jump: x^(2^128) modulo φ itself, as NumPy has it. It differs from the same modulo x · φ in what becomes of the forgotten bits. */
let jumped: { polynomial: Polynomial; degree: number } | undefined;
export function jumpPolynomial(): { readonly polynomial: Polynomial; readonly degree: number } {
  if (jumped) return jumped;
  let polynomial: Polynomial = new Uint32Array(WORDS);
  polynomial[0] = 2;
  for (let i = 0; i < 128; i++) polynomial = square(polynomial);
  if (degreeOf(polynomial) === DEGREE) for (const exponent of modulusExponents()) polynomial[(exponent - 1) >>> 5]! ^= 1 << ((exponent - 1) & 31);
  return (jumped = { polynomial, degree: degreeOf(polynomial) });
}

function degreeOf(p: Polynomial): number {
  let word = p.length - 1;
  while (p[word] === 0) word--;
  return word * 32 + 31 - Math.clz32(p[word]!);
}

/** p(F) of a key whose first word is the next to be replaced: Horner's rule. */
export function applyPolynomial(p: Polynomial, key: Uint32Array): Uint32Array {
  const state = new Uint32Array(LENGTH);
  let first = 0;
  for (let i = degreeOf(p); i >= 0; i--) {
    const second = first + 1 === LENGTH ? 0 : first + 1;
    const middle = first + MIDDLE >= LENGTH ? first + MIDDLE - LENGTH : first + MIDDLE;
    const y = (state[first]! & 0x8000_0000) | (state[second]! & 0x7fff_ffff);
    state[first] = state[middle]! ^ (y >>> 1) ^ (y & 1 ? TWIST : 0);
    first = second;
    if (!((p[i >>> 5]! >>> (i & 31)) & 1)) continue;
    for (let k = 0; k < LENGTH - first; k++) state[first + k]! ^= key[k]!;
    for (let k = LENGTH - first; k < LENGTH; k++) state[first + k - LENGTH]! ^= key[k]!;
  }
  return Uint32Array.from({ length: LENGTH }, (_, k) => state[(first + k) % LENGTH]!);
}
