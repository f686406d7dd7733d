/**
 * Ready tasks by rank, as a set of small numbers: a bit for each, and above it levels in which a bit says that there is one among the 32 below.
 * The least of a million is found in four steps; a heap would take twenty, each somewhere else in memory.
 */
export function createReady(size: number) {
  const levels: Int32Array[] = [];
  for (let bits = Math.max(1, size); ; bits = levels[levels.length - 1]!.length) {
    levels.push(new Int32Array((bits + 31) >>> 5));
    if (bits <= 32) break;
  }

  function add(rank: number): void {
    let at = rank;
    for (const level of levels) {
      const word = at >>> 5;
      const before = level[word]!;
      level[word] = before | (1 << (at & 31));
      if (before !== 0) return;
      at = word;
    }
  }

  function remove(rank: number): void {
    let at = rank;
    for (const level of levels) {
      const word = at >>> 5;
      if ((level[word]! &= ~(1 << (at & 31))) !== 0) return;
      at = word;
    }
  }

  /** The least rank from `from` on; -1 if there is none. */
  function next(from: number): number {
    let at = from;
    for (let height = 0; height < levels.length; height++) {
      const level = levels[height]!;
      const word = at >>> 5;
      if (word >= level.length) return -1;
      const bits = level[word]! & (-1 << (at & 31));
      if (bits === 0) {
        // None in this word: the next one that has some is a bit of the level above.
        at = word + 1;
        continue;
      }
      at = 32 * word + lowestBit(bits);
      while (height > 0) at = 32 * at + lowestBit(levels[--height]![at]!);
      return at;
    }
    return -1;
  }

  function clear(): void {
    for (const level of levels) level.fill(0);
  }

  return { add, remove, next, clear };
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
