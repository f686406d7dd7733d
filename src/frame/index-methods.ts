import type { ComputeOptions } from "../engine/options.ts";
import type { Slice } from "../ops/array/selection.ts";
import type { Columns, NameOf } from "./columns-type.ts";
import type { LiteralFor } from "./value-type.ts";

/** A key of any index. */
export type IndexValue = number | bigint | string | boolean | Date;

export interface SetIndexOptions<V = IndexValue> {
  /** n + 1 keys that rise: partition i has the rows from `divisions[i]` up to, without, `divisions[i + 1]`, the last one with. Default: found from samples when it runs. */
  readonly divisions?: readonly V[];
  /** Default: as many as there are. */
  readonly npartitions?: number;
  /** The rows are in order already: they stay where they are, and it is checked when it runs. Divisions are those that the statistics of Parquet files show, if they do. */
  readonly sorted?: boolean;
  /** The column stays, whatever else: a frame has no other index than its columns. */
  readonly drop?: false;
}

/** The keys from one up to another, both with, as in pandas; open where there is none. */
export interface KeyRange<V = IndexValue> {
  readonly from?: V | null;
  readonly to?: V | null;
}

export interface RepartitionOptions {
  readonly npartitions?: number;
  /** Of a frame with an index: partition i has the keys from `divisions[i]` up to, without, `divisions[i + 1]`, the last one with. */
  readonly divisions?: readonly IndexValue[];
  /** Divisions may begin before those there are, and end after them. */
  readonly force?: boolean;
}

/** `frame.partitions[2]`, `frame.partitions(2)`, `frame.partitions([0, 2])`. */
export interface Partitions<Frame> {
  (index: number | readonly number[]): Frame;
  readonly [index: number]: Frame;
  /** How many there are. */
  readonly length: number;
  [Symbol.iterator](): IterableIterator<Frame>;
}

/** What frames do with partitions, and with the column that they are sorted by. */
export interface IndexMethods<S extends Columns, Frame> {
  /** The name of the column that `setIndex` sorted by. */
  readonly indexName: NameOf<S> | undefined;
  /** Where partitions begin, and where the last one ends: keys of the index, or `undefined` while only running can tell. Dask's `divisions`. */
  readonly divisions: readonly (IndexValue | undefined)[];
  readonly knownDivisions: boolean;
  /**
   * The rows in the order of a column, missing keys last, equal ones as they were and all in one partition. Then `loc`, joins and groups by it send no rows around. It stays a
   * column: frames have no other index. Divisions are known where they are given, and after `persist`. pandas' and Dask's `set_index`.
   *
   * @throws ColumnError, ShapeError; when it runs, ShapeError where rows are not in order or not within the divisions that were given
   */
  setIndex<K extends NameOf<S>>(column: K, options?: SetIndexOptions<LiteralFor<S[K]>>): Frame;
  /**
   * The rows with a key, with one of a list of keys (in the order of the index), or with keys in a range, both ends with: `slice(2000, 2010)`, `{ from: "2008-01-01" }`. Only
   * partitions whose divisions may have them are made. A key that is not there has no rows. pandas' `loc`.
   *
   * Of an index of times, a text is all of what it names: `"2024-03-31"` the day, `"2024-03"` the month, `"2024"`, `"2024-03-31 12"` the hour, and
   * `{ from: "2024-03", to: "2024-04" }` both months; in a list it is one moment, and a `Date` always is. In a zone it is what clocks there show, unless it has an offset.
   *
   * @throws ShapeError without an index, DTypeError for a key that cannot be compared with it, or that clocks of the zone show twice or never
   */
  loc(rows: IndexValue | readonly IndexValue[] | KeyRange | Slice): Frame;
  /** Partitions of it as frames: `frame.partitions[2]`, or several: `frame.partitions([0, 2])`. */
  readonly partitions: Partitions<Frame>;
  getPartition(index: number): Frame;
  /** The same rows in another number of partitions, or in those of other divisions. */
  repartition(options: number | RepartitionOptions): Frame;
  /** Computes where partitions begin and end. Dask's `compute_current_divisions`. */
  computeCurrentDivisions(options?: ComputeOptions): Promise<readonly (IndexValue | undefined)[]>;
}
