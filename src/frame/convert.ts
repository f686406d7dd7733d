import type { ColumnType } from "../chunk/column-type.ts";
import type { DatetimeType, NumericType, TimedeltaType, ToDatetimeOptions, ToNumericOptions, ToTimedeltaOptions } from "./conversion-methods.ts";
import type { ColumnRef, Series } from "./frame-type.ts";
import { hasColumn } from "./operand.ts";
import type { DurationType, NumberType, TextType } from "./value-type.ts";

export interface ToDatetime {
  <T extends ColumnType, const O extends ToDatetimeOptions>(column: Series<T>, options?: O): Series<DatetimeType<O>>;
  <T extends ColumnType, const O extends ToDatetimeOptions>(column: ColumnRef<T>, options?: O): ColumnRef<DatetimeType<O>>;
}
export interface ToNumeric {
  <T extends TextType | NumberType | "bool", const O extends ToNumericOptions>(column: Series<T>, options?: O): Series<NumericType<T, O>>;
  <T extends TextType | NumberType | "bool", const O extends ToNumericOptions>(column: ColumnRef<T>, options?: O): ColumnRef<NumericType<T, O>>;
}
export interface ToTimedelta {
  <T extends TextType | NumberType | DurationType, const O extends ToTimedeltaOptions>(column: Series<T>, options?: O): Series<TimedeltaType<O>>;
  <T extends TextType | NumberType | DurationType, const O extends ToTimedeltaOptions>(column: ColumnRef<T>, options?: O): ColumnRef<TimedeltaType<O>>;
}

/** A method of columns as a function. */
function asFunction(name: "toDatetime" | "toNumeric" | "toTimedelta"): unknown {
  return (column: { readonly [name: string]: (options?: object) => unknown }, options?: object) => {
    if (!hasColumn(column)) throw new TypeError(`${name}: give a column, like df.col("when") or c.when`);
    return (column as { readonly [name: string]: (options?: object) => unknown })[name]!(options);
  };
}

/** pandas' functions that read columns of texts or numbers as something else: methods of columns too. */
export const convert = {
  /** A column as timestamps: of texts (ISO 8601, or by `format`) or numbers (`unit`s since 1970). pandas' `to_datetime`. */
  toDatetime: asFunction("toDatetime") as ToDatetime,
  /** A column of texts as numbers. pandas' `to_numeric`. */
  toNumeric: asFunction("toNumeric") as ToNumeric,
  /** A column of texts or numbers as durations. pandas' `to_timedelta`. */
  toTimedelta: asFunction("toTimedelta") as ToTimedelta,
};
