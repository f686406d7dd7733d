import type { ColumnType } from "../chunk/column-type.ts";
import type { DType } from "../chunk/dtype.ts";
import type { Promote } from "../ops/define/promotion.ts";
import type { Columns, Flat, IsOpen, NameOf, Open } from "./columns-type.ts";
import type { MergeOptions } from "./merge-options.ts";
import type { DurationType, IsAny, TextType, TimestampType } from "./value-type.ts";

/** The type that holds the values of both; `never` if there is none. */
type Meet<A extends ColumnType, B extends ColumnType> =
  IsAny<A> extends true
    ? ColumnType
    : IsAny<B> extends true
      ? ColumnType
      : [A, B] extends [B, A]
        ? A
        : A extends DType
          ? B extends DType
            ? [A, B] extends ["int64" | "uint64", "int64" | "uint64"]
              ? "int64"
              : Promote<A, B>
            : never
          : A extends TextType
            ? B extends TextType
              ? "utf8"
              : never
            : A extends "date" | TimestampType
              ? B extends "date" | TimestampType
                ? A | B
                : never
              : B extends DurationType
                ? A | B
                : never;

/** Names of columns that can be compared with a column of a type. */
type NamesMeeting<S extends Columns, T extends ColumnType> =
  IsOpen<S> extends true ? string : { [K in NameOf<S>]: [Meet<S[K], T>] extends [never] ? never : K }[NameOf<S>];
/** Names that both have, of columns that can be compared. */
type SharedNames<S extends Columns, R extends Columns> =
  IsOpen<S> extends true
    ? NameOf<R>
    : IsOpen<R> extends true
      ? NameOf<S>
      : { [K in NameOf<S> & NameOf<R>]: [Meet<S[K], R[K]>] extends [never] ? never : K }[NameOf<S> & NameOf<R>];

type Listed<N> = N extends readonly string[] ? N : N extends string ? readonly [N] : readonly [];
type PartnersOf<S extends Columns, R extends Columns, L> = L extends readonly NameOf<S>[]
  ? { readonly [I in keyof L]: L[I] extends NameOf<S> ? NamesMeeting<R, S[L[I]]> : never }
  : L extends NameOf<S>
    ? NamesMeeting<R, S[L]> | readonly [NamesMeeting<R, S[L]>]
    : string | readonly string[];

/** Options of a merge whose names are columns of the two frames, and whose keys can be compared. */
export type MergeOptionsOf<S extends Columns, R extends Columns, L extends NameOf<S> | readonly NameOf<S>[]> = Omit<
  MergeOptions,
  "on" | "leftOn" | "rightOn"
> & {
  readonly on?: SharedNames<S, R> | readonly SharedNames<S, R>[];
  readonly leftOn?: L;
  readonly rightOn?: PartnersOf<S, R, L>;
};

/** Keys that have one name on both sides: they become one column. */
type SameNames<L extends readonly string[], R extends readonly string[]> = L extends readonly [infer A, ...infer Ls extends readonly string[]]
  ? R extends readonly [infer B, ...infer Rs extends readonly string[]]
    ? ([A] extends [B] ? A : never) | SameNames<Ls, Rs>
    : never
  : never;
type KeysOf<S extends Columns, R extends Columns, O> = O extends { readonly how: "cross" }
  ? never
  : O extends { readonly on: infer N }
    ? Listed<N>[number]
    : O extends { readonly leftOn: infer L; readonly rightOn: infer M }
      ? SameNames<Listed<L>, Listed<M>>
      : NameOf<S> & NameOf<R>;

type SuffixesOf<O> = O extends { readonly suffixes: infer X extends readonly [string, string] } ? X : readonly ["_x", "_y"];
type Indicated<O> = O extends { readonly indicator: infer I } ? (I extends true ? "_merge" : I extends string ? I : never) : never;

type Joined<S extends Columns, R extends Columns, K, X extends readonly [string, string], I extends string> = Flat<
  {
    readonly [N in NameOf<S> as N extends K ? N : N extends NameOf<R> ? `${N}${X[0]}` : N]: N extends K
      ? N extends NameOf<R>
        ? Meet<S[N], R[N]>
        : S[N]
      : S[N];
  } & {
    readonly [N in NameOf<R> as N extends K ? never : N extends NameOf<S> ? `${N}${X[1]}` : N]: R[N];
  } & { readonly [N in I]: "category" }
>;

/** The columns of a merge: all known where those of both frames are. */
export type Merged<S extends Columns, R extends Columns, O> = O extends { readonly how: "semi" | "anti" }
  ? S
  : IsOpen<S> extends true
    ? Open
    : IsOpen<R> extends true
      ? Open
      : Joined<S, R, KeysOf<S, R, O>, SuffixesOf<O>, Indicated<O>>;
