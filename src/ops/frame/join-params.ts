import type { ColumnType } from "../../chunk/column-type.ts";
import type { ColumnExpr } from "./column-expr.ts";

export type JoinHow = "inner" | "left" | "right" | "outer" | "semi" | "anti" | "cross";

/** Where a column of the result comes from; a key of both sides (`both`) from whichever has the row. */
export type JoinColumn =
  | { readonly name: string; readonly side: "left"; readonly column: string; readonly type: ColumnType }
  | { readonly name: string; readonly side: "right"; readonly column: string; readonly type: ColumnType }
  | { readonly name: string; readonly side: "both"; readonly column: string; readonly other: string; readonly type: ColumnType }
  /** `left_only`, `right_only` or `both`. */
  | { readonly name: string; readonly side: "indicator"; readonly type: ColumnType };

export type JoinParams = {
  readonly how: JoinHow;
  /** Keys of each side, of equal types. */
  readonly leftKeys: readonly ColumnExpr[];
  readonly rightKeys: readonly ColumnExpr[];
  readonly columns: readonly JoinColumn[];
  /** Null meets null. */
  readonly nullsEqual: boolean;
  /** Keys must be unique on these sides. */
  readonly validate: readonly ("left" | "right")[];
  /** Rows in the order of the left ones, then of the right ones; else as they come. */
  readonly ordered: boolean;
  /** The right side is read whole by every partition of the left one, rather than both being sent to parts. */
  readonly broadcast: boolean;
  readonly parts: number;
};
