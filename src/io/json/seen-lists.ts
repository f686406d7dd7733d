import { type ColumnType, listType } from "../../chunk/column-type.ts";

/** Numbers as a JSON text writes them, and texts, which may have some in them. */
const tokens = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/** How the numbers of an array are written, in their order. */
export function numbersIn(text: string): string[] {
  return (text.match(tokens) ?? []).filter((token) => !token.startsWith('"'));
}

/** More digits than a double is exact for. */
const longInteger = /^-?\d{16,}$/;

/** An array as JSON has it, but for long integers, which are bigints, or, as texts, for all numbers. */
export function exactList(value: readonly unknown[], text: string, asTexts: boolean): unknown[] {
  const numbers = numbersIn(text);
  let next = 0;
  const exact = (own: unknown): unknown => {
    if (Array.isArray(own)) return own.map(exact);
    // What stands in objects is passed by, as it stands in the text.
    if (typeof own === "object" && own !== null) for (const inner of Object.values(own)) exact(inner);
    if (typeof own !== "number") return own;
    const written = numbers[next++]!;
    return asTexts ? written : longInteger.test(written) ? BigInt(written) : own;
  };
  return value.map(exact);
}

/** What was seen of a column of arrays: how deep they go, where values stand in them, and the rank of those. */
export interface SeenLists {
  readonly deepest: number;
  readonly depths: ReadonlySet<number>;
  readonly rank: number;
}

/** Adds an array; `rankOf` tells the rank of a value that is none, and of the text of a number. Nothing if there is an object in it. */
export function seeList(
  before: SeenLists | undefined,
  value: readonly unknown[],
  text: string,
  rankOf: (value: unknown, text?: string) => number,
): SeenLists | undefined {
  const numbers = numbersIn(text);
  const depths = new Set(before?.depths);
  let { deepest = 0, rank = -1 } = before ?? {};
  let [next, isFlat] = [0, true];
  const visit = (own: unknown, depth: number): void => {
    if (Array.isArray(own)) {
      deepest = Math.max(deepest, depth);
      for (const inner of own) visit(inner, depth + 1);
    } else if (typeof own === "object" && own !== null) isFlat = false;
    else if (own !== null) {
      depths.add(depth - 1);
      rank = Math.max(rank, rankOf(own, typeof own === "number" ? numbers[next++] : undefined));
    }
  };
  visit(value, 1);
  return isFlat ? { deepest, depths, rank } : undefined;
}

/** The type of such a column, if its values all stand as deep as its lists go. */
export function typeOfLists({ deepest, depths, rank }: SeenLists, lattice: readonly ColumnType[]): ColumnType | undefined {
  if (depths.size > 1 || (depths.size === 1 && !depths.has(deepest))) return undefined;
  let type = rank < 0 ? "float64" : lattice[rank]!;
  for (let depth = 0; depth < deepest; depth++) type = listType(type);
  return type;
}
