import type { Table } from "apache-arrow";
import { type FromColumnsOptions, fromColumns } from "../io/objects/from-columns.ts";
import { fromObjects } from "../io/objects/from-objects.ts";
import { guardedRecord } from "../ops/define/guarded.ts";
import { loadBeside } from "../util/load-module.ts";
import { optionNames, refuseUnknown } from "../util/option-names.ts";
import { type WithSnakeNames, withSnakeNames } from "../util/snake-names.ts";
import type { AnyColumns, Columns } from "./columns-type.ts";
import { concat } from "./concat.ts";
import { convert } from "./convert.ts";
import { callableAggregation } from "./custom-aggregation.ts";
import { DFrame } from "./dframe.ts";
import { frameMakers } from "./frame-makers.ts";
import { fromDelayedMaker } from "./from-delayed.ts";
import { getDummies } from "./get-dummies.ts";
import type { ColumnsOfLists, ColumnsOfRows } from "./given-columns.ts";
import { mergeAsof } from "./merge-asof.ts";
import { readers } from "./readers.ts";
import { cut, storedFrame } from "./stored-frame.ts";
import { lit, when } from "./when.ts";
import "./wrap.ts";

const arrow = () => loadBeside<typeof import("../io/arrow/from-table.ts")>(import.meta.url, "../io/arrow/from-table");

export interface FromOptions extends FromColumnsOptions {
  /** Default: one for each half million rows. */
  readonly npartitions?: number;
}

const fromOptions = optionNames<FromOptions>({ schema: true, npartitions: true });

interface FromColumns {
  /** A frame of columns in memory: lists, typed arrays. They are copied. Their types are those of `schema`, or what the values are. pandas' `DataFrame(dict)`. */
  <C extends Lists, const O extends FromOptions>(columns: C, options?: O): DFrame<ColumnsOfLists<C, O>>;
  /** The same, with columns that the program knows. */
  <S extends Columns>(columns: Lists, options?: FromOptions): DFrame<S>;
}
interface FromObjects {
  /** A frame of rows in memory. The types of columns are those of `schema`, or what the values are. pandas' `DataFrame(list of dicts)`. */
  <R extends object, const O extends FromOptions>(rows: readonly R[], options?: O): DFrame<ColumnsOfRows<R, O>>;
  /** The same, with columns that the program knows. */
  <S extends Columns>(rows: readonly object[], options?: FromOptions): DFrame<S>;
}
type Lists = { readonly [name: string]: unknown };

const made = {
  fromColumns: ((columns: Lists, options: FromOptions = {}) => {
    refuseUnknown("fromColumns", options, fromOptions);
    const { schema, batch } = fromColumns(columns, options);
    return new DFrame(storedFrame(schema, cut(batch, options.npartitions, "fromColumns")));
  }) as FromColumns,
  fromObjects: ((rows: readonly object[], options: FromOptions = {}) => {
    refuseUnknown("fromObjects", options, fromOptions);
    const { schema, batch } = fromObjects(rows, options);
    return new DFrame(storedFrame(schema, cut(batch, options.npartitions, "fromObjects")));
  }) as FromObjects,
  /** A frame of an apache-arrow `Table`: a partition a record batch. What columns it has may be told: `dd.fromArrow<{ id: "int64" }>(table)`. */
  fromArrow<S extends Columns = AnyColumns>(table: Table): DFrame<S> {
    const { schema, batches } = arrow().fromTable(table);
    return new DFrame(storedFrame(schema, batches.length > 0 ? batches : [{ length: 0, columns: [] }]));
  },
};
const others = { Aggregation: callableAggregation, concat, mergeAsof, getDummies, when, lit };

// Each part by its own name: written out, they would have no comments.
type Names = typeof made & typeof frameMakers & typeof fromDelayedMaker & typeof readers & typeof convert & typeof others;

/** Frames: pandas' functions over partitions. */
export const dd: WithSnakeNames<Names> = withSnakeNames<Names>(
  guardedRecord({ ...made, ...frameMakers, ...fromDelayedMaker, ...readers, ...convert, ...others }),
);
