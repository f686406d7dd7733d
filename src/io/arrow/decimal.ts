/** Decimals (little-endian two's complement of `words` 32-bit words, times 10^-scale) as the nearest doubles. */
export function doublesOf(values: Uint32Array, length: number, words: number, scale: number): Float64Array {
  const out = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const whole = integerOf(values, i * words, words);
    // Powers of ten up to 22 and integers up to 2^53 are exact, so their quotient is rounded once; text is rounded once always.
    out[i] = scale >= 0 && scale <= 22 && Number.isSafeInteger(Number(whole)) ? Number(whole) / 10 ** scale : Number(`${whole}e${-scale}`);
  }
  return out;
}

function integerOf(values: Uint32Array, at: number, words: number): bigint {
  let whole = 0n;
  for (let word = words - 1; word >= 0; word--) whole = (whole << 32n) | BigInt(values[at + word]!);
  return BigInt.asIntN(32 * words, whole);
}
