// The tables of h2oai's db-benchmark (its `groupby-datagen.R` and `join-datagen.R`): G1 to group, J1 to join, without nulls and unsorted. The same numbers for the same arguments on
// every machine. `node bench/data/db-benchmark.mjs groups <folder> [<rows> = 1e7] [<k> = 1e2] [<seed> = 1]` and `… joins <folder> [<rows> = 1e7] [<seed> = 1]` write each table
// as a folder with a file a column: numbers as they are in memory; texts as numbers (int32) of the lines of `<column>.texts`; `columns.json` has their names and types.
import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A random generator of 32 bits: G. Marsaglia's xorshift (2003). */
function generator(seed) {
  let state = Math.imul(seed, 2654435761) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

const scale = 2 ** -32;
const int32 = (name, values) => ({ name, type: "int32", values });
const category = (name, values, textOf, count) => ({ name, type: "category", values, textOf, count });
const utf8 = (name, values, textOf, count) => ({ name, type: "utf8", values, textOf, count });
const padded = (digits) => (i) => `id${String(i + 1).padStart(digits, "0")}`;

/** Numbers from 0 to `limit - 1`. */
function sample(next, length, limit) {
  const values = new Int32Array(length);
  for (let i = 0; i < length; i++) values[i] = next() * scale * limit;
  return values;
}

const fromOne = (values) => values.map((value) => value + 1);

/** From 0 to 100 with six decimals. */
function decimals(name, next, length) {
  const values = new Float64Array(length);
  for (let i = 0; i < length; i++) values[i] = Math.floor(next() * scale * 1e8) / 1e6;
  return { name, type: "float64", values };
}

/** G1: `k` groups by id1, id2, id4 and id5, rows / k by id3 and id6. */
export function groupsTable({ rows, k, seed = 1 }) {
  const next = generator(seed);
  const many = Math.max(1, Math.floor(rows / k));
  return [
    category("id1", sample(next, rows, k), padded(3), k),
    category("id2", sample(next, rows, k), padded(3), k),
    category("id3", sample(next, rows, many), padded(10), many),
    int32("id4", fromOne(sample(next, rows, k))),
    int32("id5", fromOne(sample(next, rows, k))),
    int32("id6", fromOne(sample(next, rows, many))),
    int32("v1", fromOne(sample(next, rows, 5))),
    int32("v2", fromOne(sample(next, rows, 15))),
    decimals("v3", next, rows),
  ];
}

/** In no order: R. Durstenfeld's shuffle (1964). */
function shuffled(next, values) {
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor(next() * scale * (i + 1));
    const value = values[i];
    values[i] = values[j];
    values[j] = value;
  }
  return values;
}

/** Keys for a left and a right side, `count` each: nine of ten are on both. */
function keysOfSides(next, count) {
  const all = shuffled(
    next,
    Int32Array.from({ length: Math.ceil(count * 1.1) }, (_, i) => i),
  );
  const common = Math.floor(count * 0.9);
  const right = new Int32Array(count);
  right.set(all.subarray(0, common));
  right.set(all.subarray(all.length - (count - common)), common);
  return { left: all.subarray(0, count), right, size: all.length };
}

/** So many of the keys: each once at least where there is room. */
function sampleAll(next, keys, length) {
  const values = new Int32Array(length);
  values.set(keys.subarray(0, length));
  for (let i = keys.length; i < length; i++) values[i] = keys[Math.floor(next() * scale * keys.length)];
  return shuffled(next, values);
}

/** J1: `x` and the right sides `small`, `medium` and `big`, with a millionth, a thousandth (ten and a hundred rows at least) and as many of its rows. */
export function joinTables({ rows, seed = 1 }) {
  const next = generator(seed);
  const counts = [Math.max(10, Math.floor(rows / 1e6)), Math.max(100, Math.floor(rows / 1e3)), rows];
  const keys = counts.map((count) => keysOfSides(next, count));
  const table = (side, length, ids, value) => {
    const drawn = ids.map((id) => sampleAll(next, keys[id][side], length));
    return [
      ...ids.map((id, i) => int32(`id${id + 1}`, fromOne(drawn[i]))),
      ...ids.map((id, i) => (id < 2 ? category : utf8)(`id${id + 4}`, drawn[i], (key) => `id${key + 1}`, keys[id].size)),
      decimals(value, next, length),
    ];
  };
  return {
    x: table("left", rows, [0, 1, 2], "v1"),
    small: table("right", counts[0], [0], "v2"),
    medium: table("right", counts[1], [0, 1], "v2"),
    big: table("right", counts[2], [0, 1, 2], "v2"),
  };
}

/** Keys to sort by: numbers of 64 bits, as many different ones as rows or nearly, and texts of ten characters, ten rows to each. */
export function sortTable({ rows, seed = 1 }) {
  const next = generator(seed);
  const wide = new BigInt64Array(rows);
  const words = new Uint32Array(wide.buffer);
  for (let i = 0; i < words.length; i++) words[i] = next();
  const many = Math.max(1, Math.floor(rows / 10));
  return [
    { name: "number", type: "int64", values: wide },
    utf8("text", sample(next, rows, many), (i) => `k${String((i * 7919) % many).padStart(9, "0")}`, many),
    decimals("value", next, rows),
  ];
}

export function writeColumns(folder, columns) {
  mkdirSync(folder, { recursive: true });
  for (const { name, values, textOf, count } of columns) {
    writeFileSync(join(folder, `${name}.column`), new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    if (textOf !== undefined) writeFileSync(join(folder, `${name}.texts`), Array.from({ length: count }, (_, i) => textOf(i)).join("\n"));
  }
  writeFileSync(join(folder, "columns.json"), JSON.stringify(columns.map(({ name, type, values }) => ({ name, type, length: values.length }))));
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [what, folder, rows = "1e7", ...more] = process.argv.slice(2);
  if (folder === undefined) throw new Error("usage: node bench/data/db-benchmark.mjs groups|joins|sorts <folder> [<rows>] …");
  const [last = "1"] = more.slice(-1);
  if (what === "groups") writeColumns(folder, groupsTable({ rows: Number(rows), k: Number(more[0] ?? 1e2), seed: Number(more[1] ?? 1) }));
  else if (what === "sorts") writeColumns(folder, sortTable({ rows: Number(rows), seed: Number(last) }));
  else for (const [name, columns] of Object.entries(joinTables({ rows: Number(rows), seed: Number(last) }))) writeColumns(join(folder, name), columns);
}
