import type { Expr } from "../expr/expr.ts";
import type { ReadArrowOptions } from "../io/arrow/ops.ts";
import type { ReadCsvOptions } from "../io/csv/options.ts";
import { type PathPattern, requirePaths } from "../io/files/paths.ts";
import type { ReadJsonOptions } from "../io/json/ops.ts";
import type { ReadParquetOptions } from "../io/parquet/ops.ts";
import { setIndex } from "../ops/frame/set-index.ts";
import { loadBeside } from "../util/load-module.ts";
import type { AnyColumns, Columns, Open } from "./columns-type.ts";
import { DFrame } from "./dframe.ts";

type Paths = PathPattern | readonly PathPattern[];
/** The columns of a reader: all of them where a schema is given, those that are listed and others where only some types are. */
type ReadColumns<O> = O extends { readonly schema: infer S extends Columns } ? S : O extends { readonly dtype: infer D extends Columns } ? Open<D> : AnyColumns;

export interface IndexedOptions {
  /** The column by which the rows are in order, as in `setIndex(index, { sorted: true })`. Where no two row groups share a key, their statistics are the divisions. */
  readonly index?: string | undefined;
}

// Formats are loaded by who reads them.
const arrow = () => loadBeside<typeof import("../io/arrow/ops.ts")>(import.meta.url, "../io/arrow/ops");
const csv = () => loadBeside<typeof import("../io/csv/ops.ts")>(import.meta.url, "../io/csv/ops");
const json = () => loadBeside<typeof import("../io/json/ops.ts")>(import.meta.url, "../io/json/ops");
const parquet = () => loadBeside<typeof import("../io/parquet/ops.ts")>(import.meta.url, "../io/parquet/ops");

function read<S extends Columns>(paths: Paths, operation: string, make: () => Expr): DFrame<S> {
  requirePaths(operation, paths);
  return new DFrame(make());
}

/** Frames in files. Opening one reads metadata and samples; tasks read their parts when they run, and only the columns that are used. */
export const readers = {
  /**
   * CSV files: paths, glob patterns and lists of them, in the order of their names. pandas' and Dask's `read_csv`. Types that are not told are inferred from samples of every file.
   *
   * @throws StorageError, ColumnError, DTypeError now; ParseError (file, line, column, text) for a value that does not fit, when it runs
   * @example const air = dd.readCsv("flights/*.csv", { encoding: "latin1", dtype: { Distance: "float64", TailNum: "utf8" } });
   */
  readCsv: <const O extends ReadCsvOptions>(paths: Paths, options?: O): DFrame<ReadColumns<O>> =>
    read(paths, "readCsv", () => csv().readCsvExpr(paths, options)),
  /** Parquet files: a partition a row group, or some small ones. Row groups in which no row can pass a filter are not read. The program may tell the columns it knows: `dd.readParquet<{ id: "int64" }>(path)`. */
  readParquet<S extends Columns = AnyColumns>(paths: Paths, options: ReadParquetOptions & IndexedOptions = {}): DFrame<S> {
    return read(paths, "readParquet", () => {
      const { index, ...own } = Object(options) as ReadParquetOptions & IndexedOptions;
      const rows = parquet().readParquetExpr(paths, Object(options) === options ? own : options);
      return index === undefined ? rows : setIndex(rows, index, { sorted: true });
    });
  },
  /** Arrow files and streams (Feather): a partition a record batch. */
  readArrow: <S extends Columns = AnyColumns>(paths: Paths, options?: ReadArrowOptions): DFrame<S> =>
    read(paths, "readArrow", () => arrow().readArrowExpr(paths, options)),
  /** JSON lines: an object a line. */
  readJson: <const O extends ReadJsonOptions>(paths: Paths, options?: O): DFrame<ReadColumns<O>> =>
    read(paths, "readJson", () => json().readJsonExpr(paths, options)),
};
