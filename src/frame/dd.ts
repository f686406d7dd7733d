import type { Table } from "apache-arrow";
import { type FromColumnsOptions, fromColumns } from "../io/objects/from-columns.ts";
import { fromObjects } from "../io/objects/from-objects.ts";
import { loadBeside } from "../util/load-module.ts";
import { optionNames, refuseUnknown } from "../util/option-names.ts";
import { withSnakeNames } from "../util/snake-names.ts";
import type { AnyColumns, Columns } from "./columns-type.ts";
import { concat } from "./concat.ts";
import { convert } from "./convert.ts";
import { Aggregation } from "./custom-aggregation.ts";
import { DFrame } from "./dframe.ts";
import { frameMakers } from "./frame-makers.ts";
import { fromDelayedMaker } from "./from-delayed.ts";
import { getDummies } from "./get-dummies.ts";
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

/** Frames: pandas' functions over partitions. */
export const dd = withSnakeNames({
  /** A frame of columns in memory: lists, typed arrays. They are copied. pandas' `DataFrame(dict)`. */
  fromColumns<S extends Columns = AnyColumns>(columns: { readonly [name: string]: unknown }, options: FromOptions = {}): DFrame<S> {
    refuseUnknown("fromColumns", options, fromOptions);
    const { schema, batch } = fromColumns(columns, options);
    return new DFrame(storedFrame(schema, cut(batch, options.npartitions)));
  },
  /** A frame of rows in memory. pandas' `DataFrame(list of dicts)`. */
  fromObjects<S extends Columns = AnyColumns>(rows: readonly object[], options: FromOptions = {}): DFrame<S> {
    refuseUnknown("fromObjects", options, fromOptions);
    const { schema, batch } = fromObjects(rows, options);
    return new DFrame(storedFrame(schema, cut(batch, options.npartitions)));
  },
  /** A frame of an apache-arrow `Table`: a partition a record batch. */
  fromArrow(table: Table): DFrame {
    const { schema, batches } = arrow().fromTable(table);
    return new DFrame(storedFrame(schema, batches.length > 0 ? batches : [{ length: 0, columns: [] }]));
  },
  ...frameMakers,
  ...fromDelayedMaker,
  ...readers,
  ...convert,
  Aggregation,
  concat,
  mergeAsof,
  getDummies,
  when,
  lit,
});
