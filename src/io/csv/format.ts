/** Words that pandas takes for missing values. */
export const defaultMissing: readonly string[] = [
  "",
  "#N/A",
  "#N/A N/A",
  "#NA",
  "-1.#IND",
  "-1.#QNAN",
  "-NaN",
  "-nan",
  "1.#IND",
  "1.#QNAN",
  "<NA>",
  "N/A",
  "NA",
  "NULL",
  "NaN",
  "None",
  "n/a",
  "nan",
  "null",
];

const longestWord = 255;

/** As native/kernels/csv-cells.hpp reads them: which lengths occur by first byte, then each word after its length. Words beyond 255 bytes are left to the caller. */
export function missingTable(words: readonly string[], latin1: boolean): Uint8Array {
  const encoded = [...new Set(words)].filter((word) => word !== "").map((word) => Buffer.from(word, latin1 ? "latin1" : "utf8"));
  const table = new Uint8Array(1024 + encoded.reduce((bytes, word) => bytes + 1 + word.length, 1));
  const lengths = new Uint32Array(table.buffer, 0, 256);
  let at = 1024;
  for (const word of encoded) {
    lengths[word[0]!]! |= 2 ** Math.min(word.length, 31);
    table[at] = Math.min(word.length, longestWord);
    table.set(word, at + 1);
    at += 1 + word.length;
  }
  return table;
}

/** Whether one of the words would be read as a number. */
export function hasNumber(words: readonly string[]): boolean {
  return words.some((word) => /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(word));
}
