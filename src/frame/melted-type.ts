import type { ColumnType } from "../chunk/column-type.ts";
import type { Columns, Flat, IsOpen, NameOf, Open } from "./columns-type.ts";

export interface MeltOptions<S extends Columns> {
  /** Columns that stay, repeated beside every value. */
  readonly idVars?: NameOf<S> | readonly NameOf<S>[];
  /** Columns whose values come one below the other. Default: all others. */
  readonly valueVars?: NameOf<S> | readonly NameOf<S>[];
  /** What the column of their names is called. Default `variable`. */
  readonly varName?: string;
  /** What the column of their values is called. Default `value`. */
  readonly valueName?: string;
}

type Named<N> = N extends readonly (infer K)[] ? K : N;
type NamesIn<O, K extends string, Otherwise> = O extends { readonly [P in K]: infer N } ? Named<N> : Otherwise;
type Ids<O> = NamesIn<O, "idVars", never>;
type TextIn<O, K extends string, Otherwise> = O extends { readonly [P in K]: infer N extends string } ? N : Otherwise;
/** The one type of some columns; any, where they differ. */
type OneType<T extends ColumnType> = [T] extends [Each<T, T>] ? T : ColumnType;
type Each<T, All> = T extends unknown ? ([All] extends [T] ? T : never) : never;

export type Melted<S extends Columns, O> =
  IsOpen<S> extends true
    ? Open
    : Flat<
        { readonly [N in Ids<O> & NameOf<S>]: S[N] } & { readonly [N in TextIn<O, "varName", "variable">]: "utf8" } & {
          readonly [N in TextIn<O, "valueName", "value">]: OneType<S[NamesIn<O, "valueVars", Exclude<NameOf<S>, Ids<O>>> & NameOf<S>]>;
        }
      >;
