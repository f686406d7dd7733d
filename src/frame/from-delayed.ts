import type { Table } from "apache-arrow";
import type { Delayed } from "../delayed/delayed-type.ts";
import { exprKey, isCollection } from "../engine/collection.ts";
import { frameOf } from "../ops/value/frame-of.ts";
import { ShapeError } from "../util/errors.ts";
import type { Columns } from "./columns-type.ts";
import { DFrame } from "./dframe.ts";
import type { IndexValue } from "./index-methods.ts";
import { declaredSchema } from "./partition-calls.ts";
import type { Made } from "./partition-methods.ts";

export interface FromDelayedOptions<T extends Columns> {
  /** The columns that each value has: it is checked when it is there. */
  readonly schema: T;
  /** A column by whose values the rows are in order: it becomes the index. It is checked. */
  readonly index?: keyof T & string;
  /** With `index`, one key more than there are values: from which key to which each of them goes. */
  readonly divisions?: readonly IndexValue[];
}

export const fromDelayedMaker = {
  /**
   * A frame of lazy values, a partition each: columns by name, a list of rows, or a table of Arrow. Dask's `from_delayed`.
   *
   * @throws when it runs, TaskError with what is wrong with a value
   * @example
   * const read = delayed((year) => ({ year: [year], flights: [365] }));
   * dd.fromDelayed([1988, 1989].map((year) => read(year)), { schema: { year: "int32", flights: "int64" } });
   */
  fromDelayed<const T extends Columns>(values: Delayed<Made<T> | Table> | readonly Delayed<Made<T> | Table>[], options: FromDelayedOptions<T>): DFrame<T> {
    const list = isCollection(values) ? [values] : [...(values as readonly unknown[])];
    if (list.length === 0) throw new ShapeError("fromDelayed: no values; a frame has a partition at least");
    const exprs = list.map((value, i) => {
      if (isCollection(value) && value[exprKey].meta.kind === "value") return value[exprKey];
      throw new TypeError(`fromDelayed: item ${i} is no delayed value; wrap it with delayed()`);
    });
    const frame = new DFrame<T>(frameOf(exprs, declaredSchema(options?.schema, "fromDelayed"), "fromDelayed"));
    const { index, divisions } = options;
    if (index !== undefined) return (frame as unknown as DFrame).setIndex(index, { sorted: true, ...(divisions && { divisions }) }) as unknown as DFrame<T>;
    if (divisions !== undefined) throw new TypeError("fromDelayed: divisions of what? Name the column that they are keys of: { index }");
    return frame;
  },
};
