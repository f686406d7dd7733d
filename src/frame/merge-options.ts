import type { JoinHow } from "../ops/frame/join-params.ts";

export interface MergeOptions {
  readonly how?: JoinHow;
  /** Columns with the same name on both sides. Default: all that both have. */
  readonly on?: string | readonly string[];
  readonly leftOn?: string | readonly string[];
  readonly rightOn?: string | readonly string[];
  /** For columns that both sides have and that are not keys. Default `["_x", "_y"]`. */
  readonly suffixes?: readonly [string, string];
  /** A column that says where each row comes from: `left_only`, `right_only` or `both`. `true` calls it `_merge`. */
  readonly indicator?: boolean | string;
  /** Which sides must have unique keys: `1:1`, `1:m`, `m:1`; else a `ShapeError` when it runs. */
  readonly validate?: "1:1" | "1:m" | "m:1" | "m:m" | "one_to_one" | "one_to_many" | "many_to_one" | "many_to_many";
  /** Missing keys meet missing keys, as in pandas; else, as in SQL, they meet nothing. */
  readonly nullsEqual?: boolean;
  /** Rows in the order of the left frame. Default true; false is faster. */
  readonly maintainOrder?: boolean;
  /** The right frame is small: every partition of the left one reads it whole. Default: where it is one partition. */
  readonly broadcast?: boolean;
}
