import type { ColumnType } from "../../chunk/column-type.ts";
import { dtypes } from "../../chunk/dtype.ts";
import type { Schema } from "../../expr/meta.ts";
import { DTypeError } from "../../util/errors.ts";
import { isHalved } from "../objects/make-column.ts";
import { numberTexts } from "./number-texts.ts";
import { halved, parseLine } from "./parse-lines.ts";
import { type SeenLists, seeList, typeOfLists } from "./seen-lists.ts";

/** From the narrowest on: each holds the values of those before it. */
const lattice = ["bool", "int64", "float64", "utf8"] as const satisfies readonly ColumnType[];

/** What was seen of the columns, in the order of their appearance. */
export class SeenColumns {
  /** A place in the lattice; -1: only nulls. */
  readonly #rank = new Map<string, number>();
  /** Columns with whole numbers beyond int64 that uint64 holds, and with ones below zero. */
  readonly #beyond = new Set<string>();
  readonly #negative = new Set<string>();
  /** Columns with arrays, until one has an object in it. */
  readonly #lists = new Map<string, SeenLists>();
  /** Columns with objects, or arrays beside other values, and where. */
  readonly #nested = new Map<string, string>();

  /** Looks at the lines of a text. */
  add(text: string, path: string, firstLine: () => number): void {
    text.split("\n").forEach((line, index) => {
      if (line.trim() === "") return;
      const row = parseLine(line, { path, firstLine }, index);
      const numbers = numberTexts(line);
      for (const key of Object.keys(row)) {
        const value = row[key];
        if (isHalved(key)) throw halved(path, firstLine() + index, key, key);
        const isNested = typeof value === "object" && value !== null && !(Array.isArray(value) && this.#see(key, value, numbers.get(key)!));
        const isPlain = typeof value !== "object";
        if (isNested || (isPlain && this.#lists.has(key)) || (Array.isArray(value) && (this.#rank.get(key) ?? -1) >= 0))
          this.#nested.set(key, `${path}, line ${firstLine() + index}`);
        if (Array.isArray(value)) continue;
        const text = numbers.get(key);
        const isBeyond = typeof value === "number" && isUnsigned(text!);
        if (isBeyond) this.#beyond.add(key);
        if (typeof value === "number" && value < 0) this.#negative.add(key);
        this.#rank.set(key, Math.max(this.#rank.get(key) ?? -1, isBeyond ? 1 : rankOf(value, text)));
      }
    });
  }

  /** Whether an array is one of a list: without objects in it, and with values that stand as deep as those before. */
  #see(key: string, value: readonly unknown[], text: string): boolean {
    const seen = seeList(this.#lists.get(key), value, text, rankOf);
    if (seen !== undefined) this.#lists.set(key, seen);
    // Columns stand in the order of their appearance.
    if (!this.#rank.has(key)) this.#rank.set(key, -1);
    return seen !== undefined && typeOfLists(seen, lattice) !== undefined;
  }

  /** Negative numbers beside ones beyond int64 are text, as in CSV: every digit stays. */
  #integers(name: string): ColumnType {
    if (!this.#beyond.has(name)) return "int64";
    return this.#negative.has(name) ? "utf8" : "uint64";
  }

  /** The columns there are; of those without a value float64, as pandas has it. */
  schema(dtype: ReadonlyMap<string, ColumnType>): Schema {
    return [...this.#rank].map(([name, rank]) => {
      const asked = dtype.get(name);
      const lists = this.#lists.get(name);
      const listed = lists && typeOfLists(lists, lattice);
      const nested = this.#nested.get(name);
      if (asked !== undefined) return { name, type: asked };
      if (nested !== undefined)
        throw new DTypeError(
          `readJson: ${nested}: column ${JSON.stringify(name)} is nested; { dtype: { ${JSON.stringify(name)}: "utf8" } } reads its JSON as text`,
        );
      if (listed !== undefined) return { name, type: listed };
      return { name, type: rank < 0 ? "float64" : rank === 1 ? this.#integers(name) : lattice[rank]! };
    });
  }
}

/** Whether a whole number is beyond int64, and none beyond uint64. */
function isUnsigned(text: string): boolean {
  return /^\d{19,20}$/.test(text) && BigInt(text) > dtypes.int64.range![1] && BigInt(text) <= dtypes.uint64.range![1];
}

function rankOf(value: unknown, text?: string): number {
  if (value === null) return -1;
  if (typeof value === "boolean") return 0;
  if (typeof value !== "number") return 3;
  const [least, most] = dtypes.int64.range!;
  return /^-?\d+$/.test(text!) && BigInt(text!) >= least && BigInt(text!) <= most ? 1 : 2;
}
