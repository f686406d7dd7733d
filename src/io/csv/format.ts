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

const [startsAt, wordsAt, wordBytes] = [1024, 1536, 16];

/** As `Missing` in native/kernels/csv-cells.hpp reads them. */
export function missingTable(words: readonly string[], latin1: boolean): Uint8Array {
  const encoded = [...new Set(words)].filter((word) => word !== "").map((word) => Buffer.from(word, latin1 ? "latin1" : "utf8"));
  // Short ones first: they are asked for most.
  encoded.sort((a, b) => a[0]! - b[0]! || a.length - b.length);
  const textAt = wordsAt + wordBytes * (encoded.length + 1);
  const table = new Uint8Array(encoded.reduce((bytes, word) => bytes + word.length, textAt));
  const view = new DataView(table.buffer);
  let text = textAt;
  encoded.forEach((word, i) => {
    const first = word[0]!;
    if (view.getUint32(4 * first, true) === 0) view.setUint16(startsAt + 2 * first, i, true);
    view.setUint32(4 * first, view.getUint32(4 * first, true) | (2 ** Math.min(word.length, 31)), true);
    const at = wordsAt + wordBytes * i;
    table.set(word.subarray(0, 8), at);
    view.setUint32(at + 8, word.length, true);
    view.setUint32(at + 12, text, true);
    table.set(word, text);
    text += word.length;
  });
  return table;
}

/** Whether one of the words would be read as a number. */
export function hasNumber(words: readonly string[]): boolean {
  return words.some((word) => /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(word));
}
