// A small encoder, so that tests can make blocks that bzip2 itself would not make. Rotations are sorted plainly: for a few thousand bytes.

export interface Bzip2Options {
  /** Bytes of text a block, before repetitions are counted. */
  readonly blockBytes?: number;
  readonly level?: number;
  /** How many code tables, 2 to 6, which groups take in turn. */
  readonly tables?: number;
  /** "unary": each code one bit longer than the one before, as far as 20 bits go. */
  readonly codes?: "equal" | "unary";
  /** More entries in the list of tables than groups. */
  readonly extraSelectors?: number;
}

const groupSymbols = 50;

export function bzip2(text: Uint8Array, options: Bzip2Options = {}): Uint8Array {
  const { blockBytes = 5000, level = 9 } = options;
  let bits = "";
  let sum = 0;
  const put = (value: number | bigint, count: number) => {
    bits += value.toString(2).padStart(count, "0");
  };
  for (const byte of Buffer.from(`BZh${level}`)) put(byte, 8);
  for (let start = 0; start < text.length; start += blockBytes) {
    const block = text.subarray(start, start + blockBytes);
    const crc = crc32(block);
    sum = (((sum << 1) | (sum >>> 31)) ^ crc) >>> 0;
    putBlock(put, countRepeats(block), crc, options);
  }
  put(0x177245385090n, 48);
  put(sum, 32);
  return Buffer.from((bits.match(/.{1,8}/g) ?? []).map((byte) => Number.parseInt(byte.padEnd(8, "0"), 2)));
}

type Put = (value: number | bigint, count: number) => void;

function putBlock(put: Put, text: number[], crc: number, { tables = 2, codes = "equal", extraSelectors = 0 }: Bzip2Options): void {
  const { column, origin } = sortRotations(text);
  const used = [...new Set(text)].sort((a, b) => a - b);
  const symbols = toSymbols(column, used);
  const lengths = codeLengths(used.length + 2, codes);
  const words = codeWords(lengths);

  put(0x314159265359n, 48);
  put(crc, 32);
  put(0, 1);
  put(origin, 24);
  const rows = Array.from({ length: 16 }, (_, row) => Array.from({ length: 16 }, (_, i) => (used.includes(16 * row + i) ? "1" : "0")).join(""));
  put(BigInt(`0b${rows.map((row) => (row.includes("1") ? "1" : "0")).join("")}`), 16);
  for (const row of rows) if (row.includes("1")) put(BigInt(`0b${row}`), 16);
  const groups = Math.ceil(symbols.length / groupSymbols) + extraSelectors;
  put(tables, 3);
  put(groups, 15);
  const order = Array.from({ length: tables }, (_, i) => i);
  for (let group = 0; group < groups; group++) {
    const at = order.indexOf(group % tables);
    put(BigInt(`0b${"1".repeat(at)}0`), at + 1);
    order.unshift(...order.splice(at, 1));
  }
  for (let table = 0; table < tables; table++) {
    let length = lengths[0]!;
    put(length, 5);
    for (const wanted of lengths) {
      for (; length < wanted; length++) put(2, 2);
      for (; length > wanted; length--) put(3, 2);
      put(0, 1);
    }
  }
  for (const symbol of symbols) put(words[symbol]!, lengths[symbol]!);
}

/** Four equal bytes, and how many more. */
function countRepeats(text: Uint8Array): number[] {
  const out: number[] = [];
  for (let i = 0; i < text.length; ) {
    let run = 1;
    while (run < 259 && text[i + run] === text[i]) run++;
    for (let k = 0; k < Math.min(4, run); k++) out.push(text[i]!);
    if (run >= 4) out.push(run - 4);
    i += run;
  }
  return out;
}

function sortRotations(text: readonly number[]): { column: number[]; origin: number } {
  const twice = Buffer.from([...text, ...text]);
  const starts = text.map((_, i) => i).sort((a, b) => twice.compare(twice, b, b + text.length, a, a + text.length) || a - b);
  return { column: starts.map((start) => twice[start + text.length - 1]!), origin: starts.indexOf(0) };
}

/** Positions in the list that moves to the front, lengths of runs of zeros as digits 1 and 2, and the end. */
function toSymbols(column: readonly number[], used: readonly number[]): number[] {
  const list = [...used];
  const symbols: number[] = [];
  let zeros = 0;
  const flush = () => {
    for (; zeros > 0; zeros = (zeros - 1) >> 1) symbols.push(zeros % 2 === 1 ? 0 : 1);
  };
  for (const byte of column) {
    const at = list.indexOf(byte);
    if (at === 0) {
      zeros++;
      continue;
    }
    flush();
    symbols.push(at + 1);
    list.unshift(...list.splice(at, 1));
  }
  flush();
  symbols.push(used.length + 1);
  return symbols;
}

function codeLengths(count: number, codes: "equal" | "unary"): number[] {
  const equal = Math.ceil(Math.log2(count));
  if (codes === "equal") return new Array<number>(count).fill(equal);
  // As many short ones as leave room for the rest.
  const short = Math.max(0, 20 - Math.ceil(Math.log2(Math.max(2, count - 12))) - 1);
  const rest = Math.ceil(Math.log2(Math.max(1, count - short)));
  return Array.from({ length: count }, (_, i) => (i < short ? i + 1 : short + Math.max(1, rest)));
}

function codeWords(lengths: readonly number[]): number[] {
  const words: number[] = [];
  let next = 0;
  for (let length = 1; length <= 20; length++, next *= 2) for (const [symbol, own] of lengths.entries()) if (own === length) words[symbol] = next++;
  return words;
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc & 0x80000000 ? 0x04c11db7 : 0);
  }
  return ~crc >>> 0;
}
