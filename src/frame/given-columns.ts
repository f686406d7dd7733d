import type { DataDType } from "../array/array-type.ts";
import type { NDArray } from "../chunk/ndarray.ts";
import type { SchemaOption } from "../io/objects/from-columns.ts";
import type { AnyColumns, Columns, Flat } from "./columns-type.ts";
import type { TypeOfValue } from "./type-of-value.ts";
import type { IsAny } from "./value-type.ts";

// biome-ignore lint/suspicious/noExplicitAny: what only looking at the values tells
type Unsure = any;

/** The type of a column of JavaScript's values, as far as their types tell it: of numbers, float64. Without any values it is float64 in truth, whatever the list might hold. */
type TypeOfValues<V> =
  IsAny<V> extends true ? Unsure : unknown extends V ? Unsure : TypeOfValue<V, [V] extends [ArrayLike<unknown>] ? TypeOfLists<TypeOfList<V>> : Unsure>;
type TypeOfLists<T> = IsAny<T> extends true ? Unsure : `list<${T & string}>`;

/** The type of a column of a list, a typed array or an array of one axis. */
type TypeOfList<L> =
  IsAny<L> extends true
    ? Unsure
    : L extends readonly (infer V)[]
      ? TypeOfValues<Exclude<V, null | undefined>>
      : L extends NDArray | ArrayBufferView
        ? DataDType<L>
        : Unsure;

type OfLists<C> = string extends keyof C ? AnyColumns : { readonly [K in keyof C & string]: TypeOfList<C[K]> };
type OfRows<R> =
  IsAny<R> extends true
    ? AnyColumns
    : [keyof R] extends [never]
      ? AnyColumns
      : string extends keyof R
        ? AnyColumns
        : { readonly [K in keyof R & string as R[K] extends (...args: never[]) => unknown ? never : K]-?: TypeOfValues<Exclude<R[K], null | undefined>> };

/** The columns of a schema; of one whose names are not part of its type, any. */
export type OfSchema<S> = string extends keyof S ? AnyColumns : Flat<S>;
type Told<O, Otherwise> = O extends { readonly schema: infer S extends SchemaOption } ? OfSchema<S> : Otherwise;

/** The columns of a frame of lists: those of `schema`, or what the values are. */
export type ColumnsOfLists<C, O> = AsColumns<Told<O, OfLists<C>>>;
/** The same, of a frame of rows. */
export type ColumnsOfRows<R, O> = AsColumns<Told<O, OfRows<R>>>;

/** What TypeScript cannot see to be columns otherwise. */
type AsColumns<T> = T extends Columns ? T : AnyColumns;
