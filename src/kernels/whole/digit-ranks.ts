/** For each digit, whether an element at one of the ranks has it (1) or not. */
export function digitsHolding(counts: ArrayLike<number>, ranks: readonly number[]): Uint8Array {
  const flags = new Uint8Array(counts.length);
  const sorted = ranks.toSorted((a, b) => a - b);
  let below = 0;
  for (let digit = 0, i = 0; digit < counts.length && i < sorted.length; digit++) {
    const upTo = below + counts[digit]!;
    for (; i < sorted.length && sorted[i]! < upTo; i++) flags[digit] = 1;
    below = upTo;
  }
  return flags;
}

/** The ranks among only the elements whose digit is held (`digitsHolding`): those below them that are not there do not count. */
export function rankAmong(counts: ArrayLike<number>, ranks: readonly number[]): number[] {
  const flags = digitsHolding(counts, ranks);
  return ranks.map((rank) => {
    let missing = 0;
    for (let digit = 0, below = 0; below + counts[digit]! <= rank; below += counts[digit++]!) if (!flags[digit]) missing += counts[digit]!;
    return rank - missing;
  });
}
