/** What is known of a part of a file before it is read. */
export interface PartFacts {
  readonly rows: number;
  readonly columns: { readonly [name: string]: ColumnFacts };
}

/** Bounds are as columns store values (days, ticks, text). They hold for all values that are there but NaN, and may be wider than need be. */
export interface ColumnFacts {
  /** Bytes it takes in the file, unpacked. */
  readonly bytes?: number | undefined;
  readonly least?: Bound | undefined;
  readonly most?: Bound | undefined;
  /** How many rows have no value. */
  readonly nulls?: number | undefined;
}

export type Bound = number | bigint | string | boolean;

/** One of the conditions that all rows of a filter fulfil. Values are as columns store them, in the column's type. */
export type FilterTerm =
  | { readonly column: string; readonly is: "eq" | "ne" | "lt" | "le" | "gt" | "ge"; readonly value: Bound }
  | { readonly column: string; readonly is: "in"; readonly value: readonly Bound[] }
  | { readonly column: string; readonly is: "null" | "notNull" };

/** Whether some row may fulfil all terms. */
export function mayMatch(facts: PartFacts, terms: readonly FilterTerm[]): boolean {
  return facts.rows > 0 && terms.every((term) => mayHold(facts.columns[term.column] ?? {}, facts.rows, term));
}

function mayHold({ least, most, nulls }: ColumnFacts, rows: number, term: FilterTerm): boolean {
  if (term.is === "null") return nulls !== 0;
  if (nulls === rows) return false;
  if (term.is === "notNull" || least === undefined || most === undefined) return true;
  const within = (value: Bound) => isUnordered(value) || (compareBounds(value, least) >= 0 && compareBounds(value, most) <= 0);
  switch (term.is) {
    case "eq":
      return within(term.value);
    case "in":
      return term.value.some(within);
    case "ne":
      // Bounds say nothing of NaN, which differs from all.
      return typeof least === "number" || compareBounds(least, term.value) !== 0 || compareBounds(most, term.value) !== 0;
    case "lt":
      return compareBounds(least, term.value) < 0;
    case "le":
      return compareBounds(least, term.value) <= 0;
    case "gt":
      return compareBounds(most, term.value) > 0;
    case "ge":
      return compareBounds(most, term.value) >= 0;
  }
}

const isUnordered = (value: Bound) => typeof value === "number" && Number.isNaN(value);

/** Text by its UTF-8 bytes. */
export function compareBounds(a: Bound, b: Bound): number {
  if (typeof a === "string" && typeof b === "string") return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What is known of two stretches of rows together. */
export function joinFacts(a: PartFacts, b: PartFacts): PartFacts {
  const shared = Object.keys(a.columns).filter((name) => Object.hasOwn(b.columns, name));
  const columns = Object.fromEntries(shared.map((name) => [name, joinColumn(a.columns[name]!, b.columns[name]!)]));
  return { rows: a.rows + b.rows, columns };
}

function joinColumn(a: ColumnFacts, b: ColumnFacts): ColumnFacts {
  const both = { bytes: sum(a.bytes, b.bytes), nulls: sum(a.nulls, b.nulls) };
  if (a.least === undefined || b.least === undefined || a.most === undefined || b.most === undefined) return both;
  return { ...both, least: compareBounds(a.least, b.least) <= 0 ? a.least : b.least, most: compareBounds(a.most, b.most) >= 0 ? a.most : b.most };
}

const sum = (a: number | undefined, b: number | undefined) => (a === undefined || b === undefined ? undefined : a + b);
