/** Encodings of Parquet written plainly, to compare with: bits are put together one by one. */
class Bits {
  readonly bytes: number[] = [];
  #free = 0;
  put(value: bigint, width: number): void {
    for (let bit = 0n; bit < BigInt(width); bit++) {
      if (this.#free === 0) {
        this.bytes.push(0);
        this.#free = 8;
      }
      if ((value >> bit) & 1n) this.bytes[this.bytes.length - 1]! |= 1 << (8 - this.#free);
      this.#free--;
    }
  }
}

function varint(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return [...bytes, Number(rest)];
}

/** A run of one value, or values in bits (as many as are a multiple of 8). */
export type Run = { readonly value: number; readonly count: number } | { readonly values: readonly number[] };

export function hybridBytes(runs: readonly Run[], width: number): Uint8Array {
  const out: number[] = [];
  for (const run of runs) {
    if ("value" in run) {
      out.push(...varint(BigInt(run.count) << 1n));
      for (let byte = 0; byte < Math.ceil(width / 8); byte++) out.push((run.value >>> (8 * byte)) & 255);
    } else {
      const bits = new Bits();
      for (const value of run.values) bits.put(BigInt(value), width);
      out.push(...varint((BigInt(run.values.length / 8) << 1n) | 1n), ...bits.bytes);
    }
  }
  return Uint8Array.from(out);
}

export const valuesOfRuns = (runs: readonly Run[]): number[] =>
  runs.flatMap((run) => ("value" in run ? Array<number>(run.count).fill(run.value) : [...run.values]));

const zigzag = (value: bigint) => varint(value < 0n ? -2n * value - 1n : 2n * value);

/** Integers of so many bits as differences, in blocks of 128 and parts of 32. */
export function differenceBytes(values: readonly bigint[], bits: 32 | 64): Uint8Array {
  const wrap = (value: bigint) => BigInt.asIntN(bits, value);
  const out = [...varint(128n), ...varint(4n), ...varint(BigInt(values.length)), ...zigzag(values[0] ?? 0n)];
  const differences = values.slice(1).map((value, i) => wrap(value - values[i]!));
  for (let at = 0; at < differences.length; at += 128) {
    const block = differences.slice(at, at + 128);
    const [least] = [...block].sort((a, b) => Number(a - b)) as [bigint];
    const parts = [0, 32, 64, 96].map((from) => block.slice(from, from + 32).map((value) => BigInt.asUintN(bits, value - least)));
    const widths = parts.map((part) => part.reduce((width, value) => Math.max(width, value.toString(2).length), 0));
    out.push(...zigzag(least), ...widths);
    parts.forEach((part, i) => {
      const own = new Bits();
      if (part.length > 0) for (let k = 0; k < 32; k++) own.put(part[k] ?? 0n, widths[i]!);
      out.push(...own.bytes);
    });
  }
  return Uint8Array.from(out);
}
