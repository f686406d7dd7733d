import type { ColumnType } from "../../chunk/column-type.ts";
import { dtypes } from "../../chunk/dtype.ts";
import type { Schema } from "../../expr/meta.ts";
import { DTypeError } from "../../util/errors.ts";
import { numberTexts } from "./number-texts.ts";
import { parseLine } from "./parse-lines.ts";

/** From the narrowest on: each holds the values of those before it. */
const lattice = ["bool", "int64", "float64", "utf8"] as const satisfies readonly ColumnType[];

/** What was seen of the columns, in the order of their appearance. */
export class SeenColumns {
  /** A place in the lattice; -1: only nulls. */
  readonly #rank = new Map<string, number>();
  /** Columns with objects or arrays, and where. */
  readonly #nested = new Map<string, string>();

  /** Looks at the lines of a text. */
  add(text: string, path: string, firstLine: () => number): void {
    text.split("\n").forEach((line, index) => {
      if (line.trim() === "") return;
      const row = parseLine(line, { path, firstLine }, index);
      const numbers = numberTexts(line);
      for (const key of Object.keys(row)) {
        const value = row[key];
        if (typeof value === "object" && value !== null) this.#nested.set(key, `${path}, line ${firstLine() + index}`);
        this.#rank.set(key, Math.max(this.#rank.get(key) ?? -1, rankOf(value, numbers.get(key))));
      }
    });
  }

  /** The columns there are; of those without a value float64, as pandas has it. */
  schema(dtype: ReadonlyMap<string, ColumnType>): Schema {
    return [...this.#rank].map(([name, rank]) => {
      const asked = dtype.get(name);
      const nested = this.#nested.get(name);
      if (asked !== undefined) return { name, type: asked };
      if (nested !== undefined)
        throw new DTypeError(
          `readJson: ${nested}: column ${JSON.stringify(name)} is nested; { dtype: { ${JSON.stringify(name)}: "utf8" } } reads its JSON as text`,
        );
      return { name, type: rank < 0 ? "float64" : lattice[rank]! };
    });
  }
}

function rankOf(value: unknown, text: string | undefined): number {
  if (value === null) return -1;
  if (typeof value === "boolean") return 0;
  if (typeof value !== "number") return 3;
  const [least, most] = dtypes.int64.range!;
  return /^-?\d+$/.test(text!) && BigInt(text!) >= least && BigInt(text!) <= most ? 1 : 2;
}
